import SocketFilter
import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import TextSafety

/// Someone who types into the filter prompt of a host with a few sockets.
struct PromptFixture {
  private(set) var state: MonitorState
  /// All effects so far.
  private(set) var effects: [MonitorEffect] = []
  private var time: UInt64 = 1_000_000_000

  init(
    _ columns: Int = 80, _ rows: Int = 24, names: PromptNames = PromptNames(),
    glyphs: Glyphs = .unicode, saved: [SavedFilter] = [], records: [SocketRecord] = Self.records
  ) {
    var settings = MonitorState.Settings(
      hostName: "web-3", isReadOnly: true, glyphs: glyphs, names: names, signals: [],
      utcOffset: 0)
    settings.savedFilters = saved
    state = MonitorState(
      settings: settings, size: Size(columns: columns, rows: rows), interval: 1,
      table: SocketTableState(), filter: FilterState(base: .standard))
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: time)
    snapshot.records = records
    apply(.owners(Self.owners))
    apply(.sample(Sample(first: snapshot)))
  }

  /// A listener, three of its connections, one to a database, one over IPv6.
  static let records: [SocketRecord] = {
    let here = AddressBits(word: 0x0a00_0001)
    let database = AddressBits(word: 0x0a00_0007)
    let far = AddressBits(word: 0xcb00_7109)
    return [
      record(1, .listen, .zero, 443, .zero, 0), record(2, .established, here, 443, far, 51234),
      record(3, .established, here, 443, far, 51235), record(4, .timeWait, here, 443, far, 51236),
      record(5, .established, here, 40112, database, 5432),
      record(
        6, .established, AddressBits(high: 0x2001_0db8_0000_0000, low: 1), 22,
        AddressBits(high: 0x2001_0db8_0000_0000, low: 2), 50000, .inet6),
    ]
  }()

  private static func record(
    _ cookie: UInt64, _ state: SocketState, _ local: AddressBits, _ localPort: UInt32,
    _ remote: AddressBits, _ remotePort: UInt32, _ family: AddressFamily = .inet
  ) -> SocketRecord {
    var record = SocketRecord()
    (record.cookie, record.inode, record.state) = (cookie, UInt32(cookie) + 100, state)
    (record.family, record.localAddress, record.localPort) = (family, local, localPort)
    (record.remoteAddress, record.remotePort) = (remote, remotePort)
    return record
  }

  private static var owners: OwnerTable {
    let nginx = SocketOwner(
      pid: 812, descriptor: 3, command: RawText(utf8: "nginx"), startTime: 1)
    let java = SocketOwner(
      pid: 977, descriptor: 9, command: RawText(utf8: "my java"), startTime: 2)
    return OwnerTable(
      byInode: [101: [nginx], 102: [nginx], 103: [nginx], 105: [java]],
      searched: [104, 106], unreadableProcesses: 0)
  }

  mutating func apply(_ event: MonitorEvent) { effects += state.apply(event) }

  mutating func press(_ keys: Key...) {
    for key in keys { input(.key(key)) }
  }

  /// Opens the prompt and types.
  mutating func typeFilter(_ text: String) {
    press(.character("/"))
    type(text)
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(.character(scalar)) }
  }

  mutating func input(_ event: InputEvent) {
    time += 1_000_000
    apply(.input(event, at: MonotonicTime(nanoseconds: time)))
  }

  mutating func propose(_ text: SafeText) { effects += state.propose(text) }

  /// The prompt; nil when it is closed.
  var prompt: FilterPrompt? {
    guard case .filterPrompt(let prompt) = state.overlay else { return nil }
    return prompt
  }

  /// What stands in the prompt; nil when it is closed.
  var line: String? { prompt?.editor.string }

  /// The texts of the open list.
  var offered: [String] {
    prompt?.completion?.candidates.map { SafeText($0.text).string } ?? []
  }

  /// The lists of filters that were to be saved.
  var saved: [[SavedFilter]] {
    effects.compactMap { effect in
      guard case .saveFilters(let filters) = effect else { return nil }
      return filters
    }
  }

  /// The filters that were to be remembered.
  var remembered: [String] {
    effects.compactMap { effect in
      guard case .rememberFilter(let text) = effect else { return nil }
      return text.string
    }
  }

  /// The hosts that were to be looked up.
  var lookedUp: [String] {
    effects.flatMap { effect -> [String] in
      guard case .resolve(let hosts) = effect else { return [] }
      return hosts
    }
  }

  var screen: Canvas { MonitorView.draw(state) }
}

/// Names of which tests decide when a host is known.
struct PromptNames: SocketNames {
  var hosts: [String: [HostAddress]] = [:]

  func service(port: UInt32, kind: SocketKind) -> RawText? { nil }
  func port(service: String, kinds: SocketTables) -> UInt32? { service == "https" ? 443 : nil }
  func device(index: UInt32) -> RawText? { nil }
  func deviceIndex(name: String) -> UInt32? { nil }
  func user(uid: UInt32) -> RawText? { uid == 0 ? RawText(utf8: "root") : nil }
  func uid(user: String) -> UInt32? { nil }
  func cgroup(id: UInt64) -> RawText? { nil }
  func cgroupID(path: String) -> UInt64? { nil }
  func host(address: AddressBits, family: AddressFamily) -> RawText? { nil }
  func addresses(host: String) -> [HostAddress]? { hosts[host] }
  var ephemeralPorts: ClosedRange<UInt32> { 32768...60999 }
}
