/// A request that is answered by any number of sockets and an end.
package enum DumpRequest: Hashable, Sendable {
  case internet(InternetRequest)
  case unix(UnixRequest)
  case packet(PacketRequest)
  case netlink(NetlinkRequest)
  case vsock(VsockRequest)
  case tipc(TIPCRequest)
  case xdp(XDPRequest)

  /// How the replies are read.
  package var table: ReplyTable {
    switch self {
    case .internet(let request): .internet(request.kind)
    case .unix: .unix
    case .packet: .packet
    case .netlink: .netlink
    case .vsock: .vsock
    case .tipc: .tipc
    case .xdp: .xdp
    }
  }

  /// Whether IPv4 and IPv6 sockets come in one answer.
  package var readsBothFamilies: Bool {
    guard case .internet(let request) = self else { return false }
    return request.families == .both
  }

  /// The bytes to send. `sequence` tells the replies of this request from others; not 0, which
  /// announcements carry.
  package func message(sequence: UInt32) -> [UInt8] {
    switch self {
    case .internet(let request): request.message(sequence: sequence)
    case .unix(let request): request.message(sequence: sequence)
    case .packet(let request): request.message(sequence: sequence)
    case .netlink(let request): request.message(sequence: sequence)
    case .vsock(let request): request.message(sequence: sequence)
    case .tipc(let request): request.message(sequence: sequence)
    case .xdp(let request): request.message(sequence: sequence)
    }
  }
}
