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

  /// Brings the metric from `old[before]` to `new[row]`, two sights of one connection, the second
  /// at `now` (nanoseconds). Returns whether the state is another.
  @inline(__always) mutating func advance(
    from old: [SocketRecord], _ before: Int, to new: [SocketRecord], _ row: Int, growth: Payload,
    now: UInt64
  ) -> Bool {
    let then = lastSeen.nanoseconds
    let seconds = now > then ? Double(now &- then) / 1e9 : 0
    var isListening = false
    if case .listen = new[row].state { isListening = true }
    receiveRateOrNaN = Self.rate(growth.received, seconds)
    sendRateOrNaN = Self.rate(growth.sent, seconds)
    retransmitRateOrNaN = .nan
    dropRateOrNaN = .nan
    limits = LimitShares()
    let both = KnownFields(
      rawValue: old[before].known.rawValue & new[row].known.rawValue)
    if both.contains(.tcpInfo), !isListening {
      let growth = new[row].tcp.retransmits &- old[before].tcp.retransmits
      retransmitRateOrNaN = Self.rate(wrapping: growth, seconds)
    }
    if both.contains(.memory) {
      let growth = new[row].drops &- old[before].drops
      dropRateOrNaN = Self.rate(wrapping: growth, seconds)
    }
    if both.contains(.limits), !isListening {
      limits = LimitShares(
        from: LimitCounters(old, before), to: LimitCounters(new, row), seconds: seconds)
    }
    let hasChanged = new[row].state.rawValue != old[before].state.rawValue
    if hasChanged { stateSince = MonotonicTime(nanoseconds: now) }
    if new[row].inode != 0 {
      ownerInode = new[row].inode
      ownerIsGuess = false
    }
    if new[row].known.contains(.owner) { ownerUID = new[row].uid }
    sights = sights &+ 1
    lastSeen.nanoseconds = now
    absences = 0
    isSuspect = false
    return hasChanged
  }

  /// Brings the metric of a socket whose record shows no activity (`isIdle`) to `now`
  /// (nanoseconds); false, and nothing done, where some rate was not known before.
  @inline(__always) mutating func advanceIdle(now: UInt64) -> Bool {
    let rates =
      receiveRateOrNaN + sendRateOrNaN + retransmitRateOrNaN + dropRateOrNaN + limits.congestion
    guard !rates.isNaN, now > lastSeen.nanoseconds else { return false }
    (receiveRateOrNaN, sendRateOrNaN, retransmitRateOrNaN, dropRateOrNaN) = (0, 0, 0, 0)
    (limits.receiverWindow, limits.sendBuffer, limits.congestion) = (0, 0, 0)
    sights = sights &+ 1
    lastSeen.nanoseconds = now
    absences = 0
    isSuspect = false
    return true
  }

  /// Takes the owner of the socket that has probably accepted this one, or will.
  mutating func guess(owner listener: SocketRecord) {
    ownerInode = listener.inode
    ownerUID = listener.ownerUID
    ownerIsGuess = true
  }

  /// The metric of a row that is shown as it was last seen.
  mutating func markSuspect(absences count: UInt8) {
    absences = count
    isSuspect = true
  }

  private static func rate(_ growth: UInt64?, _ seconds: Double) -> Float {
    guard let growth, seconds > 0 else { return .nan }
    // Most sockets are idle; a division costs more than all the rest.
    return growth == 0 ? 0 : Float(Double(growth) / seconds)
  }

  /// The rate of a 32-bit counter, which may wrap; a growth of half its range is a reset.
  private static func rate(wrapping growth: UInt32, _ seconds: Double) -> Float {
    guard growth < 1 << 31, seconds > 0 else { return .nan }
    return growth == 0 ? 0 : Float(Double(growth) / seconds)
  }
}

extension SampleDraft {
  /// Whether state, ends, owner and counters of `records[row]` are those of `old[before]`, an
  /// earlier sight of the same socket: so with most, and quicker to see than to reckon. All of them
  /// are looked at, side by side: a branch for each would cost more than what it spares.
  @inline(__always) static func isIdle(
    _ records: [SocketRecord], _ row: Int, since old: [SocketRecord], _ before: Int
  ) -> Bool {
    let counters =
      (records[row].tcp.bytesSent ^ old[before].tcp.bytesSent)
      | (records[row].tcp.bytesRetransmitted ^ old[before].tcp.bytesRetransmitted)
      | (records[row].tcp.bytesAcked ^ old[before].tcp.bytesAcked)
      | (records[row].tcp.bytesReceived ^ old[before].tcp.bytesReceived)
    let times =
      (records[row].tcp.busyMilliseconds ^ old[before].tcp.busyMilliseconds)
      | (records[row].tcp.receiverLimitedMilliseconds
        ^ old[before].tcp.receiverLimitedMilliseconds)
      | (records[row].tcp.sendBufferLimitedMilliseconds
        ^ old[before].tcp.sendBufferLimitedMilliseconds)
      | (records[row].tcp.retransmits ^ old[before].tcp.retransmits)
    let address =
      (records[row].remoteAddress.high ^ old[before].remoteAddress.high)
      | (records[row].remoteAddress.low ^ old[before].remoteAddress.low)
    let words =
      (records[row].known.rawValue ^ old[before].known.rawValue)
      | (records[row].localPort ^ old[before].localPort)
      | (records[row].remotePort ^ old[before].remotePort)
      | (records[row].inode ^ old[before].inode)
    let others =
      (records[row].uid ^ old[before].uid) | (records[row].drops ^ old[before].drops)
      | UInt32(records[row].state.rawValue ^ old[before].state.rawValue)
    return (counters | address) | UInt64(times | words | others) == 0
  }
}

/// The counters that `LimitShares` come from, in milliseconds.
struct LimitCounters {
  var busy: UInt32
  var receiverWindow: UInt32
  var sendBuffer: UInt32

  @inline(__always) init(_ records: [SocketRecord], _ row: Int) {
    busy = records[row].tcp.busyMilliseconds
    receiverWindow = records[row].tcp.receiverLimitedMilliseconds
    sendBuffer = records[row].tcp.sendBufferLimitedMilliseconds
  }
}

extension LimitShares {
  /// The shares of the `seconds` in which the counters went from `old` to `new`; unknown when one
  /// ran backwards or no time passed.
  @inline(__always) init(from old: LimitCounters, to new: LimitCounters, seconds: Double) {
    self.init()
    guard seconds > 0, new.busy >= old.busy, new.receiverWindow >= old.receiverWindow,
      new.sendBuffer >= old.sendBuffer
    else { return }
    (receiverWindow, sendBuffer, congestion) = (0, 0, 0)
    let isIdle =
      new.busy == old.busy && new.receiverWindow == old.receiverWindow
      && new.sendBuffer == old.sendBuffer
    guard !isIdle else { return }
    let window = Double(new.receiverWindow &- old.receiverWindow)
    let buffer = Double(new.sendBuffer &- old.sendBuffer)
    let busy = max(Double(new.busy &- old.busy), window + buffer)
    let scale = max(seconds * 1e3, busy)
    receiverWindow = Float(window / scale)
    sendBuffer = Float(buffer / scale)
    congestion = Float((busy - window - buffer) / scale)
  }
}
