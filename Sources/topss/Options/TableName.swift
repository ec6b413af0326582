internal import SocketModel

/// A table of `ss`: what one bit of its table set stands for.
enum TableName: CaseIterable, Sendable {
  case tcp, mptcp, udp, udpLite, raw, dccp, sctp
  case unixStream, unixDatagram, unixSequenced
  case packetRaw, packetDatagram
  case netlink, tipc
  case vsockStream, vsockDatagram
  case xdp

  /// The kinds in the table; four for tipc, else one.
  var tables: SocketTables {
    switch self {
    case .tcp: SocketTables(.tcp)
    case .mptcp: SocketTables(.mptcp)
    case .udp: SocketTables(.udp)
    case .udpLite: SocketTables(.udpLite)
    case .raw: SocketTables(.raw)
    case .dccp: SocketTables(.dccp)
    case .sctp: SocketTables(.sctp)
    case .unixStream: SocketTables(.unixStream)
    case .unixDatagram: SocketTables(.unixDatagram)
    case .unixSequenced: SocketTables(.unixSequenced)
    case .packetRaw: SocketTables(.packetRaw)
    case .packetDatagram: SocketTables(.packetDatagram)
    case .netlink: SocketTables(.netlink)
    case .tipc: .tipc
    case .vsockStream: SocketTables(.vsockStream)
    case .vsockDatagram: SocketTables(.vsockDatagram)
    case .xdp: SocketTables(.xdp)
    }
  }

  /// The states that choosing the table implies.
  var standardStates: StateSet {
    switch self {
    case .tcp, .mptcp, .dccp, .sctp, .unixStream, .unixSequenced, .vsockStream, .vsockDatagram:
      .standard
    case .udp, .udpLite, .raw: SocketState.established.set
    case .unixDatagram, .packetRaw, .packetDatagram, .netlink, .xdp: SocketState.close.set
    case .tipc: [SocketState.established.set, .listening]
    }
  }

  var families: FamilySet {
    switch self {
    case .tcp, .mptcp, .udp, .udpLite, .raw, .dccp, .sctp: .internet
    case .unixStream, .unixDatagram, .unixSequenced: FamilySet(.unix)
    case .packetRaw, .packetDatagram: FamilySet(.packet)
    case .netlink: FamilySet(.netlink)
    case .tipc: FamilySet(.tipc)
    case .vsockStream, .vsockDatagram: FamilySet(.vsock)
    case .xdp: FamilySet(.xdp)
    }
  }

  /// The tables that a family brings along: those of `ss`, which has no UDP-Lite.
  static func tables(of family: AddressFamily) -> SocketTables {
    let members = allCases.filter { $0 != .udpLite && $0.families.contains(family) }
    return members.reduce(into: []) { $0.formUnion($1.tables) }
  }

  /// The names that `-A` takes, short forms left out.
  static let names = [
    "all", "inet", "tcp", "udp", "udplite", "raw", "mptcp", "dccp", "sctp", "netlink", "tipc",
    "xdp", "unix", "unix_stream", "unix_dgram", "unix_seqpacket", "packet", "packet_raw",
    "packet_dgram", "vsock", "vsock_stream", "vsock_dgram",
  ]

  /// The tables that `-A` knows under `name`; nil for an unknown name. `udplite` is ours.
  static func group(named name: String) -> [TableName]? {
    switch name {
    case "all": allCases.filter { $0 != .tipc && $0 != .udpLite }
    case "inet": [.udp, .dccp, .tcp, .mptcp, .sctp, .raw]
    case "tcp": [.tcp]
    case "mptcp": [.mptcp]
    case "udp": [.udp]
    case "udplite": [.udpLite]
    case "raw": [.raw]
    case "dccp": [.dccp]
    case "sctp": [.sctp]
    case "unix": [.unixStream, .unixDatagram, .unixSequenced]
    case "unix_stream", "u_str": [.unixStream]
    case "unix_dgram", "u_dgr": [.unixDatagram]
    case "unix_seqpacket", "u_seq": [.unixSequenced]
    case "packet": [.packetRaw, .packetDatagram]
    case "packet_raw", "p_raw": [.packetRaw]
    case "packet_dgram", "p_dgr": [.packetDatagram]
    case "netlink": [.netlink]
    case "tipc": [.tipc]
    case "vsock": [.vsockStream, .vsockDatagram]
    case "vsock_stream", "v_str": [.vsockStream]
    case "vsock_dgram", "v_dgr": [.vsockDatagram]
    case "xdp": [.xdp]
    default: nil
    }
  }
}
