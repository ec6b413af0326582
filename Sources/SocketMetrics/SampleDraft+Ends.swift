internal import SocketModel
internal import TextSafety

/// What the snapshot lacks, and what ended.
extension SampleDraft {
  /// Enters sockets that the kernel still has with the records of its answers.
  mutating func adopt(answers: [ExistenceAnswer]) {
    if pass.records.capacity < pass.records.count &+ pass.absences.count {
      pass.records.reserveCapacity(pass.records.count &+ pass.absences.count)
    }
    var number = 0
    for place in pass.absences.indices where pass.absences[place].fate == .asked {
      defer { number += 1 }
      guard number < answers.count, case .exists(let told?) = answers[number] else { continue }
      let before = pass.absences[place].row
      guard SocketIndex.isSame(told, oldRecords[before]) else { continue }
      var record = told
      let last = rebased(oldRecords[before])
      record.name = last.name
      record.congestionControl = last.congestionControl
      enter(record, old.snapshot.gauges(at: before))
      pass.matches.append(UInt32(truncatingIfNeeded: before &+ 1))
    }
  }

  /// Ends what the kernel announced, before anything else is taken for the end of those connections.
  mutating func settleAnnounced() {
    for absence in pass.absences where absence.fate == .announced { end(absence.row) }
  }

  /// Decides on every other absent socket: kept as last seen, or ended.
  mutating func settleAbsent(answers: [ExistenceAnswer]) {
    var number = 0
    for absence in pass.absences {
      let metric = oldMetrics[absence.row]
      switch absence.fate {
      case .kept: keep(absence.row, absences: metric.absences)
      case .announced: break
      case .expired: vanish(absence.row)
      case .counted: countAbsence(absence.row)
      case .asked:
        let answer = number < answers.count ? answers[number] : .unreliable
        number += 1
        switch answer {
        case .exists(.some(let told)):
          guard !SocketIndex.isSame(told, oldRecords[absence.row]) else { continue }
          countAbsence(absence.row)
        case .exists(.none): keep(absence.row, absences: 0)
        case .gone: vanish(absence.row)
        case .unreliable: countAbsence(absence.row)
        }
      }
    }
  }

  /// The kernel announces ends from a worker of its own, which lags behind on a busy machine: an end
  /// waits for its counters so many seconds, and one sample, and longer while others still come.
  private static let announcementDelay = 0.5
  private static let longestAnnouncementDelay = 5.0

  private func mayBeAnnounced(_ end: EndedSocket) -> Bool {
    let limit = hasEvents ? Self.longestAnnouncementDelay : Self.announcementDelay
    return clock.time.seconds(since: end.time) < limit
  }

  /// Ends what waited in vain for its announcement, and tells of sockets that no dump saw.
  mutating func settleEvents() {
    for (key, end) in awaiting where !isKnownOtherwise(end.record) {
      var end = end
      if let event = takeAnnouncement(of: end.record) {
        take(event, into: &end)
      } else if mayBeAnnounced(end) {
        stillAwaiting[key] = end
        continue
      }
      report(end)
    }
    for event in pass.events.values.sorted(by: { $0.time < $1.time }) {
      let key = SocketKey(event.record)
      guard baseline.contains(key.kind), !hasEndedLately(event.record),
        !comesTooLate(event.record), !pass.carriedKeys.contains(key)
      else { continue }
      opened &+= 1
      finishUnseen(event)
    }
    settleResets()
  }

  private mutating func take(_ event: DestroyedSocket, into end: inout EndedSocket) {
    count(end.take(final: event, clock) { listenerIndex().hasListener(on: $0) })
  }

  mutating func finishUnseen(_ event: DestroyedSocket) {
    var end = EndedSocket(unseen: event, since: old.snapshot.time, clock)
    if end.record.kind == .tcp, end.record.hasRemote {
      let index = listenerIndex()
      if end.isDoubtful, index.hasListener(on: end.record) { end.cause = .closed }
      if let listener = index.listener(of: end.record) { end.metric.guess(owner: listener) }
    }
    count(end.finalPayload)
    report(end)
  }

  /// The full socket became a TIME-WAIT.
  mutating func endKeepingRow(before: Int, metric: SocketMetric) {
    let key = SocketKey(oldRecords[before])
    var end = EndedSocket(
      lastSight: rebased(oldRecords[before]), gauges: old.snapshot.gauges(at: before), metric,
      clock)
    end.cause = .closed
    guard let event = pass.events.removeValue(forKey: key) else { return endSoon(end, key: key) }
    take(event, into: &end)
    end.cause = .closed
    report(end)
  }

  /// Reports an end at once, or with the next sample if its announcement may still come.
  mutating func endSoon(_ end: EndedSocket, key: SocketKey) {
    let isAnnounced = isListening && (key.kind == .tcp || key.kind == .udp)
    guard key.cookie != 0, isAnnounced || end.record.isUnfinished else { return report(end) }
    stillAwaiting[key] = end
  }

  mutating func report(_ end: EndedSocket) {
    ended.append(end)
    newEnds.insert(end, isListening: isListening)
  }

  /// A socket that is surely gone.
  private mutating func vanish(_ row: Int) {
    guard !oldMetrics[row].hasEnded, !isKnownOtherwise(oldRecords[row]) else { return }
    let record = rebased(oldRecords[row])
    var end = EndedSocket(
      lastSight: record, gauges: old.snapshot.gauges(at: row), oldMetrics[row], clock)
    guard let event = takeAnnouncement(of: record) else {
      return endSoon(end, key: SocketKey(record))
    }
    take(event, into: &end)
    report(end)
  }

  /// A socket whose end the kernel announced.
  private mutating func end(_ row: Int) {
    guard let event = takeAnnouncement(of: oldRecords[row]) else { return }
    var end = EndedSocket(
      lastSight: rebased(oldRecords[row]), gauges: old.snapshot.gauges(at: row), oldMetrics[row],
      clock)
    take(event, into: &end)
    report(end)
  }

  private mutating func countAbsence(_ row: Int) {
    let absences = oldMetrics[row].absences &+ 1
    let limit = absencesToEnd(of: oldRecords[row])
    guard absences >= limit else { return keep(row, absences: absences) }
    vanish(row)
  }

  private mutating func absencesToEnd(of record: SocketRecord) -> UInt8 {
    if isAnnounced(record) { return Sampler.absencesToEndUnannounced }
    let kind = record.kind
    let count = kindCounts[kind] ?? oldRecords.reduce(0) { $1.kind == kind ? $0 &+ 1 : $0 }
    kindCounts[kind] = count
    return count > Sampler.manySockets ? Sampler.absencesToEndOfMany : Sampler.absencesToEnd
  }

  /// Whether the end of `record` would surely have been announced.
  private func isAnnounced(_ record: SocketRecord) -> Bool {
    guard record.cookie != 0, !record.isResting,
      record.kind == .tcp || record.kind == .udp,
      case .on(let lost) = pass.snapshot.destroyEvents
    else { return false }
    return lost == 0
  }

  /// Shows a socket as it was last seen.
  private mutating func keep(_ row: Int, absences: UInt8) {
    var metric = oldMetrics[row]
    metric.markSuspect(absences: absences)
    enter(rebased(oldRecords[row]), old.snapshot.gauges(at: row))
    metrics.append(metric)
  }

  private mutating func enter(_ record: SocketRecord, _ gauges: SocketGauges?) {
    pass.records.append(record)
    if !pass.gauges.isEmpty { pass.gauges.append(gauges) }
  }

  /// A record of the old sample with its name and congestion control in the new tables.
  mutating func rebased(_ record: SocketRecord) -> SocketRecord {
    var result = record
    if record.name.length > 0 {
      let bytes = old.snapshot.name(of: record).bytes
      result.name = NameRange(
        offset: UInt32(clamping: pass.snapshot.names.count), length: UInt16(clamping: bytes.count))
      pass.snapshot.names.append(contentsOf: bytes)
    }
    if let name = old.snapshot.congestionName(of: record) {
      result.congestionControl = congestionIndex(of: name, hint: record.congestionControl)
    }
    return result
  }

  private mutating func congestionIndex(of name: RawText, hint: UInt8) -> UInt8 {
    let names = pass.snapshot.congestionNames
    if Int(hint) < names.count, names[Int(hint)] == name { return hint }
    if let index = names.firstIndex(of: name) { return UInt8(clamping: index) }
    guard names.count <= Int(UInt8.max) else { return 0 }
    pass.snapshot.congestionNames.append(name)
    return UInt8(names.count)
  }
}
