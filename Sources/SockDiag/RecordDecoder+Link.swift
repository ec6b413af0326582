internal import CSockDiag
internal import Netlink
internal import SocketModel

/// packet_diag, netlink_diag and xdp_diag: sockets without a transport.
extension RecordDecoder {
  /// Bytes of `struct packet_diag_msg`.
  static let packetHeader = 16
  /// Bytes of `struct netlink_diag_msg`.
  static let netlinkHeader = 28
  /// Bytes of `struct xdp_diag_msg`.
  static let xdpHeader = 16

  static func fillPacket(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= packetHeader, datagram.holds(packetHeader, at: start),
      datagram.uint8(at: start) == topss_af_packet
    else { return false }
    record.kind = datagram.uint8(at: start &+ 1) == 3 ? .packetRaw : .packetDatagram
    record.family = .packet
    record.state = .close
    // The kernel has put the ethertype into host order.
    record.protocolNumber = datagram.uint16(at: start &+ 2)
    record.localAddress = AddressBits(word: UInt32(record.protocolNumber))
    record.inode = datagram.uint32(at: start &+ 4)
    record.cookie = datagram.uint64(at: start &+ 8)
    var attributes = NetlinkAttributes((start &+ packetHeader)..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case topss_packet_info where attribute.count >= 4:
        record.interfaceIndex = datagram.uint32(at: attribute.start)
        record.localPort = record.interfaceIndex
      case topss_packet_meminfo:
        fillQueues(&record, from: attribute, in: datagram)
      case topss_packet_uid: fillOwner(&record, from: attribute, in: datagram)
      default: break
      }
    }
    return true
  }

  static func fillNetlink(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= netlinkHeader, datagram.holds(netlinkHeader, at: start),
      datagram.uint8(at: start) == topss_af_netlink
    else { return false }
    record.kind = .netlink
    record.family = .netlink
    // `ss` shows every netlink socket as unconnected.
    record.state = .close
    record.protocolNumber = UInt16(datagram.uint8(at: start &+ 2))
    record.localAddress = AddressBits(word: UInt32(record.protocolNumber))
    record.localPort = datagram.uint32(at: start &+ 4)
    record.remotePort = .max
    // Connected (`NETLINK_CONNECTED`): the groups and the port id of the other end.
    if datagram.uint8(at: start &+ 3) == 1 {
      record.remoteAddress = AddressBits(word: datagram.uint32(at: start &+ 12))
      record.remotePort = datagram.uint32(at: start &+ 8)
    }
    record.inode = datagram.uint32(at: start &+ 16)
    record.cookie = datagram.uint64(at: start &+ 20)
    var attributes = NetlinkAttributes((start &+ netlinkHeader)..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      guard attribute.type == topss_netlink_meminfo else { continue }
      fillQueues(&record, from: attribute, in: datagram)
    }
    return true
  }

  static func fillXDP(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= xdpHeader, datagram.holds(xdpHeader, at: start),
      datagram.uint8(at: start) == topss_af_xdp
    else { return false }
    record.kind = .xdp
    record.family = .xdp
    record.state = .close
    record.inode = datagram.uint32(at: start &+ 4)
    record.cookie = datagram.uint64(at: start &+ 8)
    var attributes = NetlinkAttributes((start &+ xdpHeader)..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      switch attribute.type {
      case topss_xdp_info where attribute.count >= 8:
        record.interfaceIndex = datagram.uint32(at: attribute.start)
        record.localAddress = AddressBits(word: record.interfaceIndex)
        record.localPort = datagram.uint32(at: attribute.start &+ 4)
      case topss_xdp_uid: fillOwner(&record, from: attribute, in: datagram)
      case topss_xdp_meminfo:
        fillQueues(&record, from: attribute, in: datagram)
      default: break
      }
    }
    return true
  }

  /// The memory of the queues stands for their length, as in `ss`: of both for netlink.
  private static func fillQueues(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan
  ) {
    let value = datagram.extracting(attribute.payload)
    guard let words = fillMemory(&record, from: value) else { return }
    record.receiveQueue = words.rmem_alloc
    if record.kind == .netlink { record.sendQueue = words.wmem_alloc }
    record.known.insert(.queues)
  }
}
