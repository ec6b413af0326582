package import SocketModel

/// What a socket was like at one sample; NaN where it was not known.
package struct HistoryPoint: Sendable {
  package var time: MonotonicTime
  /// Bytes per second.
  package var receiveRate: Float
  package var sendRate: Float
  /// Seconds.
  package var roundTrip: Float
  /// Segments.
  package var congestionWindow: Float
  /// Bytes.
  package var receiveQueue: Float
  package var sendQueue: Float

  init(_ record: SocketRecord, _ metric: SocketMetric, _ time: MonotonicTime) {
    self.time = time
    let number = { (field: SocketField) in Float(field.number(of: record, metric, now: time)) }
    receiveRate = number(.rx)
    sendRate = number(.tx)
    roundTrip = number(.rtt)
    congestionWindow = number(.cwnd)
    receiveQueue = number(.recvq)
    sendQueue = number(.sendq)
  }
}

/// The recent past of the sockets that someone looks at: a bounded number of sockets, and of
/// points each. A socket that was not watched for a while has a gap, which the times tell.
package struct SocketHistory: Sendable {
  /// Points kept per socket.
  package let depth: Int
  /// Sockets kept; the one that was watched longest ago gives way.
  package let capacity: Int
  private var rings: [SocketIdentity: HistoryRing<HistoryPoint>] = [:]

  /// At most about 32 bytes × `depth` × `capacity`: 1.9 MB by default.
  package init(depth: Int = 240, capacity: Int = 256) {
    self.depth = max(1, depth)
    self.capacity = max(1, capacity)
  }

  /// Adds the points of `rows` (indices into the sample's records).
  package mutating func append(_ sample: Sample, rows: some Sequence<UInt32>) {
    let limit = min(sample.snapshot.records.count, sample.metrics.count)
    for row in rows where Int(row) < limit {
      let record = sample.snapshot.records[Int(row)]
      let metric = sample.metrics[Int(row)]
      guard !metric.isSuspect else { continue }
      let point = HistoryPoint(record, metric, sample.snapshot.time)
      rings[record.identity, default: HistoryRing(capacity: depth)].append(point)
    }
    dropOldest()
  }

  /// The points of one socket, the oldest first; empty for one that was never watched.
  package func points(of identity: SocketIdentity) -> [HistoryPoint] {
    rings[identity]?.elements ?? []
  }

  /// Sockets with a history.
  package var count: Int { rings.count }

  private mutating func dropOldest() {
    guard rings.count > capacity else { return }
    let byAge = rings.sorted {
      ($0.value.last?.time.nanoseconds ?? 0) < ($1.value.last?.time.nanoseconds ?? 0)
    }
    for (identity, _) in byAge.prefix(rings.count - capacity) { rings[identity] = nil }
  }
}

/// The totals of one sample; nil where they were not known.
package struct TotalsPoint: Hashable, Sendable {
  package var time: MonotonicTime
  package var totals: TrafficTotals
}

/// The past of the totals, and their peak and mean since the start.
package struct TotalsHistory: Sendable {
  package private(set) var points: HistoryRing<TotalsPoint>
  /// Highest rates seen, in bytes per second; nil before the first.
  package private(set) var peakReceiveRate: Double?
  package private(set) var peakSendRate: Double?
  private var start: MonotonicTime?

  package init(depth: Int = 600) { points = HistoryRing(capacity: depth) }

  package mutating func append(_ sample: Sample) {
    points.append(TotalsPoint(time: sample.snapshot.time, totals: sample.totals))
    if start == nil { start = sample.snapshot.time }
    peakReceiveRate = Self.higher(peakReceiveRate, sample.totals.receiveRate)
    peakSendRate = Self.higher(peakSendRate, sample.totals.sendRate)
  }

  /// Bytes per second since the first sample; nil before the second.
  package var meanReceiveRate: Double? { mean(\.receivedBytes) }
  package var meanSendRate: Double? { mean(\.sentBytes) }

  private func mean(_ bytes: KeyPath<TrafficTotals, UInt64>) -> Double? {
    guard let start, let last = points.last else { return nil }
    let seconds = last.time.seconds(since: start)
    return seconds > 0 ? Double(last.totals[keyPath: bytes]) / seconds : nil
  }

  private static func higher(_ left: Double?, _ right: Double?) -> Double? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }
}
