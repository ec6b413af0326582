import Netlink
import SockDiag
import SocketModel

/// Puts replies together field by field, as the kernel does.
enum ReplyFixture {
  /// The sequence number and port id that sessions under test use.
  static let sequence: UInt32 = 77
  static let port: UInt32 = 4242

  /// A message of `type` in answer to the request under test.
  static func message(
    _ type: UInt16 = 20, flags: NetlinkFlags = .multipart, sequence: UInt32 = sequence,
    port: UInt32 = port, _ fill: (inout NetlinkMessageBuilder) -> Void = { _ in }
  ) -> [UInt8] {
    var message = NetlinkMessageBuilder(type: type, flags: flags, sequence: sequence, port: port)
    fill(&message)
    return message.bytes
  }

  /// The end of a dump; no status for nil.
  static func done(_ status: Int32? = 0, flags: NetlinkFlags = .multipart) -> [UInt8] {
    message(3, flags: flags) { message in
      if let status { message.append(UInt32(bitPattern: status)) }
    }
  }

  /// A refusal with the positive `errno`, which quotes a request.
  static func error(_ errno: Int32) -> [UInt8] {
    message(2, flags: []) {
      $0.append(UInt32(bitPattern: 0 &- errno))
      $0.append(bytes: [UInt8](repeating: 0, count: 16))
    }
  }

  /// `struct inet_diag_msg`, 72 bytes.
  static func internet(_ message: inout NetlinkMessageBuilder, _ socket: InternetSocket) {
    message.append(socket.family)  // idiag_family
    message.append(socket.state)  // idiag_state
    message.append(socket.timer)  // idiag_timer
    message.append(UInt8(3))  // idiag_retrans
    message.append(bigEndian: socket.port)  // idiag_sport
    message.append(bigEndian: UInt16(51234))  // idiag_dport
    message.append(bytes: socket.source)  // idiag_src, 16 bytes
    message.append(bytes: socket.destination)  // idiag_dst, 16 bytes
    message.append(UInt32(2))  // idiag_if
    message.append(socket.cookie)  // idiag_cookie
    message.append(UInt32(1500))  // idiag_expires, ms
    message.append(UInt32(10))  // idiag_rqueue
    message.append(UInt32(20))  // idiag_wqueue
    message.append(socket.uid)  // idiag_uid
    message.append(socket.inode)  // idiag_inode
  }

  /// `struct tcp_info` of `count` bytes in which byte N is N + 1, so that every field differs.
  static func tcpInfo(count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) }
  }

  /// `SK_MEMINFO_*`: words 100, 101, ….
  static func memory(words: Int = 9) -> [UInt8] {
    (0..<words).flatMap { word -> [UInt8] in [UInt8(100 + word), 0, 0, 0] }
  }

  /// The record and the detail of a single message.
  static func decode(
    _ table: ReplyTable, _ message: [UInt8]
  ) -> (detail: SocketDetail, builder: SnapshotBuilder)? {
    var builder = SnapshotBuilder()
    let decoder = DetailDecoder(table: table, namespace: NamespaceID(rawValue: 5))
    let range = 16..<message.count
    guard let detail = unsafe decoder.decode(range, in: message.span.bytes, into: &builder) else {
      return nil
    }
    return (detail, builder)
  }
}

extension KnownFields {
  /// What is known, without the directions that are shut down.
  var withoutDirections: KnownFields {
    var fields = self
    fields.shutDirections = 0
    return fields
  }
}

/// The fields of `struct inet_diag_msg` that tests vary.
struct InternetSocket {
  var family: UInt8 = 2
  var state: UInt8 = 1
  var timer: UInt8 = 2
  /// The local one.
  var port: UInt16 = 443
  /// 10.0.0.1
  var source: [UInt8] = [10, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
  /// 203.0.113.9
  var destination: [UInt8] = [203, 0, 113, 9] + [UInt8](repeating: 0, count: 12)
  var cookie: UInt64 = 0x0102_0304_0506_0708
  var uid: UInt32 = 33
  var inode: UInt32 = 4711
}
