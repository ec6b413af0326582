internal import SocketModel
internal import TextSafety

/// `-i` of TCP, token by token in the order of `ss`.
extension RowWriter {
  func writeTCP(_ detail: SocketDetail, to text: inout RowBuffer) {
    guard let info = detail.tcpInfo else { return }
    if options.showsTCPOptions { writeNegotiated(info.options ?? [], to: &text) }
    if let name = detail.congestionControl {
      text.append(" ")
      text.append(name)
    }
    writePath(info, to: &text)
    writeVolume(info, to: &text)
    if let state = detail.congestionState { write(state, to: &text) }
    writeRates(info, detail.congestionState, to: &text)
    writeLimits(info, to: &text)
    writeLosses(info, isListening: Self.isListening(detail.record), to: &text)
    writeReceiver(info, to: &text)
  }

  private static func isListening(_ record: SocketRecord) -> Bool {
    if case .listen = record.state { true } else { false }
  }

  private func writeNegotiated(_ negotiated: TCPOptions, to text: inout RowBuffer) {
    // Masks: the operations of a set from another module are calls through tables.
    let bits = negotiated.rawValue
    if bits & TCPOptions.timestamps.rawValue != 0 { text.append(" ts") }
    if bits & TCPOptions.microsecondTimestamps.rawValue != 0 { text.append(" usec_ts") }
    if bits & TCPOptions.sack.rawValue != 0 { text.append(" sack") }
    if bits & TCPOptions.ecn.rawValue != 0 { text.append(" ecn") }
    if bits & TCPOptions.ecnSeen.rawValue != 0 { text.append(" ecnseen") }
    if bits & TCPOptions.fastOpen.rawValue != 0 { text.append(" fastopen") }
  }

  private func writePath(_ info: TCPInfo, to text: inout RowBuffer) {
    if (info.options?.rawValue ?? 0) & TCPOptions.windowScale.rawValue != 0 {
      token(" wscale:", info.sendWindowScale ?? 0, to: &text)
      token(",", info.receiveWindowScale ?? 0, to: &text)
    }
    if let timeout = info.retransmitTimeoutMicroseconds, timeout != 3_000_000 {
      token(" rto:", milliseconds: timeout, to: &text)
    }
    token(" backoff:", ifNotZero: info.backoff, to: &text)
    if let rtt = info.roundTripMicroseconds, rtt != 0 {
      token(" rtt:", milliseconds: rtt, to: &text)
      text.append("/")
      milliseconds(info.roundTripVarianceMicroseconds ?? 0, to: &text)
    }
    token(" ato:", milliseconds: info.delayedAckMicroseconds, to: &text)
    token(" mss:", ifNotZero: info.sendMSS, to: &text)
    token(" pmtu:", ifNotZero: info.pathMTU, to: &text)
    token(" rcvmss:", ifNotZero: info.receiveMSS, to: &text)
    token(" advmss:", ifNotZero: info.advertisedMSS, to: &text)
    token(" cwnd:", ifNotZero: info.congestionWindow, to: &text)
    if let threshold = info.slowStartThreshold, threshold < 0xffff {
      token(" ssthresh:", ifNotZero: threshold, to: &text)
    }
  }

  private func writeVolume(_ info: TCPInfo, to text: inout RowBuffer) {
    token(" bytes_sent:", ifNotZero: info.bytesSent, to: &text)
    token(" bytes_retrans:", ifNotZero: info.bytesRetransmitted, to: &text)
    token(" bytes_acked:", ifNotZero: info.bytesAcked, to: &text)
    token(" bytes_received:", ifNotZero: info.bytesReceived, to: &text)
    token(" segs_out:", ifNotZero: info.segmentsOut, to: &text)
    token(" segs_in:", ifNotZero: info.segmentsIn, to: &text)
    token(" data_segs_out:", ifNotZero: info.dataSegmentsOut, to: &text)
    token(" data_segs_in:", ifNotZero: info.dataSegmentsIn, to: &text)
  }

  private func writeRates(
    _ info: TCPInfo, _ congestion: CongestionState?, to text: inout RowBuffer
  ) {
    let rtt = Self.sendRoundTrip(info, congestion)
    if let window = info.congestionWindow, let mss = info.sendMSS, window > 0, mss > 0, rtt > 0 {
      rate(" send ", Double(window) * Double(mss) * 8_000_000 / Double(rtt), to: &text)
    }
    token(" lastsnd:", ifNotZero: info.lastSentMilliseconds, to: &text)
    token(" lastrcv:", ifNotZero: info.lastReceivedMilliseconds, to: &text)
    token(" lastack:", ifNotZero: info.lastAckReceivedMilliseconds, to: &text)
    if let pacing = info.pacingRate, pacing != 0, pacing != .max {
      rate(" pacing_rate ", Double(pacing) * 8, to: &text)
      if let limit = info.maximumPacingRate, limit != 0, limit != .max {
        rate("/", Double(limit) * 8, to: &text)
      }
    }
    if let delivery = info.deliveryRate, delivery != 0 {
      rate(" delivery_rate ", Double(delivery) * 8, to: &text)
    }
    token(" delivered:", ifNotZero: info.delivered, to: &text)
    token(" delivered_ce:", ifNotZero: info.deliveredCE, to: &text)
    if info.isApplicationLimited == true { text.append(" app_limited") }
  }

  /// Vegas knows the round trip better.
  static func sendRoundTrip(_ info: TCPInfo, _ congestion: CongestionState?) -> UInt32 {
    if case .vegas(let enabled, _, let rtt, _) = congestion, enabled != 0, rtt != 0,
      rtt != 0x7fff_ffff
    {
      return rtt
    }
    return info.roundTripMicroseconds ?? 0
  }

  private func writeLimits(_ info: TCPInfo, to text: inout RowBuffer) {
    guard let busy = info.busyMicroseconds, busy != 0 else { return }
    token(" busy:", busy / 1000, to: &text)
    text.append("ms")
    writeShare(" rwnd_limited:", info.receiverLimitedMicroseconds, of: busy, to: &text)
    writeShare(" sndbuf_limited:", info.sendBufferLimitedMicroseconds, of: busy, to: &text)
  }

  private func writeShare(
    _ name: StaticString, _ time: UInt64?, of busy: UInt64, to text: inout RowBuffer
  ) {
    guard let time, time != 0 else { return }
    token(name, time / 1000, to: &text)
    text.append("ms(")
    PrintfNumber.append(fixed: 100 * Double(time) / Double(busy), digits: 1, to: &text)
    text.append("%)")
  }

  private func writeLosses(_ info: TCPInfo, isListening: Bool, to text: inout RowBuffer) {
    token(" unacked:", ifNotZero: info.unacked, to: &text)
    let current = info.retransmitsInFlight ?? 0
    let total = info.totalRetransmits ?? 0
    if current != 0 || total != 0 {
      token(" retrans:", current, to: &text)
      token("/", total, to: &text)
    }
    token(" lost:", ifNotZero: info.lost, to: &text)
    if !isListening { token(" sacked:", ifNotZero: info.sacked, to: &text) }
    token(" dsack_dups:", ifNotZero: info.duplicateSACKs, to: &text)
    token(" fackets:", ifNotZero: info.forwardAcked, to: &text)
    if let reordering = info.reordering, reordering != 3 {
      token(" reordering:", reordering, to: &text)
    }
    token(" reord_seen:", ifNotZero: info.reorderingSeen, to: &text)
  }

  private func writeReceiver(_ info: TCPInfo, to text: inout RowBuffer) {
    token(" rcv_rtt:", milliseconds: info.receiverRoundTripMicroseconds, to: &text)
    token(" rcv_space:", ifNotZero: info.receiveSpace, to: &text)
    token(" rcv_ssthresh:", ifNotZero: info.receiveSlowStartThreshold, to: &text)
    token(" notsent:", ifNotZero: info.notSentBytes, to: &text)
    if info.minimumRTTMicroseconds != .max {
      token(" minrtt:", milliseconds: info.minimumRTTMicroseconds, to: &text)
    }
    token(" rcv_ooopack:", ifNotZero: info.outOfOrderPackets, to: &text)
    token(" snd_wnd:", ifNotZero: info.sendWindow, to: &text)
    token(" rcv_wnd:", ifNotZero: info.receiveWindow, to: &text)
    token(" rehash:", ifNotZero: info.rehashes, to: &text)
  }
}
