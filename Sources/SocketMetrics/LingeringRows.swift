internal import SocketModel

/// Sockets that ended a moment ago and still stand in the table as they ended.
struct LingeringRows: Sendable {
  private struct Entry: Sendable {
    var end: EndedSocket
    /// Samples for which it stays, this one included.
    var left: Int
  }

  private var entries: [Entry] = []

  /// The most rows that stay.
  static let limit = 256

  /// One sample later: takes what ended in it, to stay for `samples` samples.
  ///
  /// A connection that no dump saw was never a row and does not become one.
  mutating func advance(with ended: [EndedSocket], samples: Int) {
    for index in entries.indices { entries[index].left -= 1 }
    entries.removeAll { $0.left <= 0 }
    guard samples > 0 else { return }
    for end in ended.suffix(Self.limit) where !end.lifetimeIsBound {
      entries.append(Entry(end: end, left: samples))
    }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
  }

  /// Puts the rows behind the records of `sample`, but those that go on as TIME-WAIT; `index` finds
  /// the rows of the records that live.
  func append(to sample: inout Sample, index: inout SocketIndex) {
    guard !entries.isEmpty else { return }
    index.complete(with: sample.snapshot.records, count: sample.liveCount)
    for entry in entries {
      var record = entry.end.record
      if let row = index.row(of: 0, in: [record], among: sample.snapshot.records),
        sample.metrics[row].hasEnded
      {
        continue
      }
      // The arena of names belongs to an older snapshot.
      record.name = NameRange()
      sample.snapshot.fillGauges()
      sample.snapshot.records.append(record)
      if !sample.snapshot.gauges.isEmpty { sample.snapshot.gauges.append(entry.end.gauges) }
      sample.metrics.append(entry.end.metric)
      sample.endedRows += 1
    }
  }
}
