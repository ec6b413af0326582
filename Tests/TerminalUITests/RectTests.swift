import TerminalUI
import Testing

struct RectTests {
  @Test func `parts are cut off as far as they go`() {
    var rect = Rect(row: 0, column: 0, columns: 10, rows: 5)
    #expect(rect.takeTop(2) == Rect(row: 0, column: 0, columns: 10, rows: 2))
    #expect(rect.takeBottom(1) == Rect(row: 4, column: 0, columns: 10, rows: 1))
    #expect(rect.takeLeft(3) == Rect(row: 2, column: 0, columns: 3, rows: 2))
    #expect(rect.takeRight(4) == Rect(row: 2, column: 6, columns: 4, rows: 2))
    #expect(rect == Rect(row: 2, column: 3, columns: 3, rows: 2))
    #expect(rect.takeTop(9).rows == 2)
    #expect(rect.takeTop(1).isEmpty)
    #expect(rect.takeLeft(-1).isEmpty)
  }

  @Test func `intersections, insets and centres stay inside`() {
    let rect = Rect(row: 1, column: 1, columns: 4, rows: 3)
    #expect(
      rect.intersection(Rect(row: 2, column: -5, columns: 8, rows: 9))
        == Rect(row: 2, column: 1, columns: 2, rows: 2))
    #expect(rect.intersection(Rect(row: 9, column: 9, columns: 1, rows: 1)).isEmpty)
    #expect(rect.inset(columns: 3, rows: 1).isEmpty)
    #expect(
      rect.centered(Size(columns: 2, rows: 9)) == Rect(row: 1, column: 2, columns: 2, rows: 3))
    #expect(rect.line(3).isEmpty)
    #expect(rect.line(2) == Rect(row: 3, column: 1, columns: 4, rows: 1))
    #expect(rect.contains(Position(row: 3, column: 4)))
    #expect(!rect.contains(Position(row: 4, column: 4)))
  }
}
