package import TextSafety

/// The address family of a socket.
package enum AddressFamily: UInt8, CaseIterable, Sendable {
  case inet, inet6, unix, packet, netlink, vsock, tipc, xdp
}

/// What kind of socket a record describes: the protocol or type that `ss` calls its Netid.
package enum SocketKind: UInt8, CaseIterable, Sendable {
  case tcp, udp, udpLite, raw, sctp, dccp, mptcp
  case unixStream, unixDatagram, unixSequenced
  case packetRaw, packetDatagram
  case netlink
  case vsockStream, vsockDatagram
  case tipcStream, tipcDatagram, tipcReliable, tipcSequenced
  case xdp

  /// The spelling of `ss`: `tcp`, `u_str`, `p_raw`, `nl`.
  ///
  /// A raw socket of ICMPv6 is `icmp6` in `ss` when it comes by sock_diag; see
  /// `SocketRecord.netid`.
  package var title: SafeText {
    switch self {
    case .tcp: "tcp"
    case .udp: "udp"
    case .udpLite: "udpl"
    case .raw: "raw"
    case .sctp: "sctp"
    case .dccp: "dccp"
    case .mptcp: "mptcp"
    case .unixStream: "u_str"
    case .unixDatagram: "u_dgr"
    case .unixSequenced: "u_seq"
    case .packetRaw: "p_raw"
    case .packetDatagram: "p_dgr"
    case .netlink: "nl"
    case .vsockStream: "v_str"
    case .vsockDatagram: "v_dgr"
    case .tipcStream: "ti_st"
    case .tipcDatagram: "ti_dg"
    case .tipcReliable: "ti_rd"
    case .tipcSequenced: "ti_sq"
    case .xdp: "xdp"
    }
  }

  /// Whether the kind runs over IPv4 or IPv6.
  package var isInternet: Bool { SocketTables.internet.contains(table) }

  /// The kind as a set of one.
  package var table: SocketTables { SocketTables(rawValue: 1 << UInt32(rawValue)) }
}

/// A set of kinds: what `-A` of `ss` calls socket tables.
package struct SocketTables: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ kinds: SocketKind...) {
    rawValue = kinds.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  package static let internet = SocketTables(.tcp, .udp, .udpLite, .raw, .sctp, .dccp, .mptcp)
  package static let unix = SocketTables(.unixStream, .unixDatagram, .unixSequenced)
  package static let packet = SocketTables(.packetRaw, .packetDatagram)
  package static let vsock = SocketTables(.vsockStream, .vsockDatagram)
  package static let tipc = SocketTables(
    .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced)
  package static let all = SocketTables(
    rawValue: SocketKind.allCases.reduce(0) { $0 | 1 << UInt32($1.rawValue) })

  /// Whether `kind` is in the set.
  @inlinable package func contains(_ kind: SocketKind) -> Bool {
    rawValue >> UInt32(kind.rawValue) & 1 != 0
  }
}

/// A set of address families.
package struct FamilySet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package init(_ families: AddressFamily...) {
    rawValue = families.reduce(0) { $0 | 1 << $1.rawValue }
  }

  package static let internet = FamilySet(.inet, .inet6)
  package static let all = FamilySet(rawValue: 0xff)

  /// Whether `family` is in the set.
  package func contains(_ family: AddressFamily) -> Bool {
    contains(FamilySet(rawValue: 1 << family.rawValue))
  }
}
