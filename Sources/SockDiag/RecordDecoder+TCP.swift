internal import CSockDiag
internal import SocketModel

/// The part of `tcp_info` that tables and rates need.
///
/// Thirteen sizes of the struct are in the field; distributions backport, so what is known follows
/// from the attribute's length alone. Kernel: `struct tcp_info` in `include/uapi/linux/tcp.h`.
extension RecordDecoder {
  /// Bytes up to `tcpi_snd_wnd`, which Linux 5.4 and later send.
  private static let wholeTCPInfo = 232

  /// Fills `tcp` from the attribute of `count` bytes at `start`; returns the bits of what it told,
  /// 0 when it is shorter than the oldest struct (Linux 2.6 to 3.14).
  @inline(__always) func fillTCP(
    _ tcp: inout TCPCounters, _ start: Int, count: Int, in datagram: RawSpan
  ) -> UInt32 {
    guard count >= Self.wholeTCPInfo, datagram.has(Self.wholeTCPInfo, at: start) else {
      return fillShortTCP(&tcp, start, count: count, in: datagram)
    }
    Self.fill(&tcp, from: datagram.load(topss_tcp_info.self, at: start))
    return bits.tcpInfo | bits.bytesAcked | bits.segments | bits.minimumRTT | bits.deliveryRate
      | bits.limits | bits.bytesSent | bits.sendWindow
  }

  /// The structs of older kernels; what is behind their end stays 0.
  @inline(never) private func fillShortTCP(
    _ tcp: inout TCPCounters, _ start: Int, count: Int, in datagram: RawSpan
  ) -> UInt32 {
    let told: (count: Int, bits: UInt32)
    let old = bits.tcpInfo | bits.bytesAcked
    switch count {
    case ..<104: return 0
    case ..<112: told = (104, bits.tcpInfo)
    case ..<136: told = (112, bits.tcpInfo)
    case ..<144: told = (136, old)
    case ..<160: told = (144, old | bits.segments)
    case ..<168: told = (160, old | bits.segments | bits.minimumRTT)
    case ..<192: told = (168, old | bits.segments | bits.minimumRTT | bits.deliveryRate)
    case ..<216:
      told = (192, old | bits.segments | bits.minimumRTT | bits.deliveryRate | bits.limits)
    default:
      told = (
        216,
        old | bits.segments | bits.minimumRTT | bits.deliveryRate | bits.limits | bits.bytesSent
      )
    }
    Self.fill(&tcp, from: datagram.loadPrefix(topss_tcp_info(), count: told.count, at: start))
    return told.bits
  }

  @inline(__always) private static func fill(_ tcp: inout TCPCounters, from info: topss_tcp_info) {
    tcp.congestionState = info.ca_state
    tcp.isApplicationLimited = info.app_limited & 1 != 0
    tcp.retransmitTimeoutMicroseconds = info.rto
    tcp.sendMSS = info.snd_mss
    tcp.unacked = info.unacked
    tcp.lost = info.lost
    tcp.lastSentMilliseconds = info.last_data_sent
    tcp.lastReceivedMilliseconds = info.last_data_recv
    tcp.roundTripMicroseconds = info.rtt
    tcp.roundTripVarianceMicroseconds = info.rttvar
    tcp.slowStartThreshold = info.snd_ssthresh
    tcp.congestionWindow = info.snd_cwnd
    tcp.retransmits = info.total_retrans
    tcp.pacingRate = info.pacing_rate
    tcp.bytesAcked = info.bytes_acked
    tcp.bytesReceived = info.bytes_received
    tcp.segmentsOut = info.segs_out
    tcp.segmentsIn = info.segs_in
    tcp.notSentBytes = info.notsent_bytes
    tcp.minimumRTTMicroseconds = info.min_rtt
    tcp.deliveryRate = info.delivery_rate
    tcp.busyMicroseconds = info.busy_time
    tcp.receiverLimitedMicroseconds = info.rwnd_limited
    tcp.sendBufferLimitedMicroseconds = info.sndbuf_limited
    tcp.bytesSent = info.bytes_sent
    tcp.bytesRetransmitted = info.bytes_retrans
    tcp.sendWindow = info.snd_wnd
  }
}
