internal import CSockDiag
internal import Netlink
package import SocketModel

/// Asks unix_diag for all sockets, or for one.
package struct UnixRequest: Hashable, Sendable {
  package var states: StateSet
  package var parts: UnixParts
  /// The socket's inode and cookie; nil for the whole table.
  package var socket: Socket?

  /// Names one socket exactly.
  package struct Socket: Hashable, Sendable {
    package var inode: UInt32
    package var cookie: UInt64

    package init(inode: UInt32, cookie: UInt64) {
      self.inode = inode
      self.cookie = cookie
    }
  }

  package init(states: StateSet = .all, parts: UnixParts = .table, socket: Socket? = nil) {
    self.states = states
    self.parts = parts
    self.socket = socket
  }

  /// The bytes of the request, `struct unix_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    var message = NetlinkMessageBuilder(
      type: topss_sock_diag_by_family, flags: socket == nil ? [.request, .dump] : .request,
      sequence: sequence)
    message.append(topss_af_unix)
    message.append(UInt8(0))
    message.append(UInt16(0))
    message.append(states.rawValue)
    message.append(socket?.inode ?? 0)
    message.append(parts.rawValue)
    message.append(socket?.cookie ?? 0)
    return message.bytes
  }
}

/// What unix_diag is asked to tell. Kernel: `UDIAG_SHOW_*`.
package struct UnixParts: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let name = UnixParts(rawValue: topss_unix_show_name)
  package static let file = UnixParts(rawValue: topss_unix_show_vfs)
  package static let peer = UnixParts(rawValue: topss_unix_show_peer)
  package static let pendingPeers = UnixParts(rawValue: topss_unix_show_icons)
  package static let queues = UnixParts(rawValue: topss_unix_show_rqlen)
  package static let memory = UnixParts(rawValue: topss_unix_show_meminfo)
  /// The owner's user id; since Linux 5.3, older kernels leave it out.
  package static let uid = UnixParts(rawValue: topss_unix_show_uid)

  /// What every poll asks for.
  package static let table: UnixParts = [.name, .peer, .queues, .uid]
  package static let all = UnixParts(rawValue: 0x7f)
}

/// Asks packet_diag for all sockets, with everything it knows but multicast lists.
package struct PacketRequest: Hashable, Sendable {
  package init() {}

  /// The bytes of the request, `struct packet_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    linkRequest(
      topss_af_packet, protocol: 0,
      show: topss_packet_show_info | topss_packet_show_meminfo | topss_packet_show_filter
        | topss_packet_show_ring_cfg | topss_packet_show_fanout,
      sequence: sequence)
  }
}

/// Asks netlink_diag for the sockets of all protocols.
package struct NetlinkRequest: Hashable, Sendable {
  package init() {}

  /// The bytes of the request, `struct netlink_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    linkRequest(
      topss_af_netlink, protocol: topss_netlink_all_protocols,
      show: topss_netlink_show_groups | topss_netlink_show_meminfo, sequence: sequence)
  }
}

/// Asks xdp_diag for all sockets, with everything it knows.
package struct XDPRequest: Hashable, Sendable {
  package init() {}

  /// The bytes of the request, `struct xdp_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    linkRequest(
      topss_af_xdp, protocol: 0,
      show: topss_xdp_show_info | topss_xdp_show_ring_cfg | topss_xdp_show_umem
        | topss_xdp_show_meminfo | topss_xdp_show_stats,
      sequence: sequence)
  }
}

/// Asks vsock_diag for the sockets in `states`.
package struct VsockRequest: Hashable, Sendable {
  package var states: StateSet

  package init(states: StateSet = .all) { self.states = states }

  /// The bytes of the request, `struct vsock_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    var message = NetlinkMessageBuilder(
      type: topss_sock_diag_by_family, flags: [.request, .dump], sequence: sequence)
    message.append(topss_af_vsock)
    message.append(bytes: [0, 0, 0])
    message.append(states.rawValue)
    message.append(zeros: 16)
    return message.bytes
  }
}

/// Asks TIPC for the sockets in `states`.
package struct TIPCRequest: Hashable, Sendable {
  package var states: StateSet

  package init(states: StateSet = .all) { self.states = states }

  /// The bytes of the request, `struct tipc_sock_diag_req`.
  package func message(sequence: UInt32) -> [UInt8] {
    var message = NetlinkMessageBuilder(
      type: topss_sock_diag_by_family, flags: [.request, .dump], sequence: sequence)
    message.append(topss_af_tipc)
    message.append(bytes: [0, 0, 0])
    message.append(states.rawValue)
    return message.bytes
  }
}

/// The layout that packet, netlink and xdp share: family, protocol, inode, parts, cookie.
private func linkRequest(
  _ family: UInt8, protocol number: UInt8, show: UInt32, sequence: UInt32
) -> [UInt8] {
  var message = NetlinkMessageBuilder(
    type: topss_sock_diag_by_family, flags: [.request, .dump], sequence: sequence)
  message.append(family)
  message.append(number)
  message.append(UInt16(0))
  message.append(UInt32(0))
  message.append(show)
  message.append(UInt64(0))
  return message.bytes
}
