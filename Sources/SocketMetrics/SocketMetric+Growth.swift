internal import SocketModel

extension SocketMetric {
  /// The metric at the first sight of `record`; `since` is nil for what was there before.
  @inline(__always) init(
    firstSight record: SocketRecord, at now: MonotonicTime, since: MonotonicTime?
  ) {
    firstSeen = since
    stateSince = since
    lastSeen = now
    ownerInode = record.inode
    ownerUID = record.ownerUID
  }

  /// Brings the metric from `old` to `new`, two sights of one connection, the second at `now`.
  @inline(__always) mutating func advance(
    from old: SocketRecord, to new: SocketRecord, growth: Payload, now: MonotonicTime
  ) {
    let seconds = now.seconds(since: lastSeen)
    receiveRateOrNaN = Self.rate(growth.received, seconds)
    sendRateOrNaN = Self.rate(growth.sent, seconds)
    retransmitRateOrNaN = .nan
    dropRateOrNaN = .nan
    limits = LimitShares()
    let both = old.known.intersection(new.known)
    if both.contains(.tcpInfo), new.state != .listen {
      let growth = new.tcp.retransmits &- old.tcp.retransmits
      retransmitRateOrNaN = Self.rate(wrapping: growth, seconds)
    }
    if both.contains(.memory) {
      dropRateOrNaN = Self.rate(wrapping: new.memory.drops &- old.memory.drops, seconds)
    }
    if both.contains(.limits), new.state != .listen {
      limits = LimitShares(from: old.tcp, to: new.tcp, seconds: seconds)
    }
    if old.state != new.state { stateSince = now }
    if new.inode != 0 { ownerInode = new.inode }
    if let uid = new.ownerUID { ownerUID = uid }
    sights = sights == .max ? .max : sights &+ 1
    lastSeen = now
    absences = 0
    isSuspect = false
  }

  /// The metric of a row that is shown as it was last seen.
  mutating func markSuspect(absences count: UInt8) {
    absences = count
    isSuspect = true
  }

  private static func rate(_ growth: UInt64?, _ seconds: Double) -> Double {
    guard let growth, seconds > 0 else { return .nan }
    return Double(growth) / seconds
  }

  /// The rate of a 32-bit counter, which may wrap; a growth of half its range is a reset.
  private static func rate(wrapping growth: UInt32, _ seconds: Double) -> Float {
    guard growth < 1 << 31, seconds > 0 else { return .nan }
    return Float(Double(growth) / seconds)
  }
}

extension LimitShares {
  /// The shares of the `seconds` in which the counters went from `old` to `new`; unknown when one
  /// ran backwards or no time passed.
  @inline(__always) init(from old: TCPCounters, to new: TCPCounters, seconds: Double) {
    self.init()
    guard seconds > 0, new.busyMicroseconds >= old.busyMicroseconds,
      new.receiverLimitedMicroseconds >= old.receiverLimitedMicroseconds,
      new.sendBufferLimitedMicroseconds >= old.sendBufferLimitedMicroseconds
    else { return }
    let whole = seconds * 1e6
    let window = Double(new.receiverLimitedMicroseconds &- old.receiverLimitedMicroseconds)
    let buffer = Double(new.sendBufferLimitedMicroseconds &- old.sendBufferLimitedMicroseconds)
    let busy = max(Double(new.busyMicroseconds &- old.busyMicroseconds), window + buffer)
    let scale = max(whole, busy)
    receiverWindow = Float(window / scale)
    sendBuffer = Float(buffer / scale)
    congestion = Float((busy - window - buffer) / scale)
    application = max(0, 1 - Float(busy / scale))
  }
}
