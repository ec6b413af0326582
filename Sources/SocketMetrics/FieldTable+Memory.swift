internal import SocketModel
internal import TextSafety

/// Kernel memory, drops and queues' limits.
extension FieldTable {
  static let memory: [FieldEntry] = [
    bytes(.skmemRead, "rmem", "RMEM", "SK_MEMINFO_RMEM_ALLOC", "Memory of received packets.") {
      $0.receiveAllocated
    },
    bytes(.skmemReadLimit, "rcvbuf", "RCVBUF", "SK_MEMINFO_RCVBUF", "Limit of rmem.") {
      $0.receiveLimit
    },
    bytes(.skmemWrite, "wmem", "WMEM", "SK_MEMINFO_WMEM_ALLOC", "Memory of packets on their way.") {
      $0.sendAllocated
    },
    bytes(.skmemWriteLimit, "sndbuf", "SNDBUF", "SK_MEMINFO_SNDBUF", "Limit of wmem.") {
      $0.sendLimit
    },
    bytes(
      .backlogMemory, "backlog_mem", "BACKLOG", "SK_MEMINFO_BACKLOG",
      "Memory of packets that came while the process held the socket."
    ) { $0.backlog },
    .number(
      .drops, "drops", "DROPS", .count, 5...5, priority: 33, source: "SK_MEMINFO_DROPS",
      help: "Packets dropped by the socket since it exists."
    ) { record, _, _ in known(record, .memory, record.drops) },
    .number(
      .dropRate, "drop_rate", "DROPS/s", .perSecond, 5...7, priority: 34,
      source: "growth of SK_MEMINFO_DROPS", help: "Packets dropped by the socket per second."
    ) { _, metric, _ in Double(metric.dropRateOrNaN) },
    .number(
      .backlog, "backlog", "LIMIT-Q", .count, 5...7, priority: 6, source: "idiag_wqueue if LISTEN",
      help: "Limit of a listener's queue of connections not yet accepted."
    ) { record, _, _ in
      record.state == .listen ? known(record, .queues, record.sendQueue) : .nan
    },
  ]

  private static func bytes(
    _ field: SocketField, _ identifier: SafeText, _ title: SafeText, _ source: SafeText,
    _ help: SafeText, _ value: @escaping @Sendable (SocketMemory) -> UInt32
  ) -> FieldEntry {
    .gauge(field, identifier, title, .bytes, 6...7, priority: 5, source: source, help: help) {
      record, gauges in known(record, .memory, value(gauges.memory))
    }
  }
}
