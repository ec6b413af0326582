internal import CSockDiag
internal import Netlink
package import SocketModel

/// Asks for one socket by its identity and cookie: `SingleReply.socket`, `.gone` or `.refused`.
///
/// Of several listeners that share a port (`SO_REUSEPORT`), and of UDP sockets in one group, the
/// kernel looks at one only and then compares the cookie: `.gone` proves nothing about those.
package struct ExactRequest: Sendable {
  package var record: SocketRecord
  package var extensions: InternetExtensions
  package var unixParts: UnixParts

  package init(
    _ record: SocketRecord, extensions: InternetExtensions = .all, unixParts: UnixParts = .all
  ) {
    self.record = record
    self.extensions = extensions
    self.unixParts = unixParts
  }

  /// The bytes of the request; nil for a table that the kernel dumps only as a whole, and for a
  /// record without a cookie (from `/proc`).
  package func message(sequence: UInt32) -> [UInt8]? {
    guard record.cookie != 0 else { return nil }
    if record.family == .unix {
      let socket = UnixRequest.Socket(inode: record.inode, cookie: record.cookie)
      return UnixRequest(parts: unixParts, socket: socket).message(sequence: sequence)
    }
    guard record.kind.isInternet else { return nil }
    var message = NetlinkMessageBuilder(
      type: topss_sock_diag_by_family, flags: .request, sequence: sequence)
    // "For historical reasons" udp_diag looks the request's source up as the remote end.
    let isSwapped = record.kind == .udp || record.kind == .udpLite
    message.appendRequest(for: record, extensions: extensions, isSwapped: isSwapped)
    return message.bytes
  }
}

/// Asks the kernel to destroy one socket, named by identity and cookie; needs `CAP_NET_ADMIN`.
///
/// The answer is `SingleReply.done`, `.gone` or `.refused`. A UDP socket stays bound: only what its
/// owner waits for is aborted.
package struct DestroyRequest: Sendable {
  package var record: SocketRecord

  package init(_ record: SocketRecord) { self.record = record }

  /// The bytes of the request; nil for a table that cannot destroy, and for a record without a
  /// cookie, since such a request would hit whatever socket has the addresses.
  package func message(sequence: UInt32) -> [UInt8]? {
    guard record.kind.isInternet, record.cookie != 0, record.cookie != .max else { return nil }
    var message = NetlinkMessageBuilder(
      type: topss_sock_destroy, flags: [.request, .acknowledge], sequence: sequence)
    message.appendRequest(for: record, extensions: [], isSwapped: false)
    return message.bytes
  }
}

extension NetlinkMessageBuilder {
  /// Appends `struct inet_diag_req_v2` (of a raw socket `inet_diag_req_raw`) for one socket.
  fileprivate mutating func appendRequest(
    for record: SocketRecord, extensions: InternetExtensions, isSwapped: Bool
  ) {
    append(record.family == .inet6 ? topss_af_inet6 : topss_af_inet)
    append(InternetRequest.protocolNumber(of: record.kind))
    append(extensions.rawValue)
    append(record.kind == .raw ? UInt8(truncatingIfNeeded: record.protocolNumber) : 0)
    append(StateSet.all.rawValue)
    let local = (record.localPort, record.localAddress)
    let remote = (record.remotePort, record.remoteAddress)
    let (source, destination) = isSwapped ? (remote, local) : (local, remote)
    append(bigEndian: UInt16(truncatingIfNeeded: source.0))
    append(bigEndian: UInt16(truncatingIfNeeded: destination.0))
    append(bigEndian: source.1.high)
    append(bigEndian: source.1.low)
    append(bigEndian: destination.1.high)
    append(bigEndian: destination.1.low)
    append(record.interfaceIndex)
    append(record.cookie)
    if record.kind == .mptcp {
      appendAttribute(type: topss_inet_req_protocol, InternetRequest.mptcp)
    }
  }
}
