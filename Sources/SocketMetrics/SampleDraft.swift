internal import SocketModel

/// A sample in the making: what `Sampler.finish` works on.
struct SampleDraft {
  let old: Sample
  let oldRecords: [SocketRecord]
  let oldMetrics: [SocketMetric]
  let clock: SampleClock
  let baseline: SocketTables
  let isListening: Bool
  let hasEvents: Bool
  var pass: SamplerPass
  var metrics: [SocketMetric] = []
  var transitions: [Transition] = []
  var ended: [EndedSocket] = []
  /// Below 0 when more turned out to be counted twice than were opened.
  var opened = 0
  /// Whether every socket was there before, by the same inode, and none is missing.
  private var hasSameOwners: Bool
  /// Payload bytes of this interval.
  var received: UInt64 = 0
  var sent: UInt64 = 0

  /// Ends that wait for their announcement since the sample before, and those that will.
  var awaiting: [SocketKey: EndedSocket] = [:]
  var stillAwaiting: [SocketKey: EndedSocket] = [:]
  /// Sockets whose end was told lately, and in this sample.
  var knownEnds: [ToldEnds] = []
  var newEnds = ToldEnds()
  var carried: [DestroyedSocket] = []
  /// Made when they are first needed: who listens, how many sockets of a kind there were, which
  /// connections were announced, and which are new.
  var listeners: ListenerIndex?
  var kindCounts: [SocketKind: Int] = [:]
  var announced: [SocketIdentity: SocketKey]?
  var newcomers: Set<SocketIdentity>?

  /// `storage` is filled anew; its memory is used again if nobody else holds it.
  init(
    pass: consuming SamplerPass, old: Sample, baseline: SocketTables,
    storage: consuming [SocketMetric]
  ) {
    self.old = old
    let absences = pass.absences.count
    metrics = consume storage
    metrics.reserveCapacity(pass.records.count &+ absences)
    self.baseline = baseline
    oldRecords = old.snapshot.records
    oldMetrics = old.metrics
    clock = SampleClock(time: pass.snapshot.time, wallClock: pass.snapshot.wallClock)
    if case .on = pass.snapshot.destroyEvents { isListening = true } else { isListening = false }
    hasEvents = !pass.events.isEmpty
    hasSameOwners = pass.absences.isEmpty
    self.pass = pass
  }

  // MARK: What the snapshot has

  /// Makes the metric of every record of the snapshot.
  mutating func takePresent() {
    metrics.removeAll(keepingCapacity: true)
    for row in 0..<pass.records.count {
      let before = Int(pass.matches[row]) &- 1
      if before < 0 {
        metrics.append(firstSight(of: pass.records[row]))
      } else if takeIdle(row, before: before) {
        settle(row: row, before: before)
      } else {
        takeStirred(row, before: before)
      }
    }
  }

  @inline(never) private mutating func takeStirred(_ row: Int, before: Int) {
    if !isReconnect(row, before: before) {
      nextSight(row, before: before)
    } else if isDisconnected(row, before: before) {
      remain(row: row, before: before)
    } else {
      metrics.append(reconnect(pass.records[row], before: before))
    }
  }

  /// Shows a connection that is being destroyed as it was last seen: its own counters are cleared.
  private mutating func remain(row: Int, before: Int) {
    var metric = oldMetrics[before]
    metric.markSuspect(absences: 1)
    metrics.append(metric)
    pass.records[row] = rebased(oldRecords[before])
    if row < pass.gauges.count { pass.gauges[row] = old.snapshot.gauges(at: before) }
    settle(row: row, before: before)
  }

  /// Makes the metric of a socket that has not stirred; false, and nothing done, of another.
  @inline(__always) private mutating func takeIdle(_ row: Int, before: Int) -> Bool {
    guard Self.isIdle(pass.records, row, since: oldRecords, before) else { return false }
    var metric = oldMetrics[before]
    guard metric.advanceIdle(now: clock.time.nanoseconds) else { return false }
    metrics.append(metric)
    return true
  }

  @inline(__always) private mutating func nextSight(_ row: Int, before: Int) {
    let state = pass.records[row].state
    let oldState = oldRecords[before].state
    let growth = Payload(ByteCounters(pass.records, row), state: state)
      .growth(since: Payload(ByteCounters(oldRecords, before), state: oldState))
    count(growth)
    var metric = oldMetrics[before]
    let hasChanged = metric.advance(
      from: oldRecords, before, to: pass.records, row, growth: growth,
      now: clock.time.nanoseconds)
    metrics.append(metric)
    if pass.records[row].inode != oldRecords[before].inode { hasSameOwners = false }
    if hasChanged { change(row: row, before: before) }
    settle(row: row, before: before)
  }

  /// What remains when the metric of a row is made: its TIME-WAIT, and its announcement.
  @inline(__always) private mutating func settle(row: Int, before: Int) {
    if case .timeWait = pass.records[row].timer { rest(row: row, before: before) }
    guard hasEvents, !metrics[row].hasEnded else { return }
    carryAnnouncement(of: pass.records[row])
  }

  /// The full socket is gone; the first time this is seen is the connection's end.
  @inline(never) private mutating func rest(row: Int, before: Int) {
    guard !metrics[row].hasEnded else { return }
    endKeepingRow(before: before, metric: oldMetrics[before])
    metrics[row].hasEnded = true
  }

  @inline(never) private mutating func change(row: Int, before: Int) {
    let record = pass.records[row]
    if record.isResting { rest(row: row, before: before) }
    let metric = metrics[row]
    let since = oldMetrics[before].stateSince
    transitions.append(
      Transition(
        time: clock.time, wallClock: clock.wallClock, from: oldRecords[before].state,
        to: record.state, duration: since.map { clock.time.seconds(since: $0) }, record: record,
        gauges: row < pass.gauges.count ? pass.gauges[row] : nil, metric: metric))
  }

  private mutating func firstSight(of record: SocketRecord) -> SocketMetric {
    hasSameOwners = false
    let isNew =
      baseline.contains(record.kind) && !pass.newNamespaces.contains(record.namespace)
    var metric = SocketMetric(
      firstSight: record, at: clock.time, since: isNew ? clock.time : nil)
    if record.mayHaveListener, let listener = listenerIndex().listener(of: record) {
      metric.guess(owner: listener)
    }
    guard record.isResting else {
      if isNew { open(record) }
      carryAnnouncement(of: record)
      return metric
    }
    metric.hasEnded = true
    let key = SocketKey(record)
    guard isNew, awaiting[key] == nil, !hasEndedLately(record) else { return metric }
    open(record)
    if let event = takeAnnouncement(of: record) {
      finishUnseen(event)
    } else {
      var end = EndedSocket(lastSight: record, gauges: nil, metric, clock)
      end.lifetime = clock.time.seconds(since: old.snapshot.time)
      end.lifetimeIsBound = true
      endSoon(end, key: key)
    }
    return metric
  }

  /// Who listens, or did when the last sample was made; found out when it is first asked.
  mutating func listenerIndex() -> ListenerIndex {
    if let listeners { return listeners }
    var index = ListenerIndex(pass.records)
    index.add(ListenerIndex(pass.absences.map { oldRecords[$0.row] }))
    listeners = index
    return index
  }

  /// The same socket with another connection: the one before has ended.
  private mutating func reconnect(_ record: SocketRecord, before: Int) -> SocketMetric {
    hasSameOwners = false
    if !oldMetrics[before].hasEnded {
      let last = rebased(oldRecords[before])
      let gauges = old.snapshot.gauges(at: before)
      report(EndedSocket(lastSight: last, gauges: gauges, oldMetrics[before], clock))
    }
    open(record)
    var metric = SocketMetric(firstSight: record, at: clock.time, since: clock.time)
    metric.ownerInode = record.inode != 0 ? record.inode : oldMetrics[before].ownerInode
    return metric
  }

  private mutating func open(_ record: SocketRecord) {
    opened &+= 1
    count(Payload(record, state: record.state))
  }

  mutating func count(_ payload: Payload) {
    received &+= payload.received ?? 0
    sent &+= payload.sent ?? 0
  }

  /// An announcement of a socket that this dump still had is looked at again with the next one:
  /// only then it shows whether a TIME-WAIT follows.
  private mutating func carryAnnouncement(of record: SocketRecord) {
    let key = SocketKey(record)
    guard let event = pass.events.removeValue(forKey: key) else { return }
    if !pass.carriedKeys.contains(key) { carried.append(event) }
  }

  // MARK: The result

  consuming func sample() -> Sample {
    var snapshot = pass.snapshot
    snapshot.records = pass.records
    snapshot.gauges = pass.gauges
    var sample = Sample(first: Snapshot())
    sample.snapshot = snapshot
    sample.metrics = metrics
    sample.interval = clock.time.seconds(since: old.snapshot.time)
    sample.transitions = transitions
    sample.ended = ended
    sample.opened = max(opened, 0)
    sample.totals = totals()
    sample.ownersSince = hasSameOwners ? old.ownersSince : snapshot.time
    return sample
  }

  private func totals() -> TrafficTotals {
    var totals = TrafficTotals()
    totals.receivedBytes = old.totals.receivedBytes &+ received
    totals.sentBytes = old.totals.sentBytes &+ sent
    totals.opened = old.totals.opened &+ UInt64(truncatingIfNeeded: opened)
    totals.ended = old.totals.ended &+ UInt64(ended.count)
    let seconds = clock.time.seconds(since: old.snapshot.time)
    guard seconds > 0 else { return totals }
    totals.receiveRate = Double(received) / seconds
    totals.sendRate = Double(sent) / seconds
    totals.openRate = Double(max(opened, 0)) / seconds
    totals.closeRate = Double(ended.count) / seconds
    return totals
  }
}
