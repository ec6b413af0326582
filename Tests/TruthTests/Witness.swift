import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport

@testable import topss

/// The engine of the program in the namespace of a load, and what its samples told.
struct Witness {
  private var engine: SamplingEngine
  private let namespace: OpenNamespace
  /// How often each socket was told to have opened and ended.
  private(set) var opened: [UInt64: Int] = [:]
  private(set) var ends: [UInt64: [EndedSocket]] = [:]
  /// Sockets that dumps lacked and samples kept, summed over all samples.
  private(set) var kept = 0
  private(set) var lost = 0
  private(set) var polls = 0
  /// Sockets that one sample had twice.
  private(set) var doubled: Set<UInt64> = []
  private(set) var last = Sample(first: Snapshot())

  init(
    _ network: TestSupport.NetworkNamespace, _ tables: SocketTables,
    events: DestroyEventPolicy = .always, limit: Double = CloseRateGate.limit
  ) throws {
    let namespace = OpenNamespace(
      owning: try Syscall.open("/proc/self/fd/\(network.descriptor)"))
    self.namespace = namespace
    engine = SamplingEngine(
      plan: CollectionPlan(tables: tables),
      reader: SnapshotReader(
        policy: events,
        collector: SocketCollector(open: { () throws(DiagError) in try namespace.openSocket() }),
        listener: DestroyListener(
          policy: events, limit: limit,
          open: { () throws(DiagError) in try namespace.openSocket() })))
  }

  /// Reads announcements before their buffer is full.
  func drain() { engine.drain() }

  @discardableResult mutating func poll() -> Sample {
    let sample = engine.poll()
    polls += 1
    var seen: Set<UInt64> = []
    seen.reserveCapacity(sample.snapshot.records.count)
    for (record, metric) in zip(sample.snapshot.records, sample.metrics) {
      if !seen.insert(record.cookie).inserted { doubled.insert(record.cookie) }
      if metric.isSuspect { kept += 1 }
      // A request may become a connection by another cookie.
      let isNew =
        metric.sights == 1 && metric.firstSeen == sample.snapshot.time
        && record.state != .synReceived
      if isNew, !metric.hasEnded { opened[record.cookie, default: 0] += 1 }
    }
    for end in sample.ended { ends[end.record.cookie, default: []].append(end) }
    if case .on(let count) = sample.snapshot.destroyEvents { lost += count }
    last = sample
    return sample
  }

  /// Polls until `condition` holds, at most `limit` times.
  @discardableResult mutating func poll(
    atMost limit: Int, until condition: (Sample) -> Bool
  ) -> Bool {
    for _ in 0..<limit {
      if condition(poll()) { return true }
    }
    return false
  }

  /// The row of a socket in the last sample.
  func row(_ cookie: UInt64) -> (record: SocketRecord, metric: SocketMetric)? {
    guard let row = last.snapshot.records.firstIndex(where: { $0.cookie == cookie }) else {
      return nil
    }
    return (last.snapshot.records[row], last.metrics[row])
  }
}
