internal import SocketMetrics
internal import SocketModel
internal import TextSafety

extension FilterProgram {
  /// Whether the number that `test` reads is within its bounds.
  @inline(__always)
  static func holds(
    _ test: FilterInstruction, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric, now: MonotonicTime
  ) -> Bool {
    let needed = UInt32(truncatingIfNeeded: test.firstMask)
    guard record.known.rawValue & needed == needed else { return false }
    if test.secondMask != 0, case .listen = record.state { return false }
    let number = test.source.number(of: record, metric, now: now)
    guard number >= Double(bitPattern: test.first) else { return false }
    return number <= Double(bitPattern: test.second)
  }

  /// Whether the row passes a test that the record alone does not answer.
  func answer(
    _ test: FilterInstruction, _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric, _ run: inout FilterRun
  ) -> Bool {
    let index = Int(truncatingIfNeeded: test.first)
    switch test.operation {
    case .field: return run.holds(fieldTests[index], record, metric)
    case .text: return run.holds(textTests[index], at: index, record, metric)
    case .end: return run.holds(end: test, textTests, record, metric)
    case .owner: return run.holds(ownerTests[index], at: index, textTests, record, metric)
    case .always, .never, .port, .portAtLeast, .portAtMost, .ports, .address, .kernelAddress, .name,
      .device, .mark, .cgroup, .cookie, .autobound, .states, .number:
      return false
    }
  }
}
