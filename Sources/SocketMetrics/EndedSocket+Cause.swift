internal import SocketModel

extension EndedSocket {
  /// The end of a socket that was seen last as `record`, with `gauges` if they were asked for.
  init(
    lastSight record: SocketRecord, gauges: SocketGauges?, _ metric: SocketMetric,
    _ clock: SampleClock
  ) {
    time = clock.time
    wallClock = clock.wallClock
    self.record = record
    self.gauges = gauges
    self.metric = metric
    lastState = record.state
    lifetime = metric.firstSeen.map { clock.time.seconds(since: $0) }
    lifetimeIsBound = false
    cause = .unknown
    cause = Self.cause(last: record, final: nil)
  }

  /// A socket that no dump saw; `since` is the time of the dump before.
  init(unseen event: DestroyedSocket, since: MonotonicTime, _ clock: SampleClock) {
    time = event.time
    wallClock = clock.wallClock(at: event.time)
    record = event.record.asLastWord
    gauges = event.record.hasForgotten ? nil : event.gauges
    wasForgotten = event.record.hasForgotten
    hasFinalCounters = !wasForgotten && record.known.contains(.bytesAcked)
    metric = SocketMetric()
    metric.sights = 0
    metric.lastSeen = event.time
    lastState = .unknown
    lifetime = event.time.seconds(since: since)
    lifetimeIsBound = true
    cause = Self.cause(last: nil, final: event.record)
  }

  /// Takes the kernel's final counters, and returns the payload since the last sight.
  ///
  /// The kernel tells neither inode nor uid, and after a reset no counters: then those of the last
  /// sight stay. Where the cause hangs on it, `isAccepted` is asked whether somebody listened there.
  mutating func take(
    final event: DestroyedSocket, _ clock: SampleClock, isAccepted: (SocketRecord) -> Bool
  ) -> Payload {
    let last = record
    let final = event.record
    cause = Self.cause(last: last, final: final)
    if !lifetimeIsBound { lifetime = metric.firstSeen.map { event.time.seconds(since: $0) } }
    time = event.time
    wallClock = clock.wallClock(at: event.time)
    wasForgotten = final.hasForgotten
    // That of the socket itself, where a request or a TIME-WAIT stood for it.
    record.cookie = final.cookie
    guard final.known.contains(.tcpInfo), !wasForgotten, !final.hasRunBackwards(since: last) else {
      return Payload(last, state: last.state).growth(since: Payload(last, state: last.state))
    }
    record.tcp = final.tcp
    gauges = event.gauges ?? gauges
    record.known = record.known.union(final.known)
    hasFinalCounters = true
    if isDoubtful, isAccepted(final) { cause = .closed }
    let whole = Payload(final, state: Self.finalState(cause, last.state))
    return lifetimeIsBound ? whole : whole.growth(since: Payload(last, state: last.state))
  }

  /// The payload of a socket that only its announcement told.
  var finalPayload: Payload { Payload(record, state: Self.finalState(cause, lastState)) }

  /// The state by which the counters are read: an orderly end has both FINs.
  private static func finalState(_ cause: Cause, _ last: SocketState) -> SocketState {
    switch cause {
    case .closed: .timeWait
    case .reset, .timedOut, .unknown: last
    }
  }

  /// Retransmissions in a row after which silence is taken for the reason.
  private static let hopelessRetransmits: UInt8 = 5

  private static let closingStates: StateSet = [
    SocketState.finWait1.set, SocketState.finWait2.set, SocketState.timeWait.set,
    SocketState.closeWait.set, SocketState.lastAck.set, SocketState.closing.set,
    SocketState.listen.set, SocketState.close.set, SocketState.boundInactive.set,
  ]

  static func cause(last: SocketRecord?, final: SocketRecord?) -> Cause {
    guard (last ?? final)?.kind == .tcp else { return .closed }
    guard let last else { return final.map(causeUnseen) ?? .unknown }
    if last.timer == .retransmit || last.timer == .persist,
      last.timerRetransmits >= hopelessRetransmits
    {
      return .timedOut
    }
    if let final, final.hasForgotten || final.hasRunBackwards(since: last) { return .reset }
    if closingStates.contains(last.state) { return .closed }
    if last.state == .synSent {
      // Its SYN and its FIN, if it was connected and closed since.
      return final?.acknowledgedControlBytes ?? 0 >= 2 ? .closed : .reset
    }
    guard let now = final?.acknowledgedControlBytes,
      let before = last.isConnectionRequest ? 0 : last.acknowledgedControlBytes
    else { return .unknown }
    // The SYN and the FIN; a dump beside the close tells both with the state of before.
    if now > before || now >= 2 { return .closed }
    // Its own FIN was never acknowledged, and nothing was sent in vain.
    return final?.tcp.unacked == 0 ? .reset : .unknown
  }

  /// The cause of an end that only the final counters tell of.
  private static func causeUnseen(_ final: SocketRecord) -> Cause {
    guard final.hasRemote else { return .closed }
    if final.hasForgotten { return .reset }
    guard let control = final.acknowledgedControlBytes else { return .unknown }
    // Both the SYN and the FIN; one alone is the SYN of a side that connected and was reset, or the
    // FIN of one that accepted.
    if control >= 2 { return .closed }
    return control == 0 && final.wasEstablished && final.tcp.unacked == 0 ? .reset : .unknown
  }

  /// Whether one byte beyond the payload was acknowledged, and the cause follows from which: the FIN of
  /// a side that accepted, or the SYN of one that connected and did not close.
  var isDoubtful: Bool {
    guard hasFinalCounters, record.acknowledgedControlBytes == 1 else { return false }
    switch cause {
    case .unknown, .reset: return record.hasRemote
    case .closed, .timedOut: return false
    }
  }
}

/// The instant of a sample on both clocks.
struct SampleClock: Sendable {
  var time: MonotonicTime
  var wallClock: Double

  /// The wall clock at an instant before.
  func wallClock(at earlier: MonotonicTime) -> Double { wallClock - time.seconds(since: earlier) }
}
