import SocketModel
import Testing

struct ProtocolInfoTests {
  /// Byte N is N + 1.
  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) }
  }

  @Test func `MPTCP fields stand at the kernel's offsets`() {
    let info = MPTCPInfo(bytes(96))
    #expect(info.subflows == 1)
    #expect(info.maximumAddressesAccepted == 6)
    #expect(info.flags == 0x0c0b_0a09)
    #expect(info.token == 0x100f_0e0d)
    #expect(info.writeSequence == 0x1817_1615_1413_1211)
    #expect(info.nextReceive == 0x2827_2625_2423_2221)
    #expect(info.isChecksumEnabled == 43)
    #expect(info.retransmits == 0x302f_2e2d)
    #expect(info.bytesRetransmitted == 0x3837_3635_3433_3231)
    #expect(info.totalSubflows == 81)
    #expect(info.maximumLaminarEndpoints == 82)
    #expect(info.lastSentMilliseconds == 0x5857_5655)
  }

  @Test(arguments: [(0, false, false), (39, false, false), (40, true, false), (96, true, true)])
  func `an MPTCP field beyond the end is nil`(count: Int, hasNext: Bool, hasLast: Bool) {
    let info = MPTCPInfo(bytes(count))
    #expect((info.nextReceive != nil) == hasNext)
    #expect((info.lastAckReceivedMilliseconds != nil) == hasLast)
  }

  @Test func `SCTP fields stand at the kernel's offsets`() {
    let info = SCTPInfo(bytes: bytes(368))
    #expect(info.tag == 0x0403_0201)
    #expect(info.unackedData == 0x0e0d)
    #expect(info.streamsOut == 0x1413)
    #expect(info.peerTag == 0x3433_3231)
    #expect(info.peerSACK == 54)
    #expect(info.autoclose == 0x5c5b_5a59)
    #expect(info.fragmentInterleave == 0x68)
    #expect(SCTPInfo().tag == nil)
  }
}
