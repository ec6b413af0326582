package import SocketModel

/// A table under `/proc/net` that stands in where sock_diag has none.
package enum ProcNetTable: CaseIterable, Hashable, Sendable {
  case tcp, tcp6, udp, udp6, udpLite, udpLite6, raw, raw6, packet, netlink, unix

  /// The address family that the table holds.
  package var family: AddressFamily {
    switch self {
    case .tcp, .udp, .udpLite, .raw: .inet
    case .tcp6, .udp6, .udpLite6, .raw6: .inet6
    case .packet: .packet
    case .netlink: .netlink
    case .unix: .unix
    }
  }

  /// The file's name under `/proc/net`.
  package var fileName: String {
    switch self {
    case .tcp: "tcp"
    case .tcp6: "tcp6"
    case .udp: "udp"
    case .udp6: "udp6"
    case .udpLite: "udplite"
    case .udpLite6: "udplite6"
    case .raw: "raw"
    case .raw6: "raw6"
    case .packet: "packet"
    case .netlink: "netlink"
    case .unix: "unix"
    }
  }

  /// Appends the sockets of `bytes`, the whole file, to `records`, and unix names to `names`.
  ///
  /// Lines that do not hold together are passed over. A cookie is 0: the file has none. Only tables
  /// of kinds and states that are asked for are kept.
  package func parse(
    _ bytes: [UInt8], tables: SocketTables = .all, states: StateSet = .all,
    into records: inout [SocketRecord], names: inout [UInt8]
  ) {
    var lines = ProcLines(bytes)
    _ = lines.next()
    let start = records.count
    while let line = lines.next() {
      var fields = ProcFields(bytes, in: line)
      let namesEnd = names.count
      if let record = record(&fields, names: &names), tables.contains(record.kind),
        states.contains(record.state)
      {
        records.append(record)
      } else {
        names.removeSubrange(namesEnd...)
      }
    }
    if self == .unix { ProcNetUnix.sort(&records[start...]) }
  }

  private func record(_ fields: inout ProcFields, names: inout [UInt8]) -> SocketRecord? {
    switch self {
    case .tcp, .tcp6: ProcNetInternet(kind: .tcp, family: family).record(&fields)
    case .udp, .udp6: ProcNetInternet(kind: .udp, family: family).record(&fields)
    case .udpLite, .udpLite6: ProcNetInternet(kind: .udpLite, family: family).record(&fields)
    case .raw, .raw6: ProcNetInternet(kind: .raw, family: family).record(&fields)
    case .packet: ProcNetPacket.record(&fields)
    case .netlink: ProcNetNetlink.record(&fields)
    case .unix: ProcNetUnix.record(&fields, names: &names)
    }
  }
}
