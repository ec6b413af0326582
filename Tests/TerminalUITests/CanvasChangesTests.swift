import TerminalUI
import Testing
import TextSafety

struct CanvasChangesTests {
  private func runs(_ text: SafeText, _ before: SafeText, columns: Int = 20) -> [Range<Int>] {
    var canvases = [
      Canvas(size: Size(columns: 20, rows: 2)), Canvas(size: Size(columns: 20, rows: 2)),
    ]
    canvases[0].draw(text, at: Position(row: 1, column: 0))
    canvases[1].draw(before, at: Position(row: 1, column: 0))
    var result: [Range<Int>] = []
    canvases[0].forEachChange(since: canvases[1], row: 1, columns: columns) { result.append($0) }
    return result
  }

  @Test func `equal rows have no changes`() {
    #expect(runs("abc", "abc").isEmpty)
    #expect(runs("", "").isEmpty)
  }

  @Test func `changes that are close make one run, others their own`() {
    #expect(runs("Xbcdefghij", "abcdefghij") == [0..<1])
    #expect(runs("XbcXefghij", "abcdefghij") == [0..<4])
    #expect(runs("XbcdXfghij", "abcdefghij") == [0..<5])
    #expect(runs("XbcdeXghiX", "abcdefghij") == [0..<1, 5..<10])
    #expect(runs("abcdefghijklmnopqrsX", "abcdefghijklmnopqrst") == [19..<20])
  }

  @Test func `columns beyond the terminal are left out`() {
    #expect(runs("abcdX", "abcde", columns: 4).isEmpty)
    #expect(runs("aXcdX", "abcde", columns: 4) == [1..<2])
    #expect(runs("X", "a", columns: 0).isEmpty)
    #expect(runs("X", "a", columns: 21).isEmpty)
    #expect(runs("X", "a", columns: -1).isEmpty)
  }

  @Test func `a canvas of another size has no changes to tell`() {
    let canvas = Canvas(size: Size(columns: 3, rows: 1))
    var other = Canvas(size: Size(columns: 4, rows: 1))
    other.draw("x", at: Position(row: 0, column: 0))
    for row in -1...1 {
      other.forEachChange(since: canvas, row: row, columns: 3) { Issue.record("told \($0)") }
    }
  }
}
