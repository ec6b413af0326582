internal import SocketModel

/// Remembers which tables the kernel does not have, so that a poll does not ask again.
///
/// Asking can load a kernel module, so a table that is missing is asked for once a minute at most.
struct RefusedTables {
  private struct Refusal {
    var fault: TableFault
    var time: MonotonicTime
  }

  private var refusals: [DiagTable: Refusal] = [:]

  /// Why `table` need not be asked for now; nil when it may be there.
  func fault(of table: DiagTable, at time: MonotonicTime) -> TableFault? {
    guard let refusal = refusals[table], time.seconds(since: refusal.time) < Self.memory else {
      return nil
    }
    return refusal.fault
  }

  /// Notes that reading `table` ended with `fault`; only a missing table is remembered.
  mutating func note(_ table: DiagTable, _ fault: TableFault, at time: MonotonicTime) {
    guard fault.isLack else { return }
    refusals[table] = Refusal(fault: fault, time: time)
  }

  /// Notes that `table` is there.
  mutating func forget(_ table: DiagTable) { refusals[table] = nil }

  private static let memory = 60.0
}
