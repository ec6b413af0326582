import SocketModel
import TextSafety

@testable import LinuxHost

/// Files of the system, most of which somebody else may have a hand in.
enum FuzzFiles {
  /// The first byte says which file it is.
  static func run(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    switch first % 16 {
    case 0: _ = ProcessStat(rest)
    case 1: _ = ProcessStatus(rest)
    case 2: _ = CgroupPath(procFile: rest).map { ($0.container, $0.unit) }
    case 3: _ = ServiceTable(rest).isEmpty
    case 4: _ = UserTable(rest).name(0)
    case 5: _ = MountTable.cgroup2(rest)
    case 6: _ = SystemNames.parsePortRange(rest)
    case 7: _ = CgroupPath(RawText(rest)).unit
    case 8: _ = ProtocolTable(rest).isEmpty
    case 9: _ = ProcessDetails.arguments(rest)
    case 10: directory(rest)
    case 11: counters(rest, .headings)
    case 12: counters(rest, .lines)
    case 13:
      var host = HostCounters()
      host.readSocketCounts(rest)
    default: tables(rest)
    }
  }

  private static func directory(_ bytes: [UInt8]) {
    var entries: [DirectoryChunk.Entry] = []
    DirectoryChunk.appendNumbers(of: bytes, count: bytes.count, to: &entries)
  }

  /// Twice, because the names of the first reading are remembered.
  private static func counters(_ bytes: [UInt8], _ layout: CounterTable.Layout) {
    var table = CounterTable(layout: layout)
    var values: [String: UInt64] = [:]
    table.read(bytes, into: &values)
    table.read(Array(bytes.reversed()), into: &values)
    table.read(bytes, into: &values)
  }

  private static func tables(_ bytes: [UInt8]) {
    for table in ProcNetTable.allCases {
      var records: [SocketRecord] = []
      var names: [UInt8] = []
      table.parse(bytes, into: &records, names: &names)
      demand(names.count <= bytes.count, "names out of nothing")
    }
  }
}
