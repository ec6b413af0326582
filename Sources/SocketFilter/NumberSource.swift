internal import SocketMetrics
internal import SocketModel

/// The fields whose numbers a filter reads from record and metric by itself: the way through the
/// field table costs more than the comparison. Each means what its reader in the table means; a
/// test holds the two together.
enum NumberSource: UInt8, CaseIterable, Sendable {
  case rx, tx, traffic, rxBytes, txBytes, retransRate, dropRate
  case recvq, sendq, backlog
  case rtt, rttvar, minrtt, rto, retrans, lost, unacked, cwnd, mss, sndwnd, notsent
  case delivery, busy, segsIn, segsOut, lastSent, lastReceived, idle
  case drops, skmemRead, skmemReadLimit, skmemWrite, skmemWriteLimit, backlogMemory
  case uid, inode, mark, age, stateAge
  case ssthresh, pacing, limitShare, timerLeft, cookie

  /// Nil for a field that is text, or is read by the table alone.
  init?(_ field: SocketField) {
    guard let source = Self.sources[field] else { return nil }
    self = source
  }

  /// Sources bear the names of their fields.
  private static let sources: [SocketField: NumberSource] = {
    var sources: [SocketField: NumberSource] = [:]
    for field in SocketField.allCases {
      sources[field] = allCases.first { "\($0)" == "\(field)" }
    }
    return sources
  }()

  /// What the kernel must have told for the number to be known.
  var needed: KnownFields {
    switch self {
    case .rx, .tx, .traffic, .retransRate, .dropRate, .uid, .inode, .age, .stateAge, .txBytes,
      .limitShare, .timerLeft, .cookie:
      []
    case .recvq, .sendq, .backlog: .queues
    case .rxBytes: .bytesAcked
    case .rtt, .rttvar, .rto, .retrans, .lost, .unacked, .cwnd, .mss, .lastSent, .lastReceived,
      .idle, .ssthresh, .pacing:
      .tcpInfo
    case .minrtt, .notsent: .minimumRTT
    case .sndwnd: .sendWindow
    case .delivery: .deliveryRate
    case .busy: .limits
    case .segsIn, .segsOut: .segments
    case .drops, .skmemRead, .skmemReadLimit, .skmemWrite, .skmemWriteLimit, .backlogMemory:
      .memory
    case .mark: .mark
    }
  }

  /// Whether a listener has no such number.
  var excludesListeners: Bool {
    switch self {
    case .rxBytes, .txBytes, .rtt, .rttvar, .retrans, .lost, .unacked, .cwnd, .mss, .sndwnd,
      .notsent, .busy, .segsIn, .segsOut, .lastSent, .lastReceived, .idle, .ssthresh:
      true
    case .rx, .tx, .traffic, .retransRate, .dropRate, .recvq, .sendq, .backlog, .minrtt, .rto,
      .delivery, .drops, .skmemRead, .skmemReadLimit, .skmemWrite, .skmemWriteLimit,
      .backlogMemory, .uid, .inode, .mark, .age, .stateAge, .pacing, .limitShare, .timerLeft,
      .cookie:
      false
    }
  }

  /// The number in base units; NaN when it is unknown. Asked only where `needed` is there.
  @inline(__always)
  func number(
    of records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, _ row: Int, now: MonotonicTime
  ) -> Double {
    switch self {
    case .rx: metrics[row].receiveRateOrNaN
    case .tx: metrics[row].sendRateOrNaN
    case .traffic: Self.sum(metrics[row].receiveRateOrNaN, metrics[row].sendRateOrNaN)
    case .retransRate: Double(metrics[row].retransmitRateOrNaN)
    case .dropRate: Double(metrics[row].dropRateOrNaN)
    case .age: Self.seconds(since: metrics[row].firstSeen, now)
    case .stateAge: Self.seconds(since: metrics[row].stateSince, now)
    case .uid: Self.uid(records, metrics, row)
    case .inode: records[row].inode == 0 ? .nan : Double(records[row].inode)
    case .mark: Double(records[row].mark)
    case .recvq: Double(records[row].receiveQueue)
    case .sendq: Double(records[row].sendQueue)
    case .backlog: Self.isListening(records, row) ? Double(records[row].sendQueue) : .nan
    case .drops: Double(records[row].memory.drops)
    case .skmemRead: Double(records[row].memory.receiveAllocated)
    case .skmemReadLimit: Double(records[row].memory.receiveLimit)
    case .skmemWrite: Double(records[row].memory.sendAllocated)
    case .skmemWriteLimit: Double(records[row].memory.sendLimit)
    case .backlogMemory: Double(records[row].memory.backlog)
    case .cookie: records[row].cookie == 0 ? .nan : Double(records[row].cookie)
    case .limitShare: metrics[row].limits.greatest.map { Double($0.share) } ?? .nan
    case .timerLeft:
      Self.isTimed(records, row) ? Double(records[row].timerMilliseconds) / 1e3 : .nan
    case .rxBytes, .txBytes, .rtt, .rttvar, .minrtt, .rto, .retrans, .lost, .unacked, .cwnd, .mss,
      .sndwnd, .notsent, .delivery, .busy, .segsIn, .segsOut, .lastSent, .lastReceived, .idle,
      .ssthresh, .pacing:
      ofTCP(records, row)
    }
  }

  /// The same for what `tcp_info` tells.
  @inline(__always)
  private func ofTCP(_ records: Span<SocketRecord>, _ row: Int) -> Double {
    switch self {
    case .rxBytes: Double(records[row].tcp.bytesReceived)
    case .txBytes: Self.sent(records, row)
    case .rtt: Self.seconds(records[row].tcp.roundTripMicroseconds)
    case .rttvar:
      records[row].tcp.roundTripMicroseconds == 0
        ? .nan : Double(records[row].tcp.roundTripVarianceMicroseconds) / 1e6
    case .minrtt:
      records[row].tcp.minimumRTTMicroseconds == .max
        ? .nan : Self.seconds(records[row].tcp.minimumRTTMicroseconds)
    case .rto: Self.seconds(records[row].tcp.retransmitTimeoutMicroseconds)
    case .retrans: Double(records[row].tcp.retransmits)
    case .lost: Double(records[row].tcp.lost)
    case .unacked: Double(records[row].tcp.unacked)
    case .cwnd: Double(records[row].tcp.congestionWindow)
    case .mss: Double(records[row].tcp.sendMSS)
    case .sndwnd: Double(records[row].tcp.sendWindow)
    case .notsent: Double(records[row].tcp.notSentBytes)
    case .delivery:
      records[row].tcp.deliveryRate == 0 ? .nan : Double(records[row].tcp.deliveryRate)
    case .ssthresh:
      records[row].tcp.slowStartThreshold >= 65535
        ? .nan : Double(records[row].tcp.slowStartThreshold)
    case .pacing: Self.rate(records[row].tcp.pacingRate)
    case .busy: Double(records[row].tcp.busyMicroseconds) / 1e6
    case .segsIn: Double(records[row].tcp.segmentsIn)
    case .segsOut: Double(records[row].tcp.segmentsOut)
    case .lastSent: Double(records[row].tcp.lastSentMilliseconds) / 1e3
    case .lastReceived: Double(records[row].tcp.lastReceivedMilliseconds) / 1e3
    case .idle:
      Double(min(records[row].tcp.lastSentMilliseconds, records[row].tcp.lastReceivedMilliseconds))
        / 1e3
    case .rx, .tx, .traffic, .retransRate, .dropRate, .recvq, .sendq, .backlog, .drops,
      .skmemRead, .skmemReadLimit, .skmemWrite, .skmemWriteLimit, .backlogMemory, .uid, .inode,
      .mark, .age, .stateAge, .limitShare, .timerLeft, .cookie:
      .nan
    }
  }

  /// 0 microseconds stand for a time that was never measured.
  @inline(__always)
  private static func seconds(_ microseconds: UInt32) -> Double {
    microseconds == 0 ? .nan : Double(microseconds) / 1e6
  }

  /// 0 and all ones stand for no limit.
  private static func rate(_ bytes: UInt64) -> Double {
    bytes == 0 || bytes == .max ? .nan : Double(bytes)
  }

  private static func seconds(since start: MonotonicTime?, _ now: MonotonicTime) -> Double {
    start.map { now.seconds(since: $0) } ?? .nan
  }

  /// Of what is known.
  private static func sum(_ left: Double, _ right: Double) -> Double {
    guard !left.isNaN else { return right }
    return right.isNaN ? left : left + right
  }

  @inline(__always)
  private static func isListening(_ records: Span<SocketRecord>, _ row: Int) -> Bool {
    if case .listen = records[row].state { return true }
    return false
  }

  @inline(__always)
  private static func isTimed(_ records: Span<SocketRecord>, _ row: Int) -> Bool {
    if case .none = records[row].timer { return false }
    return true
  }

  @inline(__always)
  private static func uid(
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, _ row: Int
  ) -> Double {
    if records[row].known.contains(.owner) { return Double(records[row].uid) }
    return metrics[row].ownerUID.map { Double($0) } ?? .nan
  }

  @inline(__always)
  private static func sent(_ records: Span<SocketRecord>, _ row: Int) -> Double {
    if records[row].known.contains(.bytesSent) {
      return Double(records[row].tcp.bytesSent &- records[row].tcp.bytesRetransmitted)
    }
    return records[row].known.contains(.bytesAcked) ? Double(records[row].tcp.bytesAcked) : .nan
  }
}
