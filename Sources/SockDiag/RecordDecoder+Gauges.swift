internal import CSockDiag
internal import SocketModel

/// What is looked at on demand: by a walk of its own, which the others do not pay for.
extension RecordDecoder {
  /// The gauges of the socket in `payload`, of which a record was decoded.
  ///
  /// Which of them mean anything follows from the record's `known`; of repeated attributes those
  /// count that count for it.
  func gauges(in payload: Range<Int>, of datagram: RawSpan) -> SocketGauges {
    var gauges = SocketGauges()
    guard let (header, info, memory) = gaugePlaces else { return gauges }
    guard datagram.has(payload.count, at: payload.lowerBound) else { return gauges }
    var hasInfo = false
    datagram.extracting(payload).eachAttribute(from: header) { type, value in
      if type == info, !hasInfo {
        hasInfo = Self.fill(&gauges, from: value)
      } else if type == memory {
        Self.fill(&gauges.memory, from: value)
      }
    }
    return gauges
  }

  /// Bytes before the attributes, and the types of those that are read; nil for a table without.
  private var gaugePlaces: (header: Int, info: UInt16?, memory: UInt16)? {
    switch table {
    case .internet(.tcp): (Self.internetHeader, topss_inet_info, topss_inet_skmeminfo)
    case .internet: (Self.internetHeader, nil, topss_inet_skmeminfo)
    case .unix: (Self.unixHeader, nil, topss_unix_meminfo)
    case .packet: (Self.packetHeader, nil, topss_packet_meminfo)
    case .netlink: (Self.netlinkHeader, nil, topss_netlink_meminfo)
    case .xdp: (Self.xdpHeader, nil, topss_xdp_meminfo)
    case .vsock, .tipc: nil
    }
  }

  /// Reads `tcp_info`, what is behind its end as 0; false when it is shorter than the oldest.
  private static func fill(_ gauges: inout SocketGauges, from value: RawSpan) -> Bool {
    guard let told = toldTCPInfo(value.byteCount) else { return false }
    let info =
      told == wholeTCPInfo
      ? value.load(topss_tcp_info.self, at: 0) : value.loadPrefix(topss_tcp_info(), count: told)
    gauges.retransmitTimeoutMicroseconds = info.rto
    gauges.sendMSS = info.snd_mss
    gauges.lost = info.lost
    gauges.lastSentMilliseconds = info.last_data_sent
    gauges.lastReceivedMilliseconds = info.last_data_recv
    gauges.roundTripVarianceMicroseconds = info.rttvar
    gauges.slowStartThreshold = info.snd_ssthresh
    gauges.pacingRate = info.pacing_rate
    gauges.segmentsOut = info.segs_out
    gauges.segmentsIn = info.segs_in
    gauges.notSentBytes = info.notsent_bytes
    gauges.minimumRTTMicroseconds = info.min_rtt
    gauges.deliveryRate = info.delivery_rate
    gauges.sendWindow = info.snd_wnd
    return true
  }

  private static func fill(_ memory: inout SocketMemory, from value: RawSpan) {
    guard let words = Self.memory(value) else { return }
    memory.receiveAllocated = words.rmem_alloc
    memory.receiveLimit = words.rcvbuf
    memory.sendAllocated = words.wmem_alloc
    memory.sendLimit = words.sndbuf
    memory.forwardAllocated = words.fwd_alloc
    memory.writeQueued = words.wmem_queued
    memory.options = words.optmem
    memory.backlog = words.backlog
  }
}
