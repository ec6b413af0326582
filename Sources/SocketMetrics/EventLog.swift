package import SocketModel
package import TextSafety

/// Something that happened to a socket, told on its own: it needs no snapshot to be shown.
package struct SocketEvent: Sendable {
  package enum Kind: Hashable, Sendable {
    case opened
    case changed(from: SocketState, to: SocketState)
    case ended(EndedSocket.Cause)
  }

  /// Counts up from 1 without gaps.
  package var number: UInt64
  package var time: MonotonicTime
  /// Unix seconds.
  package var wallClock: Double
  package var kind: Kind
  /// Changed: seconds in the state before. Ended: seconds from the first sight. Nil when not known.
  package var duration: Double?
  /// No dump saw the socket: `duration` is an upper bound.
  package var durationIsBound: Bool
  /// Ended: the byte counters are those of the very end, not of the last sight.
  package var hasFinalCounters = false
  package var record: SocketRecord
  /// What is told on demand, where it was.
  package var gauges: SocketGauges?
  package var metric: SocketMetric
  /// The name of a unix socket.
  package var name: RawText
  /// The first owner known when it happened; nil for none.
  package var owner: SocketOwner?

  /// An event without number, duration, name and owner.
  package init(
    _ kind: Kind, _ record: SocketRecord, _ metric: SocketMetric, time: MonotonicTime,
    wallClock: Double
  ) {
    number = 0
    self.time = time
    self.wallClock = wallClock
    self.kind = kind
    duration = nil
    durationIsBound = false
    self.record = record
    self.metric = metric
    name = RawText([])
    owner = nil
  }
}

/// The latest events, a bounded number of them.
package struct EventLog: Sendable {
  package private(set) var events: HistoryRing<SocketEvent>
  /// Events since the start, those included that gave way.
  package private(set) var total: UInt64 = 0

  /// Keeps at most `capacity` events, of about 600 bytes each.
  package init(capacity: Int = 4096) { events = HistoryRing(capacity: capacity) }

  /// Adds what `sample` tells: what opened, then what changed, then what ended, each by time.
  ///
  /// A socket that no dump saw open has no event of its opening.
  package mutating func append(_ sample: Sample, owners: OwnerTable) {
    SocketEvent.forEach(in: sample, owners: owners) { event in
      var event = event
      total &+= 1
      event.number = total
      events.append(event)
    }
  }

  /// The events of one connection, the oldest first: its timeline.
  package func timeline(of identity: SocketIdentity) -> [SocketEvent] {
    events.elements.filter { $0.record.identity == identity }
  }
}

/// The events of a sample.
extension SocketEvent {
  /// Hands over what `sample` tells, with names and owners and without numbers: what opened, then
  /// what changed, then what ended, each by time.
  package static func forEach(
    in sample: Sample, owners: OwnerTable, _ body: (SocketEvent) -> Void
  ) {
    forEachOpened(in: sample) { body($0.completed(by: sample, owners)) }
    for change in sample.transitions {
      var event = SocketEvent(
        .changed(from: change.from, to: change.to), change.record, change.metric,
        time: change.time, wallClock: change.wallClock)
      event.duration = change.duration
      event.gauges = change.gauges
      body(event.completed(by: sample, owners))
    }
    for end in sample.ended {
      var event = SocketEvent(
        .ended(end.cause), end.record, end.metric, time: end.time, wallClock: end.wallClock)
      event.duration = end.lifetime
      event.gauges = end.gauges
      event.durationIsBound = end.lifetimeIsBound
      event.hasFinalCounters = end.hasFinalCounters
      body(event.completed(by: sample, owners))
    }
  }

  private static func forEachOpened(in sample: Sample, _ body: (SocketEvent) -> Void) {
    guard let opened = sample.opened, opened > 0 else { return }
    let snapshot = sample.snapshot
    for row in 0..<min(sample.liveCount, sample.metrics.count) {
      let metric = sample.metrics[row]
      guard metric.sights == 1, metric.firstSeen == snapshot.time, !metric.hasEnded else {
        continue
      }
      var event = SocketEvent(
        .opened, snapshot.records[row], metric, time: snapshot.time,
        wallClock: snapshot.wallClock)
      event.gauges = snapshot.gauges(at: row)
      body(event)
    }
  }

  /// The event with its name and owner.
  private func completed(by sample: Sample, _ owners: OwnerTable) -> SocketEvent {
    var event = self
    if record.name.length > 0 { event.name = sample.snapshot.name(of: record) }
    let inode = metric.ownerInode != 0 ? metric.ownerInode : record.inode
    if case .owners(let list) = owners.owners(ofInode: inode) { event.owner = list.first }
    return event
  }

  /// The event's socket as a row: its name stands in a snapshot of its own.
  package func row(in context: RowContext) -> SocketRow {
    var context = context
    var record = record
    if record.name.length > 0 || !name.isEmpty {
      var snapshot = Snapshot()
      snapshot.time = context.snapshot.time
      snapshot.namespaces = context.snapshot.namespaces
      snapshot.names = name.bytes
      record.name = NameRange(offset: 0, length: UInt16(clamping: name.bytes.count))
      context.snapshot = snapshot
    }
    return SocketRow(record: record, metric: metric, gauges: gauges, context: context)
  }
}
