import SocketModel
import SocketReport
import TextSafety

/// Sockets for listings.
enum Fixtures {
  static let local = AddressBits(word: 0x7f00_0001)

  static func tcp(
    _ state: SocketState = .established, from localPort: UInt32 = 22, to remotePort: UInt32 = 40000
  ) -> SocketRecord {
    var record = SocketRecord()
    record.cookie = 0x1f
    record.localAddress = local
    record.remoteAddress = state == .listen ? .zero : local
    record.localPort = localPort
    record.remotePort = state == .listen ? 0 : remotePort
    record.state = state
    record.inode = 4711
    record.known = [.owner, .queues]
    return record
  }

  static func record(_ kind: SocketKind, _ family: AddressFamily) -> SocketRecord {
    var record = tcp(.close)
    record.kind = kind
    record.family = family
    return record
  }

  static var memory: SocketMemory {
    var memory = SocketMemory()
    memory.receiveAllocated = 1
    memory.receiveLimit = 131072
    memory.sendAllocated = 2
    memory.sendLimit = 87040
    memory.forwardAllocated = 3
    memory.writeQueued = 4
    memory.options = 5
    memory.backlog = 6
    return memory
  }

  /// A detail of `record` with this memory and seven drops.
  static func detailWithMemory(_ record: SocketRecord) -> SocketDetail {
    var detail = SocketDetail(record: record)
    detail.record.known.insert(.memory)
    detail.record.drops = 7
    detail.gauges.memory = memory
    return detail
  }

  static func options(_ change: (inout ReportOptions) -> Void) -> ReportOptions {
    var options = ReportOptions()
    options.isNumeric = true
    change(&options)
    return options
  }

  /// The listing of `details`, with their names.
  static func listing(
    _ details: [SocketDetail], names: any SocketNames = NoNames(),
    owners: OwnerTable = OwnerTable(), contexts: (any ContextReader)? = nil,
    _ change: (inout ReportOptions) -> Void = { _ in }
  ) -> String {
    let options = options(change)
    let address = AddressText(names: names, isNumeric: options.isNumeric)
    var report = SSReport(
      options: options, address: address, owners: owners, contexts: contexts)
    for detail in details { report.append(detail) }
    return flushed(&report)
  }

  /// The lines that a report has ready.
  static func flushed(_ report: inout SSReport) -> String {
    var text = ""
    report.flush { text = $0.string }
    return text
  }

  static func listing(
    _ records: [SocketRecord], names: any SocketNames = NoNames(),
    owners: OwnerTable = OwnerTable(), _ change: (inout ReportOptions) -> Void = { _ in }
  ) -> String {
    listing(records.map(SocketDetail.init), names: names, owners: owners, change)
  }

  /// What follows the addresses of one socket's only row.
  static func rest(
    _ detail: SocketDetail, names: any SocketNames = NoNames(),
    _ change: (inout ReportOptions) -> Void
  ) -> String {
    let text = listing([detail], names: names) {
      $0.showsHeader = false
      $0.showsQueues = false
      change(&$0)
    }
    let bare = listing([detail], names: names) {
      $0.showsHeader = false
      $0.showsQueues = false
    }
    return String(text.dropFirst(bare.count - 1).dropLast())
  }
}

/// Names that tests know.
struct FixtureNames: SocketNames {
  func service(port: UInt32, kind: SocketKind) -> RawText? {
    switch (port, kind) {
    case (22, .tcp): RawText(utf8: "ssh")
    case (58, .raw): RawText(utf8: "ipv6-icmp")
    default: nil
    }
  }
  func port(service: String, kinds: SocketTables) -> UInt32? { nil }
  func device(index: UInt32) -> RawText? { index == 1 ? RawText(utf8: "lo") : nil }
  func deviceIndex(name: String) -> UInt32? { nil }
  func user(uid: UInt32) -> RawText? { nil }
  func uid(user: String) -> UInt32? { nil }
  func cgroup(id: UInt64) -> RawText? { id == 1 ? RawText(utf8: "/") : nil }
  func cgroupID(path: String) -> UInt64? { nil }
  func host(address: AddressBits, family: AddressFamily) -> RawText? { nil }
  func addresses(host: String) -> [HostAddress]? { nil }
  var ephemeralPorts: ClosedRange<UInt32> { 32768...60999 }
}

extension RowBuffer {
  var string: String {
    withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
  }
}
