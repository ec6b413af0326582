internal import SocketMetrics
internal import SocketModel

extension FilterProgram {
  /// Those of `rows` whose number, which `test` reads, is within its bounds.
  static func passing(
    number test: FilterInstruction, _ rows: RowSet, _ records: Span<SocketRecord>,
    _ metrics: Span<SocketMetric>, now: MonotonicTime
  ) -> RowSet {
    let needed = UInt32(truncatingIfNeeded: test.firstMask)
    let range = NumberRange(low: test.first, high: test.second)
    var passing = RowSet()
    for row in rows where records[row].known.rawValue & needed == needed {
      if test.secondMask != 0, case .listen = records[row].state { continue }
      let number = test.source.number(of: records, metrics, row, now: now)
      passing.insert(row, if: range.contains(number))
    }
    return passing
  }
}
