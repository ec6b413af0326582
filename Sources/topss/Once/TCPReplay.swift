internal import LinuxHost
internal import SockDiag
internal import SocketModel
internal import TextSafety

/// TCP sockets out of a file of `-D`, which `TCPDIAG_FILE` names: it stands in for the kernel's TCP
/// table, whatever states and families are in it.
struct TCPReplay {
  /// One element per socket, in the order of the file.
  private(set) var details: [SocketDetail] = []
  /// The same sockets, and the names that they point to.
  private(set) var builder = SnapshotBuilder()
  /// Why not all of the file could be read; nil when it could.
  private(set) var complaint: SafeText?

  /// The largest file that is read, in bytes.
  private static let limit = 1 << 28

  /// Reads the file at `path`; what came before an error stays.
  init(path: String) {
    let name = RawText(utf8: path)
    builder.readsGauges = true
    do throws(FileError) {
      let bytes = try InputFile.contents(path: path, limit: Self.limit)
      var reader = DumpFileReader()
      let end = unsafe reader.read(bytes.span.bytes, into: &builder, details: &details)
      complaint = Self.sentence(end).map { "TCPDIAG_FILE \"\(name)\": \($0)" as SafeText }
    } catch {
      complaint = "TCPDIAG_FILE: \(error.sentence)"
    }
  }

  /// The variable's value; nil when the kernel is asked.
  static var path: String? { Environment.value("TCPDIAG_FILE") }

  private static func sentence(_ end: DumpFileReader.End) -> SafeText? {
    switch end {
    case .complete: nil
    case .unexpectedEnd: "unexpected end of the file"
    case .error(let errno): "an error message stands in it: \(DiagError.reason(errno))"
    case .malformed: "a message does not hold together"
    }
  }

  /// Adds the sockets to a snapshot that has no TCP in it.
  func append(to snapshot: inout Snapshot) {
    var own = Snapshot()
    builder.move(into: &own)
    snapshot.gauges += Array(repeating: nil, count: snapshot.records.count - snapshot.gauges.count)
    snapshot.gauges += own.gauges
    for record in own.records {
      var record = record
      let congestion = own.congestionName(of: record) ?? RawText([])
      record.congestionControl = snapshot.indexOfCongestion(congestion)
      record.name = NameRange()
      snapshot.records.append(record)
    }
    snapshot.coverage[.tcp] = complaint == nil ? .complete : .incomplete(.malformed)
  }
}

extension Snapshot {
  /// The index of a congestion control's name, which is added if need be; 0 when there is no room.
  fileprivate mutating func indexOfCongestion(_ name: RawText) -> UInt8 {
    if let index = congestionNames.firstIndex(of: name) { return UInt8(clamping: index) }
    guard congestionNames.count <= Int(UInt8.max) else { return 0 }
    congestionNames.append(name)
    return UInt8(clamping: congestionNames.count - 1)
  }
}

extension DiagTable {
  /// The kinds of the tables that `ss` lists before TCP, and of those behind it.
  static let aroundTCP: (before: SocketTables, behind: SocketTables) = {
    var before: SocketTables = []
    var behind: SocketTables = []
    var isBehind = false
    for table in allCases {
      if table == .tcp {
        isBehind = true
      } else if isBehind {
        behind.formUnion(table.kinds)
      } else {
        before.formUnion(table.kinds)
      }
    }
    return (before, behind)
  }()
}
