package import SocketModel

/// Whose replies a message belongs to: it decides how the payload is read.
package enum ReplyTable: Hashable, Sendable {
  /// inet_diag; the kind is not in the reply.
  case internet(SocketKind)
  case unix
  case packet
  case netlink
  case vsock
  case tipc
  case xdp
}
