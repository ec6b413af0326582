internal import SocketModel
internal import TextSafety

/// The health of a TCP connection.
extension FieldTable {
  static let tcp: [FieldEntry] = roundTrip + windows + limits

  private static let roundTrip: [FieldEntry] = [
    .number(
      .rtt, "rtt", "RTT", .seconds, 6...6, priority: 65, source: "tcpi_rtt",
      help: "Smoothed round-trip time."
    ) { record, _, _ in record.roundTripMicroseconds.map { Double($0) / 1e6 } ?? .nan },
    .gauge(
      .rttvar, "rttvar", "RTTVAR", .seconds, 6...6, priority: 17, source: "tcpi_rttvar",
      help: "Mean deviation of the round-trip time."
    ) { record, gauges in
      record.roundTripMicroseconds == nil
        ? .nan : microseconds(record, .tcpInfo, gauges.roundTripVarianceMicroseconds)
    },
    .gauge(
      .minrtt, "min_rtt", "MINRTT", .seconds, 6...6, priority: 18, source: "tcpi_min_rtt",
      help: "Smallest round-trip time lately."
    ) { record, gauges in
      let value = gauges.minimumRTTMicroseconds
      return value == 0 || value == .max ? .nan : microseconds(record, .minimumRTT, value)
    },
    .gauge(
      .rto, "rto", "RTO", .seconds, 6...6, priority: 16, source: "tcpi_rto",
      help: "Time after which an unacknowledged segment is sent again."
    ) { record, gauges in
      let value = gauges.retransmitTimeoutMicroseconds
      return value == 0 ? .nan : microseconds(record, .tcpInfo, value)
    },
    .number(
      .retrans, "retrans", "RETR", .segments, 4...5, priority: 64, source: "tcpi_total_retrans",
      help: "Segments sent again since the connection began."
    ) { record, _, _ in
      record.state == .listen ? .nan : known(record, .tcpInfo, record.tcp.retransmits)
    },
    .number(
      .retransRate, "retrans_rate", "RETR/s", .perSecond, 4...6, priority: 31,
      source: "growth of tcpi_total_retrans", help: "Segments sent again per second."
    ) { _, metric, _ in Double(metric.retransmitRateOrNaN) },
    .gauge(
      .lost, "lost", "LOST", .segments, 4...5, priority: 11, source: "tcpi_lost",
      help: "Segments taken for lost."
    ) { record, gauges in connected(record, .tcpInfo, gauges.lost) },
    connected(.unacked, "unacked", "UNACK", 13, "tcpi_unacked", "Segments in flight.") {
      $0.unacked
    },
  ]

  private static let windows: [FieldEntry] = [
    connected(
      .cwnd, "cwnd", "CWND", 27, "tcpi_snd_cwnd",
      "Congestion window: segments that may be in flight."
    ) { $0.congestionWindow },
    .gauge(
      .ssthresh, "ssthresh", "SSTHR", .segments, 5...5, priority: 6,
      source: "tcpi_snd_ssthresh", help: "Slow-start threshold; unknown before the first loss."
    ) { record, gauges in
      let value = gauges.slowStartThreshold
      return value >= 65535 || record.state == .listen ? .nan : known(record, .tcpInfo, value)
    },
    .gauge(
      .mss, "mss", "MSS", .bytes, 5...6, priority: 6, source: "tcpi_snd_mss",
      help: "Payload bytes of a full segment sent.",
      writer: { FieldUnit.count.write(SocketField.mss.number(of: $0), to: &$1) },
      reader: { record, gauges in connected(record, .tcpInfo, gauges.sendMSS) }),
    .gauge(
      .sndwnd, "snd_wnd", "SNDWND", .bytes, 6...6, priority: 6, source: "tcpi_snd_wnd",
      help: "Window that the peer offers."
    ) { record, gauges in connected(record, .sendWindow, gauges.sendWindow) },
    .gauge(
      .notsent, "notsent", "NOTSENT", .bytes, 6...7, priority: 13, source: "tcpi_notsent_bytes",
      help: "Bytes in the send queue that were not sent yet."
    ) { record, gauges in
      record.state == .listen ? .nan : known(record, .minimumRTT, gauges.notSentBytes)
    },
    .text(
      .cc, "cc", "CC", 5...8, priority: 24, source: "INET_DIAG_CONG",
      help: "Name of the congestion control."
    ) { $0.context.snapshot.congestionName(of: $0.record) },
    .gauge(
      .pacing, "pacing_rate", "PACING", .bytesPerSecond, 6...7, priority: 6,
      source: "tcpi_pacing_rate", help: "Rate at which segments are paced out; unknown if not."
    ) { record, gauges in
      let value = gauges.pacingRate
      return value == .max || value == 0 ? .nan : known(record, .tcpInfo, value)
    },
    .gauge(
      .delivery, "delivery_rate", "DELIVERY", .bytesPerSecond, 6...8, priority: 11,
      source: "tcpi_delivery_rate", help: "The kernel's latest estimate of delivered bytes."
    ) { record, gauges in
      gauges.deliveryRate == 0 ? .nan : known(record, .deliveryRate, gauges.deliveryRate)
    },
  ]

  private static let limits: [FieldEntry] = [
    .number(
      .busy, "busy", "BUSY", .seconds, 6...6, priority: 6, source: "tcpi_busy_time",
      help: "Time with data to send or in flight since the connection began."
    ) { record, _, _ in
      record.state == .listen ? .nan : known(record, .limits, record.tcp.busyMilliseconds) / 1e3
    },
    .text(
      .limit, "limit", "LIMIT", 6...6, priority: 32,
      source: "growth of tcpi_busy_time, tcpi_rwnd_limited, tcpi_sndbuf_limited",
      help: "What limited the sender most lately: rwnd, sndbuf, cwnd (congestion) or app.",
      reader: { $0.metric.limits.greatest.map { RawText($0.limit.title.utf8) } }),
    .number(
      .limitShare, "limit_share", "LIMIT%", .share, 4...6, priority: 23,
      source: "growth of tcpi_busy_time, tcpi_rwnd_limited, tcpi_sndbuf_limited",
      help: "Share of the last interval in which that limited the sender."
    ) { _, metric, _ in metric.limits.greatest.map { Double($0.share) } ?? .nan },
  ]

  /// A count of segments that has no meaning for a listener.
  private static func connected(
    _ field: SocketField, _ identifier: SafeText, _ title: SafeText, _ priority: Int,
    _ source: SafeText, _ help: SafeText, _ value: @escaping @Sendable (TCPCounters) -> UInt32
  ) -> FieldEntry {
    .number(
      field, identifier, title, .segments, 4...5, priority: priority, source: source, help: help
    ) { record, _, _ in
      record.state == .listen ? .nan : known(record, .tcpInfo, value(record.tcp))
    }
  }
}
