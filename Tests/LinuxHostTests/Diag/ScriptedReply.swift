import LinuxHost
import Netlink

/// Datagrams that a scripted kernel sends.
enum ScriptedReply {
  static let port: UInt32 = 4711

  /// One established IPv4 connection (`struct inet_diag_msg`) with `cookie`, and `tcpInfo` as its
  /// `INET_DIAG_INFO`.
  static func socket(
    _ cookie: UInt64, flags: NetlinkFlags = .multipart, foreignSequence: UInt32? = nil,
    foreignPort: UInt32 = ScriptedReply.port, tcpInfo: [UInt8]? = nil
  ) -> (UInt32) -> [UInt8] {
    { sequence in
      var message = NetlinkMessageBuilder(
        type: 20, flags: flags, sequence: foreignSequence ?? sequence, port: foreignPort)
      message.append(bytes: [2, 1, 0, 0])  // family, state, timer, retrans
      message.append(bigEndian: UInt16(443))  // idiag_sport
      message.append(bigEndian: UInt16(50000))  // idiag_dport
      message.append(bytes: [127, 0, 0, 1] + [UInt8](repeating: 0, count: 12))  // idiag_src
      message.append(bytes: [127, 0, 0, 2] + [UInt8](repeating: 0, count: 12))  // idiag_dst
      message.append(UInt32(0))  // idiag_if
      message.append(cookie)  // idiag_cookie
      message.append(UInt32(0))  // idiag_expires
      message.append(UInt32(0))  // idiag_rqueue
      message.append(UInt32(0))  // idiag_wqueue
      message.append(UInt32(1000))  // idiag_uid
      message.append(UInt32(99))  // idiag_inode
      if let tcpInfo { message.appendAttribute(type: 2, tcpInfo) }
      return message.bytes
    }
  }

  /// The end of a dump; `status` is 0 or a negative errno.
  static func done(_ status: Int32 = 0) -> (UInt32) -> [UInt8] {
    { sequence in
      var message = NetlinkMessageBuilder(
        type: 3, flags: .multipart, sequence: sequence, port: port)
      message.append(UInt32(bitPattern: status))
      return message.bytes
    }
  }

  /// `NLMSG_ERROR` with a positive errno, or 0 for success.
  static func error(_ errno: Int32) -> (UInt32) -> [UInt8] {
    { sequence in
      var message = NetlinkMessageBuilder(type: 2, sequence: sequence, port: port)
      message.append(UInt32(bitPattern: 0 &- errno))
      message.append(bytes: repeatElement(0, count: 16))
      return message.bytes
    }
  }

  /// Bytes that are no message.
  static func bytes(_ bytes: [UInt8]) -> (UInt32) -> [UInt8] { { _ in bytes } }
}
