import SocketMetrics
import SocketModel

/// A point in time from which cumulative counters are shown as differences.
package struct CounterMark: Sendable {
  private struct Baseline: Sendable {
    var tcp: TCPCounters
    var drops: UInt32
    /// Nil where nobody had asked for them: then the segments since are not known.
    var gauges: SocketGauges?
  }

  /// Unix seconds.
  package let wallClock: Double
  private var baselines: [SocketNumber: Baseline] = [:]

  /// Keeps the counters of all sockets of `sample`.
  init(_ sample: Sample) {
    wallClock = sample.snapshot.wallClock
    baselines.reserveCapacity(sample.snapshot.records.count)
    for (row, record) in sample.snapshot.records.enumerated() {
      baselines[SocketNumber(record)] = Baseline(
        tcp: record.tcp, drops: record.drops, gauges: sample.snapshot.gauges(at: row))
    }
  }

  /// Takes the counters at the mark from those of `sample`.
  func subtract(from sample: inout Sample) {
    for index in sample.snapshot.records.indices {
      let number = SocketNumber(sample.snapshot.records[index])
      guard let baseline = baselines[number] else { continue }
      guard Self.subtract(baseline, from: &sample.snapshot.records[index]) else { continue }
      guard var gauges = sample.snapshot.gauges(at: index) else { continue }
      guard let base = baseline.gauges else {
        sample.snapshot.records[index].known.remove(.segments)
        continue
      }
      gauges.segmentsOut &-= base.segmentsOut
      gauges.segmentsIn &-= base.segmentsIn
      sample.snapshot.gauges[index] = gauges
    }
  }

  /// False for a reconnect, which counts from zero again.
  private static func subtract(_ base: Baseline, from record: inout SocketRecord) -> Bool {
    guard record.tcp.bytesReceived >= base.tcp.bytesReceived,
      record.tcp.bytesAcked >= base.tcp.bytesAcked, record.tcp.bytesSent >= base.tcp.bytesSent
    else { return false }
    record.tcp.bytesReceived &-= base.tcp.bytesReceived
    record.tcp.bytesSent &-= base.tcp.bytesSent
    record.tcp.bytesRetransmitted &-= base.tcp.bytesRetransmitted
    record.tcp.bytesAcked &-= base.tcp.bytesAcked
    record.tcp.retransmits &-= base.tcp.retransmits
    record.drops &-= base.drops
    return true
  }
}

/// Namespace, kind and cookie: cheap to hash, for tables of all sockets.
struct SocketNumber: Hashable, Sendable {
  var cookie: UInt64
  var place: UInt32

  init(_ record: SocketRecord) {
    cookie = record.cookie
    place = UInt32(record.namespace.rawValue) << 8 | UInt32(record.kind.rawValue)
  }
}
