internal import SocketModel
internal import TextSafety

/// `-i` of TCP.
extension DetailKey {
  static let tcp: [DetailKey] = negotiated + path + volume + rates + losses + receiver

  private static let negotiated: [DetailKey] = [
    option("ts", .timestamps), option("usec_ts", .microsecondTimestamps), option("sack", .sack),
    option("ecn", .ecn), option("ecnseen", .ecnSeen), option("fastopen", .fastOpen),
    count("snd_wscale") { scale($0) { $0.sendWindowScale } },
    count("rcv_wscale") { scale($0) { $0.receiveWindowScale } },
  ]

  private static func option(_ name: SafeText, _ option: TCPOptions) -> DetailKey {
    flag(name) { $0.tcpInfo?.options?.contains(option) }
  }

  private static func scale(_ detail: SocketDetail, _ read: (TCPInfo) -> UInt8?) -> UInt8? {
    guard let info = detail.tcpInfo, info.options?.contains(.windowScale) == true else {
      return nil
    }
    return read(info)
  }

  private static let path: [DetailKey] = [
    count("backoff") { $0.tcpInfo?.backoff },
    seconds("ato", per: 1e6) { $0.tcpInfo?.delayedAckMicroseconds },
    count("pmtu") { $0.tcpInfo?.pathMTU }, count("rcvmss") { $0.tcpInfo?.receiveMSS },
    count("advmss") { $0.tcpInfo?.advertisedMSS },
  ]

  private static let volume: [DetailKey] = [
    count("bytes_sent") { $0.tcpInfo?.bytesSent },
    count("bytes_retrans") { $0.tcpInfo?.bytesRetransmitted },
    count("bytes_acked") { $0.tcpInfo?.bytesAcked },
    count("bytes_received") { $0.tcpInfo?.bytesReceived },
    count("data_segs_out") { $0.tcpInfo?.dataSegmentsOut },
    count("data_segs_in") { $0.tcpInfo?.dataSegmentsIn },
  ]

  private static let rates: [DetailKey] = [
    DetailKey(name: "send_rate") { detail in
      guard let info = detail.tcpInfo, let window = info.congestionWindow, let mss = info.sendMSS
      else { return nil }
      let rtt = RowWriter.sendRoundTrip(info, detail.congestionState)
      return rtt > 0 ? .number(Double(window) * Double(mss) * 1e6 / Double(rtt)) : nil
    },
    seconds("lastack", per: 1e3) { $0.tcpInfo?.lastAckReceivedMilliseconds },
    count("max_pacing_rate") { $0.tcpInfo?.maximumPacingRate.flatMap { $0 == .max ? nil : $0 } },
    count("delivered") { $0.tcpInfo?.delivered }, count("delivered_ce") { $0.tcpInfo?.deliveredCE },
    flag("app_limited") { $0.tcpInfo?.isApplicationLimited },
    seconds("rwnd_limited", per: 1e6) { $0.tcpInfo?.receiverLimitedMicroseconds },
    seconds("sndbuf_limited", per: 1e6) { $0.tcpInfo?.sendBufferLimitedMicroseconds },
  ]

  private static let losses: [DetailKey] = [
    count("retrans_now") { $0.tcpInfo?.retransmitsInFlight },
    count("sacked") { $0.record.state == .listen ? nil : $0.tcpInfo?.sacked },
    count("dsack_dups") { $0.tcpInfo?.duplicateSACKs },
    count("fackets") { $0.tcpInfo?.forwardAcked }, count("reordering") { $0.tcpInfo?.reordering },
    count("reord_seen") { $0.tcpInfo?.reorderingSeen },
  ]

  private static let receiver: [DetailKey] = [
    seconds("rcv_rtt", per: 1e6) { $0.tcpInfo?.receiverRoundTripMicroseconds },
    count("rcv_space") { $0.tcpInfo?.receiveSpace },
    count("rcv_ssthresh") { $0.tcpInfo?.receiveSlowStartThreshold },
    count("rcv_ooopack") { $0.tcpInfo?.outOfOrderPackets },
    count("rcv_wnd") { $0.tcpInfo?.receiveWindow }, count("rehash") { $0.tcpInfo?.rehashes },
  ]

  static let congestion: [DetailKey] = [
    count("dctcp_ce_state") { dctcp($0)?.state }, count("dctcp_alpha") { dctcp($0)?.alpha },
    count("dctcp_ab_ecn") { dctcp($0)?.ecn }, count("dctcp_ab_tot") { dctcp($0)?.total },
    count("bbr_bw") { bbr($0)?.bandwidth }, seconds("bbr_mrtt", per: 1e6) { bbr($0)?.rtt },
    seconds("bbr_pacing_gain", per: 256) { bbr($0)?.pacing },
    seconds("bbr_cwnd_gain", per: 256) { bbr($0)?.window },
  ]

  private static func dctcp(
    _ detail: SocketDetail
  ) -> (state: UInt16, alpha: UInt32, ecn: UInt32, total: UInt32)? {
    guard case .dctcp(_, let state, let alpha, let ecn, let total) = detail.congestionState else {
      return nil
    }
    return (state, alpha, ecn, total)
  }

  private static func bbr(
    _ detail: SocketDetail
  ) -> (bandwidth: UInt64, rtt: UInt32, pacing: UInt32, window: UInt32)? {
    guard case .bbr(let bandwidth, let rtt, let pacing, let window) = detail.congestionState else {
      return nil
    }
    return (bandwidth, rtt, pacing, window)
  }
}
