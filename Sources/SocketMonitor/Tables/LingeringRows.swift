import SocketMetrics
import SocketModel

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
  mutating func advance(with sample: Sample, samples: Int) {
    for index in entries.indices { entries[index].left -= 1 }
    entries.removeAll { $0.left <= 0 }
    guard samples > 0 else { return }
    for end in sample.ended.suffix(Self.limit) where !end.lifetimeIsBound {
      entries.append(Entry(end: end, left: samples))
    }
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
  }

  /// Puts the rows behind the records of `sample`, but those that go on as TIME-WAIT.
  func append(to sample: inout Sample) {
    guard !entries.isEmpty else { return }
    let present = going(on: sample)
    for entry in entries where !present.contains(entry.end.record.cookie) {
      var record = entry.end.record
      // The arena of names belongs to an older snapshot.
      record.name = NameRange()
      sample.snapshot.records.append(record)
      sample.metrics.append(entry.end.metric)
    }
  }

  /// The cookies of rows that are the TIME-WAIT of a connection that ended.
  private func going(on sample: Sample) -> Set<UInt64> {
    var cookies: Set<UInt64> = []
    for row in 0..<min(sample.metrics.count, sample.snapshot.records.count)
    where sample.metrics[row].hasEnded {
      cookies.insert(sample.snapshot.records[row].cookie)
    }
    return cookies
  }
}
