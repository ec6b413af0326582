/// The answers of several tests to each row of a block, a bit each: what decides them is looked up
/// once a row, however many tests there are.
struct AnswerColumn {
  /// Tests whose answers are kept together: half of a word, so that no answer at all is told from
  /// no by a bit above them.
  static let tests = 32
  static let known: UInt64 = 1 << 32

  private var words: [UInt64] = []
  /// The rows whose answers are known, what any of them has and what all have.
  private var rows = RowSet()
  private var any: UInt64 = 0
  private var all = ~UInt64(0)

  /// Forgets the rows of the block before.
  mutating func begin() {
    rows = RowSet()
    any = 0
    all = ~0
  }

  /// Those of `rows` whose answers are not known.
  func missing(of rows: RowSet) -> RowSet { rows.subtracting(self.rows) }

  /// Keeps what `answers` gives for each of `rows`.
  @inline(__always)
  mutating func set(_ rows: RowSet, _ answers: (Int) -> UInt64) {
    if words.isEmpty { words = Array(repeating: 0, count: RowSet.capacity) }
    self.rows.formUnion(rows)
    var (any, all) = (any, all)
    var words = words.mutableSpan
    for row in rows {
      let word = answers(row)
      words[row] = word
      any |= word
      all &= word
    }
    (self.any, self.all) = (any, all)
  }

  /// Those of `rows`, all of which are known, that have bit `test`.
  func passing(_ test: UInt64, _ rows: RowSet) -> RowSet {
    if any &>> test & 1 == 0 { return RowSet() }
    if all &>> test & 1 == 1 { return rows }
    var passing = RowSet()
    for row in rows { passing.insert(row, if: words[row] &>> test & 1 == 1) }
    return passing
  }
}
