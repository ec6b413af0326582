package import SocketModel

/// Where the tables and counters of `/proc/net` are read, and what is read there only.
///
/// `ss` lets the environment move each file; `init(environment:)` does the same. A table of another
/// network namespace is given by the path of a file opened there (`/proc/self/fd/N`) or by
/// `/proc/PID/net` as the directory.
package struct ProcNetPaths: Hashable, Sendable {
  /// The directory of what `files` does not name. A helper thread may be in another namespace than
  /// the process, hence the thread's own.
  package var directory = "/proc/thread-self/net"
  /// Tables and counters elsewhere: few or none, which an array copies without asking the runtime
  /// for a dictionary's type.
  private var files: [Moved] = []
  /// Kinds that are read from files without asking sock_diag.
  package var filesOnly: SocketTables = []
  /// Kinds that are not read at all.
  package var disabled: SocketTables = []

  /// A file of `/proc/net` by its name there, and where it is instead.
  private struct Moved: Hashable, Sendable {
    var name: String
    var path: String
  }

  package init() {}

  /// Whether all files stand in `directory`.
  package var areAllThere: Bool { files.isEmpty }

  /// Lets `table` be read at `path`.
  package mutating func move(_ table: ProcNetTable, to path: String) {
    move(file: table.fileName, to: path)
  }

  /// Lets `file`, a table or counters such as `snmp`, be read at `path`.
  package mutating func move(file: String, to path: String) {
    files.append(Moved(name: file, path: path))
  }

  /// Reads `PROC_ROOT` and `PROC_NET_…` through `value`, as `ss` does.
  package init(environment value: (String) -> String?) {
    if let root = value("PROC_ROOT") {
      directory = root + "/net"
      filesOnly = SocketTables(.tcp, .udp, .raw, .netlink).union(.unix).union(.packet)
      disabled = SocketTables(.sctp, .dccp, .mptcp)
    }
    for (name, table) in Self.tableNames {
      guard let path = value("PROC_NET_" + name) else { continue }
      move(table, to: path)
    }
    for (name, kinds) in Self.kindNames where value("PROC_NET_" + name) != nil {
      filesOnly.formUnion(kinds)
    }
    for (name, kind) in [("MPTCP", SocketKind.mptcp), ("DCCP", .dccp), ("SCTP", .sctp)]
    where value("PROC_NET_" + name) != nil {
      disabled.insert(kind.table)
    }
    for (name, file) in [("SOCKSTAT", "sockstat"), ("SOCKSTAT6", "sockstat6"), ("SNMP", "snmp")] {
      guard let path = value("PROC_NET_" + name) else { continue }
      move(file: file, to: path)
    }
  }

  /// The path of `table`.
  package func path(of table: ProcNetTable) -> String { path(ofCounters: table.fileName) }

  /// The path of the counters in `file`, such as `snmp`.
  package func path(ofCounters file: String) -> String {
    files.last { $0.name == file }?.path ?? directory + "/" + file
  }

  private static let tableNames: [(String, ProcNetTable)] = [
    ("TCP", .tcp), ("TCP6", .tcp6), ("UDP", .udp), ("UDP6", .udp6), ("RAW", .raw),
    ("RAW6", .raw6), ("UNIX", .unix), ("PACKET", .packet), ("NETLINK", .netlink),
  ]

  /// Which variables keep `ss` from asking sock_diag.
  private static let kindNames: [(String, SocketTables)] = [
    ("TCP", SocketTables(.tcp)), ("UDP", SocketTables(.udp)), ("RAW", SocketTables(.raw)),
    ("UNIX", .unix), ("PACKET", .packet), ("NETLINK", SocketTables(.netlink)),
  ]
}
