internal import CSockDiag
internal import Netlink
internal import SocketModel

/// unix_diag. Kernel: `include/uapi/linux/unix_diag.h`.
extension RecordDecoder {
  /// Bytes of `struct unix_diag_msg`.
  static let unixHeader = 16

  static func fillUnix(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan,
    _ arena: inout NameArena
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= unixHeader, datagram.holds(unixHeader, at: start),
      datagram.uint8(at: start) == topss_af_unix,
      let kind = unixKind(datagram.uint8(at: start &+ 1))
    else { return false }
    record.kind = kind
    record.family = .unix
    record.state = SocketState(kernel: datagram.uint8(at: start &+ 2))
    record.inode = datagram.uint32(at: start &+ 4)
    record.localPort = record.inode
    record.cookie = datagram.uint64(at: start &+ 8)
    var attributes = NetlinkAttributes((start &+ unixHeader)..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      fillUnix(&record, from: attribute, in: datagram, &arena)
    }
    return true
  }

  private static func fillUnix(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan,
    _ arena: inout NameArena
  ) {
    let (start, count) = (attribute.start, attribute.count)
    switch attribute.type {
    case topss_unix_name where count >= 1:
      record.name = arena.appendName(unixName(attribute, in: datagram), of: datagram)
      record.known.insert(.name)
    case topss_unix_peer where count >= 4:
      record.remotePort = datagram.uint32(at: start)
    case topss_unix_rqlen where count >= 8:
      record.receiveQueue = datagram.uint32(at: start)
      record.sendQueue = datagram.uint32(at: start &+ 4)
      record.known.insert(.queues)
    case topss_unix_meminfo: fillMemory(&record, from: datagram.extracting(attribute.payload))
    case topss_unix_shutdown where count >= 1:
      record.shutdown = datagram.uint8(at: start)
      record.known.insert(.shutdown)
    case topss_unix_uid: fillOwner(&record, from: attribute, in: datagram)
    default: break
    }
  }

  /// The kind of a socket type (`SOCK_STREAM`, `SOCK_DGRAM`, `SOCK_SEQPACKET`).
  private static func unixKind(_ type: UInt8) -> SocketKind? {
    switch type {
    case 1: .unixStream
    case 2: .unixDatagram
    case 5: .unixSequenced
    default: nil
    }
  }

  /// A path ends at its first NUL, which some kernels send; an abstract name, which begins with
  /// one, is as long as its attribute.
  static func unixName(_ attribute: NetlinkAttribute, in datagram: RawSpan) -> Range<Int> {
    guard datagram.uint8(at: attribute.start) != 0 else { return attribute.payload }
    var end = attribute.start
    while end < attribute.end, datagram.uint8(at: end) != 0 { end &+= 1 }
    return attribute.start..<end
  }
}
