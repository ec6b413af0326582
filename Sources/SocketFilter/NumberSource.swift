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
    of record: borrowing SocketRecord, _ metric: borrowing SocketMetric, now: MonotonicTime
  ) -> Double {
    switch self {
    case .rx: metric.receiveRate ?? .nan
    case .tx: metric.sendRate ?? .nan
    case .traffic: Self.sum(metric.receiveRate, metric.sendRate)
    case .retransRate: metric.retransmitRate ?? .nan
    case .dropRate: metric.dropRate ?? .nan
    case .age: Self.seconds(since: metric.firstSeen, now)
    case .stateAge: Self.seconds(since: metric.stateSince, now)
    case .uid: Self.uid(record, metric.ownerUID)
    case .inode: record.inode == 0 ? .nan : Double(record.inode)
    case .mark: Double(record.mark)
    case .recvq: Double(record.receiveQueue)
    case .sendq: Double(record.sendQueue)
    case .backlog: Self.isListening(record) ? Double(record.sendQueue) : .nan
    case .drops: Double(record.memory.drops)
    case .skmemRead: Double(record.memory.receiveAllocated)
    case .skmemReadLimit: Double(record.memory.receiveLimit)
    case .skmemWrite: Double(record.memory.sendAllocated)
    case .skmemWriteLimit: Double(record.memory.sendLimit)
    case .backlogMemory: Double(record.memory.backlog)
    case .cookie: record.cookie == 0 ? .nan : Double(record.cookie)
    case .limitShare: metric.limits.greatest.map { Double($0.share) } ?? .nan
    case .timerLeft: Self.isTimed(record) ? Double(record.timerMilliseconds) / 1e3 : .nan
    case .rxBytes, .txBytes, .rtt, .rttvar, .minrtt, .rto, .retrans, .lost, .unacked, .cwnd, .mss,
      .sndwnd, .notsent, .delivery, .busy, .segsIn, .segsOut, .lastSent, .lastReceived, .idle,
      .ssthresh, .pacing:
      ofTCP(record)
    }
  }

  /// The same for what `tcp_info` tells.
  @inline(__always)
  private func ofTCP(_ record: borrowing SocketRecord) -> Double {
    switch self {
    case .rxBytes: Double(record.tcp.bytesReceived)
    case .txBytes: Self.sent(record)
    case .rtt: Self.seconds(record.tcp.roundTripMicroseconds)
    case .rttvar:
      record.tcp.roundTripMicroseconds == 0
        ? .nan : Double(record.tcp.roundTripVarianceMicroseconds) / 1e6
    case .minrtt:
      record.tcp.minimumRTTMicroseconds == .max
        ? .nan : Self.seconds(record.tcp.minimumRTTMicroseconds)
    case .rto: Self.seconds(record.tcp.retransmitTimeoutMicroseconds)
    case .retrans: Double(record.tcp.retransmits)
    case .lost: Double(record.tcp.lost)
    case .unacked: Double(record.tcp.unacked)
    case .cwnd: Double(record.tcp.congestionWindow)
    case .mss: Double(record.tcp.sendMSS)
    case .sndwnd: Double(record.tcp.sendWindow)
    case .notsent: Double(record.tcp.notSentBytes)
    case .delivery: record.tcp.deliveryRate == 0 ? .nan : Double(record.tcp.deliveryRate)
    case .ssthresh:
      record.tcp.slowStartThreshold >= 65535 ? .nan : Double(record.tcp.slowStartThreshold)
    case .pacing: Self.rate(record.tcp.pacingRate)
    case .busy: Double(record.tcp.busyMicroseconds) / 1e6
    case .segsIn: Double(record.tcp.segmentsIn)
    case .segsOut: Double(record.tcp.segmentsOut)
    case .lastSent: Double(record.tcp.lastSentMilliseconds) / 1e3
    case .lastReceived: Double(record.tcp.lastReceivedMilliseconds) / 1e3
    case .idle:
      Double(min(record.tcp.lastSentMilliseconds, record.tcp.lastReceivedMilliseconds)) / 1e3
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

  private static func sum(_ left: Double?, _ right: Double?) -> Double {
    guard let left else { return right ?? .nan }
    return left + (right ?? 0)
  }

  @inline(__always)
  private static func isListening(_ record: borrowing SocketRecord) -> Bool {
    if case .listen = record.state { return true }
    return false
  }

  @inline(__always)
  private static func isTimed(_ record: borrowing SocketRecord) -> Bool {
    if case .none = record.timer { return false }
    return true
  }

  @inline(__always)
  private static func uid(_ record: borrowing SocketRecord, _ earlier: UInt32?) -> Double {
    if record.known.contains(.owner) { return Double(record.uid) }
    return earlier.map { Double($0) } ?? .nan
  }

  @inline(__always)
  private static func sent(_ record: borrowing SocketRecord) -> Double {
    if record.known.contains(.bytesSent) {
      return Double(record.tcp.bytesSent &- record.tcp.bytesRetransmitted)
    }
    return record.known.contains(.bytesAcked) ? Double(record.tcp.bytesAcked) : .nan
  }
}
