import SocketMetrics
import SocketModel

/// A point in time from which cumulative counters are shown as differences.
package struct CounterMark: Sendable {
  private struct Baseline: Sendable {
    var tcp: TCPCounters
    var drops: UInt32
  }

  /// Unix seconds.
  package let wallClock: Double
  private var baselines: [SocketNumber: Baseline] = [:]

  /// Keeps the counters of all sockets of `sample`.
  init(_ sample: Sample) {
    wallClock = sample.snapshot.wallClock
    baselines.reserveCapacity(sample.snapshot.records.count)
    for record in sample.snapshot.records {
      baselines[SocketNumber(record)] = Baseline(tcp: record.tcp, drops: record.memory.drops)
    }
  }

  /// Takes the counters at the mark from those of `sample`.
  func subtract(from sample: inout Sample) {
    for index in sample.snapshot.records.indices {
      let number = SocketNumber(sample.snapshot.records[index])
      guard let baseline = baselines[number] else { continue }
      Self.subtract(baseline, from: &sample.snapshot.records[index])
    }
  }

  private static func subtract(_ base: Baseline, from record: inout SocketRecord) {
    // A reconnect counts from zero again.
    guard record.tcp.bytesReceived >= base.tcp.bytesReceived,
      record.tcp.segmentsOut >= base.tcp.segmentsOut, record.tcp.bytesSent >= base.tcp.bytesSent
    else { return }
    record.tcp.bytesReceived &-= base.tcp.bytesReceived
    record.tcp.bytesSent &-= base.tcp.bytesSent
    record.tcp.bytesRetransmitted &-= base.tcp.bytesRetransmitted
    record.tcp.bytesAcked &-= base.tcp.bytesAcked
    record.tcp.retransmits &-= base.tcp.retransmits
    record.tcp.segmentsOut &-= base.tcp.segmentsOut
    record.tcp.segmentsIn &-= base.tcp.segmentsIn
    record.memory.drops &-= base.drops
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
