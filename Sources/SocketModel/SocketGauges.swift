/// What is looked at of a socket on demand only, and stands apart from its record: a hundred thousand
/// sockets take half the memory without it.
///
/// What the kernel told of it follows from the record's `known`. Kernel: `struct tcp_info` in
/// `include/uapi/linux/tcp.h`, `SK_MEMINFO_*` in `include/uapi/linux/sock_diag.h`.
package struct SocketGauges: Hashable, Sendable {
  package var memory = SocketMemory()
  package var roundTripVarianceMicroseconds: UInt32 = 0
  package var minimumRTTMicroseconds: UInt32 = 0
  package var retransmitTimeoutMicroseconds: UInt32 = 0
  /// Segments.
  package var slowStartThreshold: UInt32 = 0
  /// Bytes.
  package var sendMSS: UInt32 = 0
  package var sendWindow: UInt32 = 0
  package var notSentBytes: UInt32 = 0
  /// Segments.
  package var lost: UInt32 = 0
  package var segmentsOut: UInt32 = 0
  package var segmentsIn: UInt32 = 0
  /// Milliseconds since data was last sent and last received.
  package var lastSentMilliseconds: UInt32 = 0
  package var lastReceivedMilliseconds: UInt32 = 0
  /// Bytes per second; the kernel's own estimate of goodput.
  package var deliveryRate: UInt64 = 0
  /// Bytes per second; all ones for "not limited".
  package var pacingRate: UInt64 = 0

  package init() {}
}

/// Kernel memory of a socket, in bytes, from `INET_DIAG_SKMEMINFO` and its siblings.
///
/// Kernel: `SK_MEMINFO_*` in `include/uapi/linux/sock_diag.h`.
package struct SocketMemory: Hashable, Sendable {
  package var receiveAllocated: UInt32 = 0
  package var receiveLimit: UInt32 = 0
  package var sendAllocated: UInt32 = 0
  package var sendLimit: UInt32 = 0
  package var forwardAllocated: UInt32 = 0
  package var writeQueued: UInt32 = 0
  package var options: UInt32 = 0
  package var backlog: UInt32 = 0

  package init() {}
}

extension Snapshot {
  /// The gauges of the socket at `row`; nil where they were not read.
  package func gauges(at row: Int) -> SocketGauges? {
    row < gauges.count ? gauges[row] : nil
  }

  /// Fills up `gauges` for records that came without, where any have them.
  package mutating func fillGauges() { Self.fill(&gauges, count: records.count) }

  /// Makes `gauges`, unless they are empty, as many as there are records.
  package static func fill(_ gauges: inout [SocketGauges?], count: Int) {
    guard !gauges.isEmpty, gauges.count < count else { return }
    gauges.append(contentsOf: repeatElement(nil, count: count &- gauges.count))
  }
}
