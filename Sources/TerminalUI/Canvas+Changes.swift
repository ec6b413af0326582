extension Canvas {
  /// Cells between two changes that a run rather takes along: to paint a few more is cheaper than to
  /// begin anew.
  private static let shortGap = 4

  /// Calls `body` with the runs of columns below `columns` in which `row` differs from `before`, a
  /// canvas of the same size. Runs begin and end with a cell that differs.
  package func forEachChange(
    since before: Canvas, row: Int, columns: Int, _ body: (Range<Int>) -> Void
  ) {
    let start = row * size.columns
    guard before.size == size, row >= 0, row < size.rows, columns <= size.columns else { return }
    var first = -1
    var last = -1
    for column in 0..<max(0, columns)
    where cells[start &+ column] != before.cells[start &+ column] {
      if first >= 0, column &- last > Self.shortGap {
        body(first..<(last &+ 1))
        first = column
      }
      if first < 0 { first = column }
      last = column
    }
    if first >= 0 { body(first..<(last &+ 1)) }
  }
}
