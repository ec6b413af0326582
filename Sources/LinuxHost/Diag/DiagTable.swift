package import SocketModel

/// One table of the kernel's socket diagnostics, in the order in which `ss` lists them.
package enum DiagTable: CaseIterable, Hashable, Sendable {
  case netlink, packet, unix, raw, udp, udpLite, tcp, dccp, sctp, vsock, tipc, xdp, mptcp

  /// The kinds of sockets in the table.
  package var kinds: SocketTables {
    switch self {
    case .netlink: SocketTables(.netlink)
    case .packet: .packet
    case .unix: .unix
    case .raw: SocketTables(.raw)
    case .udp: SocketTables(.udp)
    case .udpLite: SocketTables(.udpLite)
    case .tcp: SocketTables(.tcp)
    case .dccp: SocketTables(.dccp)
    case .sctp: SocketTables(.sctp)
    case .vsock: .vsock
    case .tipc: .tipc
    case .xdp: SocketTables(.xdp)
    case .mptcp: SocketTables(.mptcp)
    }
  }

  /// The address families in the table.
  package var families: FamilySet {
    switch self {
    case .raw, .udp, .udpLite, .tcp, .dccp, .sctp, .mptcp: .internet
    case .netlink: FamilySet(.netlink)
    case .packet: FamilySet(.packet)
    case .unix: FamilySet(.unix)
    case .vsock: FamilySet(.vsock)
    case .tipc: FamilySet(.tipc)
    case .xdp: FamilySet(.xdp)
    }
  }

  /// Whether sockets of the table have states; those of the others count as closed.
  package var hasStates: Bool {
    switch self {
    case .netlink, .packet, .xdp: false
    case .unix, .raw, .udp, .udpLite, .tcp, .dccp, .sctp, .vsock, .tipc, .mptcp: true
    }
  }

  /// The files under `/proc/net` that can stand in, IPv4 before IPv6; empty where there is none.
  package var files: [ProcNetTable] {
    switch self {
    case .netlink: [.netlink]
    case .packet: [.packet]
    case .unix: [.unix]
    case .raw: [.raw, .raw6]
    case .udp: [.udp, .udp6]
    case .udpLite: [.udpLite, .udpLite6]
    case .tcp: [.tcp, .tcp6]
    case .dccp, .sctp, .vsock, .tipc, .xdp, .mptcp: []
    }
  }
}
