import CursesTerminal
import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import TextSafety

/// The whole monitor: bytes that a terminal sends, with a kernel and sizes in between.
enum FuzzScreen {
  static func run(_ bytes: [UInt8]) {
    var host = FuzzHost()
    var person = FuzzPerson()
    person.apply(.sample(host.poll(0)))
    var typed: [UInt8] = []
    var rest = bytes.prefix(4096)[...]
    while let byte = rest.popFirst() {
      // These bytes begin no character, so that keys and events keep apart.
      guard byte >= 0xf8 else {
        typed.append(byte)
        continue
      }
      person.type(&typed)
      let argument = rest.popFirst() ?? 0
      switch byte {
      case 0xf8: person.apply(.sample(host.poll(argument)))
      case 0xf9: person.resize(columns: argument, rows: rest.popFirst() ?? 0)
      case 0xfa: person.wait(milliseconds: Int(argument) * 8)
      case 0xfb: person.apply(.namesResolved)
      case 0xfc: person.apply(.owners(host.owners))
      default: person.finish()
      }
      person.look()
    }
    person.type(&typed)
    person.finish()
    person.look()
  }
}

/// Hands, eyes and the effects of what they do.
struct FuzzPerson {
  private var state: MonitorState
  private var decoder = InputDecoder()
  private var milliseconds = 1000

  init() {
    let settings = MonitorState.Settings(
      hostName: "fuzz", isReadOnly: false, glyphs: Glyphs(.unicode), names: TestNames(),
      signals: [SignalChoice(number: 15, name: "TERM"), SignalChoice(number: 9, name: "KILL")],
      utcOffset: 0)
    state = MonitorState(
      settings: settings, size: Size(columns: 80, rows: 24), interval: 1,
      table: SocketTableState(), filter: FilterState(base: .standard))
  }

  private var now: MonotonicTime {
    MonotonicTime(nanoseconds: UInt64(milliseconds) &* 1_000_000)
  }

  mutating func type(_ bytes: inout [UInt8]) {
    var events: [InputEvent] = []
    decoder.feed(bytes, now: milliseconds, into: &events)
    bytes.removeAll()
    for event in events { apply(.input(event, at: now)) }
  }

  mutating func finish() {
    var events: [InputEvent] = []
    decoder.finish(now: milliseconds, into: &events)
    for event in events { apply(.input(event, at: now)) }
  }

  mutating func wait(milliseconds count: Int) {
    milliseconds += count
    apply(.tick(now))
  }

  mutating func resize(columns: UInt8, rows: UInt8) {
    apply(.resized(Size(columns: Int(columns), rows: Int(rows) % 80)))
  }

  mutating func apply(_ event: MonitorEvent) {
    for effect in state.apply(event) { answer(effect) }
  }

  private mutating func answer(_ effect: MonitorEffect) {
    switch effect {
    case .pin(let targets):
      let answers = targets.map { PinAnswer(target: $0, refusal: nil, user: "root") }
      _ = state.apply(.finished(.pinned(answers)))
    case .signal(let targets, _):
      _ = state.apply(
        .finished(.signalled(targets.map { SignalAnswer(target: $0, failure: "no such process") })))
    case .destroy(let records):
      _ = state.apply(
        .finished(
          .destroyed(
            records.map { DestroyAnswer(record: $0, sentence: "not permitted", isDone: false) })))
    case .queryDetail(let record):
      _ = state.apply(.finished(.detail(nil, for: record.identity)))
    default: break
    }
  }

  /// Draws, and looks at every cell.
  func look() {
    let canvas = MonitorView.draw(state)
    demand(canvas.size == state.size, "the canvas has another size")
    for cell in canvas.cells {
      let value = cell.scalar.value
      demand(value >= 0x20 && !(0x7f...0x9f).contains(value), "\(value) in a cell")
    }
  }
}

/// A kernel with a few sockets that do what a byte says.
struct FuzzHost {
  private var sampler = Sampler(lingeringSamples: 2)
  private var seconds: UInt64 = 0
  private var records: [SocketRecord] = []
  private var nextCookie: UInt64 = 1
  private(set) var owners = OwnerTable()

  private static let commands: [String] = [
    "nginx", "\u{1b}]0;x\u{7}", "\u{202e}gnp", "数据库守护", "a\nb\tc", "x) R 1 1 1 (",
    "e\u{301}\u{301}\u{301}",
  ]

  mutating func poll(_ action: UInt8) -> Sample {
    seconds &+= 1
    let place = records.isEmpty ? 0 : Int(action >> 2) % records.count
    switch action & 3 {
    case 0: for _ in 0...(action >> 2) & 15 { open() }
    case 1: if !records.isEmpty { records.remove(at: place) }
    case 2:
      if !records.isEmpty {
        records[place].state = SocketState.allCases[Int(action >> 2) % SocketState.allCases.count]
      }
    default: for index in records.indices { grow(index, action) }
    }
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: seconds &* 1_000_000_000)
    snapshot.wallClock = 1_000_000 + Double(seconds)
    snapshot.records = records
    snapshot.coverage = [.tcp: .complete, .udp: .complete]
    return sampler.finish(sampler.prepare(snapshot).map { _ in .gone })
  }

  private mutating func open() {
    guard records.count < 200 else { return }
    var record = SocketRecord()
    record.cookie = nextCookie
    nextCookie &+= 1
    record.kind = nextCookie % 5 == 0 ? .udp : .tcp
    record.state = nextCookie % 7 == 0 ? .listen : .established
    record.localAddress = AddressBits(word: 0x0a00_0001)
    record.localPort = UInt32(nextCookie % 3) &* 8080
    record.remoteAddress = AddressBits(word: UInt32(truncatingIfNeeded: nextCookie &* 0x9e37_79b9))
    record.remotePort = UInt32(truncatingIfNeeded: nextCookie)
    record.inode = UInt32(truncatingIfNeeded: nextCookie &+ 1000)
    record.known = [
      .queues, .owner, .memory, .tcpInfo, .bytesAcked, .bytesSent, .segments, .limits,
    ]
    records.append(record)
    let command = Self.commands[Int(nextCookie) % Self.commands.count]
    owners.byInode[record.inode] = [
      SocketOwner(
        pid: Int32(truncatingIfNeeded: nextCookie), descriptor: 3, command: RawText(utf8: command))
    ]
    owners.searched.insert(record.inode)
  }

  private mutating func grow(_ index: Int, _ action: UInt8) {
    let growth = UInt64(1) << UInt64(action >> 2)
    records[index].tcp.bytesReceived &+= growth
    records[index].tcp.bytesSent &+= growth &* 3
    records[index].receiveQueue &+= UInt32(truncatingIfNeeded: growth)
  }
}
