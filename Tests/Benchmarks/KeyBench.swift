internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import TerminalUI
internal import TextSafety

/// What answering a key costs, with the frame after it, among many sockets.
enum KeyBench {
  /// What is done between two frames.
  private enum Step {
    case key(String, Key)
    /// A sample comes, which the program takes in beside the keys.
    case sample
  }

  /// In this order each changes something.
  private static let steps: [Step] = [
    .key("down", .character("j")), .key("last row", .character("G")),
    .key("first row", .character("g")), .key("page down", .control("f")),
    .key("reverse", .character("I")), .key("reverse again", .character("I")),
    .key("next column", .character(">")), .key("column before", .character("<")),
    .key("listeners", .character("2")), .key("back to the sockets", .character("1")),
    .key("listeners again", .character("2")), .sample,
    .key("sockets of a new sample", .character("1")), .sample,
    .key("listeners of a new sample", .character("2")), .key("", .character("1")), .sample,
  ]

  /// Prints medians of `runs` for each key among `count` made-up sockets; returns the status to exit
  /// with.
  static func run(count: Int, runs: Int) -> Int32 {
    var samples = samples(count: count)
    var state = state
    _ = state.apply(.sample(samples[0]))
    var times: [String: [Double]] = [:]
    for _ in 0..<max(1, runs) {
      for step in steps {
        guard case .key(let name, let key) = step else {
          samples.swapAt(0, 1)
          _ = state.apply(.sample(samples[0]))
          continue
        }
        times[name, default: []].append(press(key, &state) / 1e6)
      }
    }
    for case .key(let name, _) in steps where !name.isEmpty {
      report("key: \(name)", count, goal: "<= 50", median(times[name] ?? []), "ms")
    }
    orderByEachColumn(&state, count)
    return 0
  }

  /// The usual columns from left to right.
  private static func orderByEachColumn(_ state: inout MonitorState, _ count: Int) {
    for _ in SocketTableState.standardColumns { _ = press(.character("<"), &state) }
    for column in SocketTableState.standardColumns.dropFirst() {
      let time = press(.character(">"), &state) / 1e6
      let name = column.definition.identifier.string
      report("key: order by \(name)", count, goal: "<= 50", time, "ms")
    }
  }

  /// Nanoseconds from a key to the end of its frame.
  private static func press(_ key: Key, _ state: inout MonitorState) -> Double {
    cost {
      _ = state.apply(.input(.key(key), at: state.now))
      _ = MonitorView.draw(state)
    }
  }

  private static var state: MonitorState {
    let settings = MonitorState.Settings(
      hostName: "bench", isReadOnly: true, glyphs: Glyphs(.unicode), names: NoNames(), signals: [],
      utcOffset: 0)
    return MonitorState(
      settings: settings, size: Size(columns: 200, rows: 60), interval: 1,
      table: SocketTableState(), filter: FilterState(base: .standard))
  }

  /// Two samples, one second apart. One socket in ten has moved.
  private static func samples(count: Int) -> [Sample] {
    var next = SyntheticDump(count: count, round: 0).snapshot(at: 1)
    var sampler = Sampler()
    return (0..<3).map { _ in
      let sample = sampler.advance(to: next) { _ in .gone }
      next.time.nanoseconds &+= 1_000_000_000
      for row in stride(from: 0, to: next.records.count, by: 10) {
        next.records[row].tcp.bytesSent &+= UInt64(row) &* 10
        next.records[row].tcp.bytesReceived &+= UInt64(row) &* 5
      }
      return sample
    }.suffix(2)
  }
}
