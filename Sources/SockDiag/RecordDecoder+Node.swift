internal import CSockDiag
internal import Netlink
internal import SocketModel

/// vsock_diag and TIPC: sockets between nodes.
extension RecordDecoder {
  /// Bytes of `struct vsock_diag_msg`.
  static let vsockHeader = 32

  static func fillVsock(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= vsockHeader, datagram.holds(vsockHeader, at: start),
      datagram.uint8(at: start) == topss_af_vsock
    else { return false }
    record.kind = datagram.uint8(at: start &+ 1) == 2 ? .vsockDatagram : .vsockStream
    record.family = .vsock
    record.state = SocketState(kernel: datagram.uint8(at: start &+ 2))
    record.shutdown = datagram.uint8(at: start &+ 3)
    record.known.insert(.shutdown)
    record.localAddress = AddressBits(word: datagram.uint32(at: start &+ 4))
    record.localPort = datagram.uint32(at: start &+ 8)
    record.remoteAddress = AddressBits(word: datagram.uint32(at: start &+ 12))
    record.remotePort = datagram.uint32(at: start &+ 16)
    record.inode = datagram.uint32(at: start &+ 20)
    record.cookie = datagram.uint64(at: start &+ 24)
    return true
  }

  /// A TIPC message has no header of its own, only the nest `TIPC_NLA_SOCK`.
  static func fillTIPC(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan
  ) -> Bool {
    guard let socket = nest(topss_tipc_sock, in: payload, of: datagram) else { return false }
    record.kind = .tipcReliable
    record.family = .tipc
    var attributes = NetlinkAttributes(socket)
    while let attribute = attributes.next(in: datagram) {
      fillTIPC(&record, from: attribute, in: datagram)
    }
    return true
  }

  private static func fillTIPC(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan
  ) {
    let word = attribute.count >= 4 ? datagram.uint32(at: attribute.start) : 0
    switch attribute.type {
    case topss_tipc_sock_addr: record.localAddress = AddressBits(word: word)
    case topss_tipc_sock_ref: record.localPort = word
    case topss_tipc_sock_con:
      fillPair(topss_tipc_con_node, topss_tipc_con_sock, attribute, in: datagram) {
        record.remoteAddress = AddressBits(word: $0)
        record.remotePort = $1
      }
    case topss_tipc_sock_stat:
      fillPair(topss_tipc_stat_rcvq, topss_tipc_stat_sendq, attribute, in: datagram) {
        record.receiveQueue = $0
        record.sendQueue = $1
        record.known.insert(.queues)
      }
    case topss_tipc_sock_type: record.kind = tipcKind(word)
    case topss_tipc_sock_ino: record.inode = word
    case topss_tipc_sock_uid: fillOwner(&record, from: attribute, in: datagram)
    case topss_tipc_sock_state:
      record.state = SocketState(kernel: UInt8(exactly: word) ?? 0)
    case topss_tipc_sock_cookie where attribute.count >= 8:
      record.cookie = datagram.uint64(at: attribute.start)
    default: break
    }
  }

  /// Hands the words of two attributes of a nest to `body`, 0 for an absent one.
  private static func fillPair(
    _ first: UInt16, _ second: UInt16, _ nest: NetlinkAttribute, in datagram: RawSpan,
    _ body: (UInt32, UInt32) -> Void
  ) {
    var words: (UInt32, UInt32) = (0, 0)
    var attributes = NetlinkAttributes(nest.payload)
    while let attribute = attributes.next(in: datagram) {
      guard attribute.count >= 4 else { continue }
      let word = datagram.uint32(at: attribute.start)
      if attribute.type == first { words.0 = word }
      if attribute.type == second { words.1 = word }
    }
    body(words.0, words.1)
  }

  /// The content of the attribute of `type` in `payload`.
  static func nest(
    _ type: UInt16, in payload: Range<Int>, of datagram: RawSpan
  ) -> Range<Int>? {
    var attributes = NetlinkAttributes(payload)
    while let attribute = attributes.next(in: datagram) {
      if attribute.type == type { return attribute.payload }
    }
    return nil
  }

  /// The kind of a socket type; the kernel knows `SOCK_STREAM`, `SOCK_DGRAM`, `SOCK_RDM` and
  /// `SOCK_SEQPACKET`.
  private static func tipcKind(_ type: UInt32) -> SocketKind {
    switch type {
    case 1: .tipcStream
    case 2: .tipcDatagram
    case 5: .tipcSequenced
    default: .tipcReliable
    }
  }
}
