internal import CSockDiag
internal import Netlink
internal import SocketModel

/// packet_diag, netlink_diag and xdp_diag.
extension DetailDecoder {
  static func fillPacket(
    _ detail: inout SocketDetail, from attributes: NetlinkAttributes, in datagram: RawSpan
  ) {
    var packet = PacketDetail()
    var attributes = attributes
    while let attribute = attributes.next(in: datagram) {
      let (start, count) = (attribute.start, attribute.count)
      switch attribute.type {
      case topss_packet_info where count >= 24:
        packet.version = datagram.uint32(at: start &+ 4)
        packet.copyThreshold = datagram.uint32(at: start &+ 12)
        packet.flags = datagram.uint32(at: start &+ 20)
      case topss_packet_rx_ring: packet.receiveRing = ring(attribute, in: datagram)
      case topss_packet_tx_ring: packet.sendRing = ring(attribute, in: datagram)
      case topss_packet_fanout where count >= 4: packet.fanout = datagram.uint32(at: start)
      case topss_packet_filter: packet.filter = filter(attribute, in: datagram)
      default: break
      }
    }
    detail.packet = packet
  }

  private static func ring(
    _ attribute: NetlinkAttribute, in datagram: RawSpan
  ) -> PacketDetail.Ring? {
    let words = words(attribute, in: datagram)
    guard words.count >= 7 else { return nil }
    return PacketDetail.Ring(
      blockSize: words[0], blockCount: words[1], frameSize: words[2], frameCount: words[3],
      retireTimeout: words[4], privateSize: words[5], features: words[6])
  }

  private static func filter(
    _ attribute: NetlinkAttribute, in datagram: RawSpan
  ) -> [PacketDetail.Instruction] {
    (0..<(attribute.count / 8)).map { index in
      let start = attribute.start &+ 8 &* index
      return PacketDetail.Instruction(
        code: datagram.uint16(at: start), jumpTrue: datagram.uint8(at: start &+ 2),
        jumpFalse: datagram.uint8(at: start &+ 3), operand: datagram.uint32(at: start &+ 4))
    }
  }

  static func fillNetlink(
    _ detail: inout SocketDetail, from attributes: NetlinkAttributes, in datagram: RawSpan
  ) {
    var attributes = attributes
    while let attribute = attributes.next(in: datagram) {
      guard attribute.type == topss_netlink_groups else { continue }
      detail.netlinkGroups = words(attribute, in: datagram)
    }
  }

  static func fillXDP(
    _ detail: inout SocketDetail, from attributes: NetlinkAttributes, in datagram: RawSpan
  ) {
    var xdp = XDPDetail()
    var attributes = attributes
    while let attribute = attributes.next(in: datagram) {
      let (start, count) = (attribute.start, attribute.count)
      let word = count >= 4 ? datagram.uint32(at: start) : nil
      switch attribute.type {
      case topss_xdp_rx_ring: xdp.receiveRing = word
      case topss_xdp_tx_ring: xdp.sendRing = word
      case topss_xdp_fill_ring: xdp.fillRing = word
      case topss_xdp_completion_ring: xdp.completionRing = word
      case topss_xdp_umem: xdp.umem = umem(attribute, in: datagram)
      case topss_xdp_stats:
        xdp.statistics = (0..<(count / 8)).map { datagram.uint64(at: start &+ 8 &* $0) }
      default: break
      }
    }
    detail.xdp = xdp
  }

  private static func umem(
    _ attribute: NetlinkAttribute, in datagram: RawSpan
  ) -> XDPDetail.UMEM? {
    guard attribute.count >= 40 else { return nil }
    let words = words(attribute, in: datagram)
    return XDPDetail.UMEM(
      size: datagram.uint64(at: attribute.start), id: words[2], pages: words[3],
      chunkSize: words[4], headroom: words[5], interfaceIndex: words[6], queue: words[7],
      flags: words[8], references: words[9])
  }
}
