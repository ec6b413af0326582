internal import SocketMetrics
internal import SocketModel

/// The fields whose numbers a filter reads from record and metric by itself: the way through the
/// field table costs more than the comparison. What is told on demand only takes that way. Each
/// means what its reader in the table means; a test holds the two together.
enum NumberSource: UInt8, CaseIterable, Sendable {
  case rx, tx, traffic, rxBytes, txBytes, retransRate, dropRate
  case recvq, sendq, backlog
  case rtt, retrans, unacked, cwnd, busy, drops
  case uid, inode, mark, age, stateAge
  case limitShare, timerLeft, cookie

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
    case .rtt, .retrans, .unacked, .cwnd: .tcpInfo
    case .busy: .limits
    case .drops: .memory
    case .mark: .mark
    }
  }

  /// Whether a listener has no such number.
  var excludesListeners: Bool {
    switch self {
    case .rxBytes, .txBytes, .rtt, .retrans, .unacked, .cwnd, .busy: true
    case .rx, .tx, .traffic, .retransRate, .dropRate, .recvq, .sendq, .backlog, .drops, .uid,
      .inode, .mark, .age, .stateAge, .limitShare, .timerLeft, .cookie:
      false
    }
  }

  /// The number in base units; NaN when it is unknown. Asked only where `needed` is there.
  @inline(__always)
  func number(
    of records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, _ row: Int, now: MonotonicTime
  ) -> Double {
    switch self {
    case .rx: Double(metrics[row].receiveRateOrNaN)
    case .tx: Double(metrics[row].sendRateOrNaN)
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
    case .drops: Double(records[row].drops)
    case .cookie: records[row].cookie == 0 ? .nan : Double(records[row].cookie)
    case .limitShare: metrics[row].limits.greatest.map { Double($0.share) } ?? .nan
    case .timerLeft:
      Self.isTimed(records, row) ? Double(records[row].timerMilliseconds) / 1e3 : .nan
    case .rxBytes: Double(records[row].tcp.bytesReceived)
    case .txBytes: Self.sent(records, row)
    case .rtt: Self.seconds(records[row].tcp.roundTripMicroseconds)
    case .retrans: Double(records[row].tcp.retransmits)
    case .unacked: Double(records[row].tcp.unacked)
    case .cwnd: Double(records[row].tcp.congestionWindow)
    case .busy: Double(records[row].tcp.busyMilliseconds) / 1e3
    }
  }

  /// 0 microseconds stand for a time that was never measured.
  @inline(__always)
  private static func seconds(_ microseconds: UInt32) -> Double {
    microseconds == 0 ? .nan : Double(microseconds) / 1e6
  }

  private static func seconds(since start: MonotonicTime?, _ now: MonotonicTime) -> Double {
    start.map { now.seconds(since: $0) } ?? .nan
  }

  /// Of what is known.
  private static func sum(_ left: Float, _ right: Float) -> Double {
    guard !left.isNaN else { return Double(right) }
    return right.isNaN ? Double(left) : Double(left) + Double(right)
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
