import SocketModel
import Testing

struct TCPInfoTests {
  /// `count` bytes in which byte N is N + 1.
  private func info(_ count: Int) -> TCPInfo {
    TCPInfo((0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) })
  }

  /// A field, where it ends, and its value in `info(_:)`.
  private struct Field: Sendable {
    var name: String
    var end: Int
    var value: UInt64
    var read: @Sendable (TCPInfo) -> UInt64?

    init<Value: FixedWidthInteger & UnsignedInteger & Sendable>(
      _ name: String, _ offset: Int, _ read: @escaping @Sendable (TCPInfo) -> Value?
    ) {
      let size = Value.bitWidth / 8
      self.name = name
      end = offset + size
      value = (0..<size).reduce(0) {
        $0 | UInt64(UInt8(truncatingIfNeeded: offset + $1 + 1)) << UInt64(8 * $1)
      }
      self.read = { read($0).map { UInt64($0) } }
    }
  }

  /// Offsets of `struct tcp_info`, by the header of Linux 6.18.
  private static let fields: [Field] = [
    Field("state", 0) { $0.state }, Field("ca_state", 1) { $0.congestionMachineState },
    Field("retransmits", 2) { $0.timeoutsInARow }, Field("probes", 3) { $0.probes },
    Field("backoff", 4) { $0.backoff }, Field("rto", 8) { $0.retransmitTimeoutMicroseconds },
    Field("ato", 12) { $0.delayedAckMicroseconds }, Field("snd_mss", 16) { $0.sendMSS },
    Field("rcv_mss", 20) { $0.receiveMSS }, Field("unacked", 24) { $0.unacked },
    Field("sacked", 28) { $0.sacked }, Field("lost", 32) { $0.lost },
    Field("retrans", 36) { $0.retransmitsInFlight }, Field("fackets", 40) { $0.forwardAcked },
    Field("last_data_sent", 44) { $0.lastSentMilliseconds },
    Field("last_ack_sent", 48) { $0.lastAckSentMilliseconds },
    Field("last_data_recv", 52) { $0.lastReceivedMilliseconds },
    Field("last_ack_recv", 56) { $0.lastAckReceivedMilliseconds },
    Field("pmtu", 60) { $0.pathMTU }, Field("rcv_ssthresh", 64) { $0.receiveSlowStartThreshold },
    Field("rtt", 68) { $0.roundTripMicroseconds },
    Field("rttvar", 72) { $0.roundTripVarianceMicroseconds },
    Field("snd_ssthresh", 76) { $0.slowStartThreshold },
    Field("snd_cwnd", 80) { $0.congestionWindow }, Field("advmss", 84) { $0.advertisedMSS },
    Field("reordering", 88) { $0.reordering },
    Field("rcv_rtt", 92) { $0.receiverRoundTripMicroseconds },
    Field("rcv_space", 96) { $0.receiveSpace }, Field("total_retrans", 100) { $0.totalRetransmits },
    Field("pacing_rate", 104) { $0.pacingRate },
    Field("max_pacing_rate", 112) { $0.maximumPacingRate },
    Field("bytes_acked", 120) { $0.bytesAcked }, Field("bytes_received", 128) { $0.bytesReceived },
    Field("segs_out", 136) { $0.segmentsOut }, Field("segs_in", 140) { $0.segmentsIn },
    Field("notsent_bytes", 144) { $0.notSentBytes },
    Field("min_rtt", 148) { $0.minimumRTTMicroseconds },
    Field("data_segs_in", 152) { $0.dataSegmentsIn },
    Field("data_segs_out", 156) { $0.dataSegmentsOut },
    Field("delivery_rate", 160) { $0.deliveryRate },
    Field("busy_time", 168) { $0.busyMicroseconds },
    Field("rwnd_limited", 176) { $0.receiverLimitedMicroseconds },
    Field("sndbuf_limited", 184) { $0.sendBufferLimitedMicroseconds },
    Field("delivered", 192) { $0.delivered }, Field("delivered_ce", 196) { $0.deliveredCE },
    Field("bytes_sent", 200) { $0.bytesSent },
    Field("bytes_retrans", 208) { $0.bytesRetransmitted },
    Field("dsack_dups", 216) { $0.duplicateSACKs }, Field("reord_seen", 220) { $0.reorderingSeen },
    Field("rcv_ooopack", 224) { $0.outOfOrderPackets }, Field("snd_wnd", 228) { $0.sendWindow },
    Field("rcv_wnd", 232) { $0.receiveWindow }, Field("rehash", 236) { $0.rehashes },
    Field("total_rto", 240) { $0.totalTimeouts },
    Field("total_rto_recoveries", 242) { $0.totalTimeoutRecoveries },
    Field("total_rto_time", 244) { $0.totalTimeoutMilliseconds },
    Field("received_ce", 248) { $0.receivedCE },
    Field("delivered_e1_bytes", 252) { $0.deliveredECT1Bytes },
    Field("delivered_e0_bytes", 256) { $0.deliveredECT0Bytes },
    Field("delivered_ce_bytes", 260) { $0.deliveredCEBytes },
    Field("received_e1_bytes", 264) { $0.receivedECT1Bytes },
    Field("received_e0_bytes", 268) { $0.receivedECT0Bytes },
    Field("received_ce_bytes", 272) { $0.receivedCEBytes },
    Field("accecn", 276) { $0.accurateECNStatus },
  ]

  @Test func `a field is told when it is whole, at every length`() {
    for count in 0...300 {
      let info = info(count)
      for field in Self.fields {
        let expected = field.end <= count ? field.value : nil
        #expect(field.read(info) == expected, "\(field.name) of \(count) bytes")
      }
    }
  }

  @Test func `bits share bytes`() {
    var bytes = [UInt8](repeating: 0, count: 168)
    bytes[5] = 0b0010_0101
    bytes[6] = 0x7a
    bytes[7] = 0b101
    let info = TCPInfo(bytes)
    #expect(info.options == [.timestamps, .windowScale, .fastOpen])
    #expect(info.sendWindowScale == 10)
    #expect(info.receiveWindowScale == 7)
    #expect(info.isApplicationLimited == true)
    #expect(info.fastOpenFailure == 2)
    // Before the delivery rate came, the bit was padding.
    #expect(TCPInfo(bytes.prefix(160)).isApplicationLimited == nil)
    #expect(TCPInfo([]).options == nil)
  }

  @Test func `bytes come back as they were, cut at the capacity`() {
    for count in [0, 1, 7, 8, 9, 104, 233, 280] {
      #expect(info(count).bytes == (0..<count).map { UInt8(truncatingIfNeeded: $0 + 1) })
    }
    #expect(info(400).count == TCPInfo.capacity)
  }

  @Test func `bytes beyond the count are dropped from words`() {
    let info = TCPInfo(words: InlineArray(repeating: .max), count: 9)
    #expect(info.bytes == [UInt8](repeating: 0xff, count: 9))
    #expect(info.retransmitTimeoutMicroseconds == nil)
    #expect(TCPInfo(words: InlineArray(repeating: .max), count: -1).bytes == [])
    #expect(TCPInfo(words: InlineArray(repeating: 0), count: 9999).count == 280)
  }
}
