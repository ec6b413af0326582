internal import SockDiag
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import SocketReport
internal import TerminalUI
internal import TextSafety

/// The stages on `count` made-up sockets.
final class SyntheticBench {
  let count: Int
  private let rounds: [SyntheticDump]
  private let samples: [Sample]
  private let filter: CompiledFilter
  private var state: MonitorState
  /// What the stages produce, so that none can be left out.
  private(set) var sink = 0

  init(count: Int) {
    self.count = count
    rounds = [SyntheticDump(count: count, round: 0), SyntheticDump(count: count, round: 1)]
    var sampler = Sampler()
    samples = (0..<2).map { [rounds] number in
      sampler.advance(to: rounds[number].snapshot(at: UInt64(number + 1))) { _ in .gone }
    }
    filter = Self.compiled(
      "( dport = :443 or sport > :30000 ) and not src 10.1.0.0/16 and state established and rtt > 1ms"
    )
    let settings = MonitorState.Settings(
      hostName: "bench", isReadOnly: true, glyphs: Glyphs(.unicode), names: NoNames(), signals: [],
      utcOffset: 0)
    state = MonitorState(
      settings: settings, size: Size(columns: 200, rows: 60), interval: 1,
      table: SocketTableState(), filter: FilterState(base: .standard))
    _ = state.apply(.sample(samples[1]))
  }

  private static func compiled(_ text: String) -> CompiledFilter {
    let context = FilterContext(names: NoNames())
    guard case .parsed(let filter) = FilterParser(context: context).parse(FilterText(typed: text))
    else { preconditionFailure("the filter of the benchmark cannot be read") }
    return CompiledFilter(filter, context: context)
  }

  /// Processor time of one run of `stage`, the median of `runs`; nil for as many as make sense.
  func nanoseconds(of stage: Stage, runs: Int? = nil) -> UInt64 {
    let runs = runs ?? max(5, min(101, 500_000 / count))
    switch stage {
    case .decode: return timeDecode(runs)
    case .diff: return timeDiff(runs)
    case .sort: return CPUTime.median(of: runs) { stageSort() }
    case .filter: return CPUTime.median(of: runs) { stageMatch() }
    case .refresh: return timeRefresh(runs)
    case .draw: return CPUTime.median(of: runs) { stageDraw() }
    case .text: return CPUTime.median(of: runs) { stageText() }
    }
  }

  /// In the memory of the snapshot before the last, as all polls but the first two.
  private func timeDecode(_ runs: Int) -> UInt64 {
    var spare = rounds[0].snapshot(at: 0)
    return CPUTime.median(of: runs) {
      var used = Snapshot()
      swap(&used, &spare)
      var builder = SnapshotBuilder(recycling: used)
      stageDecode(&builder)
      sink &+= builder.records.count
      builder.move(into: &spare)
    }
  }

  /// The diff alone, after two that make the rates known: the next snapshot is made outside of the
  /// time. One socket in ten has moved.
  private func timeDiff(_ runs: Int) -> UInt64 {
    var sampler = Sampler()
    var kept: Sample?
    var times: [UInt64] = []
    var next = samples[0].snapshot
    for number in 0..<(runs + 4) {
      next.time.nanoseconds &+= 1_000_000_000
      for row in stride(from: 0, to: count, by: 10) {
        next.records[row].tcp.bytesSent &+= 50_000
        next.records[row].tcp.bytesReceived &+= 25_000
      }
      guard number >= 2 else {
        kept = sampler.advance(to: next) { _ in .gone }
        continue
      }
      let start = CPUTime.ofThread
      kept = stageDiff(&sampler, next)
      if number >= 4 { times.append(CPUTime.ofThread &- start) }
      sink &+= kept?.metrics.count ?? 0
    }
    times.sort()
    return times[times.count / 2]
  }

  @inline(never) private func stageSort() {
    let context = RowContext(
      snapshot: samples[1].snapshot, owners: OwnerTable(), names: NoNames())
    var keys = RowOrder(.traffic, descending: true).keys(of: samples[1], context: context)
    sink &+= TopRows.select(&keys, count: 60).count
  }

  @inline(never) private func stageMatch() {
    let context = RowContext(
      snapshot: samples[1].snapshot, owners: OwnerTable(), names: NoNames())
    sink &+= filter.indices(in: samples[1], context: context).count
  }

  private func timeRefresh(_ runs: Int) -> UInt64 {
    CPUTime.median(of: runs) {
      stageState()
    }
  }

  // MARK: One run of each stage; `instructions.sh` finds the functions by their names.

  @inline(never) private func stageDecode(_ builder: inout SnapshotBuilder) {
    rounds[1].decode(into: &builder, fromCache: true)
  }

  @inline(never) private func stageDiff(_ sampler: inout Sampler, _ next: Snapshot) -> Sample {
    sampler.advance(to: next) { _ in .gone }
  }

  @inline(never) private func stageState() {
    sink &+= state.apply(.sample(samples[1])).count
  }

  @inline(never) private func stageDraw() { sink &+= MonitorView.draw(state).size.rows }

  @inline(never) private func stageText() {
    var options = ReportOptions()
    options.showsNetid = false
    options.isNumeric = true
    var report = SSReport(options: options, address: AddressText(names: NoNames(), isNumeric: true))
    for record in samples[1].snapshot.records {
      report.append(record)
      if report.isFull { report.flush { sink &+= $0.count } }
    }
    report.flush { sink &+= $0.count }
  }
}
