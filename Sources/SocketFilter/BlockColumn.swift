/// Something of each row of a block, as far as it is known.
struct BlockColumn<Value> {
  var values: [Value] = []
  /// The rows whose value is known.
  var known = RowSet()
  private let unknown: Value

  init(_ unknown: Value) { self.unknown = unknown }

  /// Those of `rows` whose value is not known, and which the caller is about to set.
  mutating func missing(of rows: RowSet) -> RowSet {
    if values.isEmpty { values = Array(repeating: unknown, count: RowSet.capacity) }
    let missing = rows.subtracting(known)
    known.formUnion(rows)
    return missing
  }
}
