import TerminalUI
import TestSupport
import Testing

struct ListCursorTests {
  @Test func `moves stay in the list and in view`() {
    var cursor = ListCursor()
    cursor.move(.up, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 0, top: 0))
    cursor.move(.pageDown, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 3, top: 0))
    cursor.move(.down, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 4, top: 1))
    cursor.move(.end, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 9, top: 6))
    cursor.move(.halfPageUp, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 7, top: 6))
    cursor.move(.home, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 0, top: 0))
  }

  @Test func `a list that shrinks takes the cursor along`() {
    var cursor = ListCursor(index: 9, top: 6)
    cursor.fit(count: 5, height: 4)
    #expect(cursor == ListCursor(index: 4, top: 1))
    cursor.fit(count: 0, height: 4)
    #expect(cursor == ListCursor(index: 0, top: 0))
    #expect(cursor.visible(count: 0, height: 4).isEmpty)
  }

  @Test func `the wheel takes the cursor only as far as it must`() {
    var cursor = ListCursor(index: 1, top: 0)
    cursor.scroll(by: 1, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 1, top: 1))
    cursor.scroll(by: 3, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 4, top: 4))
    cursor.scroll(by: -9, count: 10, height: 4)
    #expect(cursor == ListCursor(index: 3, top: 0))
  }

  @Test func `nothing leads out of the list`() {
    var generator = SeededGenerator(seed: 6)
    var cursor = ListCursor()
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...20, using: &generator)
      let height = Int.random(in: 0...8, using: &generator)
      if let move = ListCursor.Move.allCases.randomElement(using: &generator) {
        cursor.move(move, count: count, height: height)
      }
      cursor.scroll(by: Int.random(in: -3...3, using: &generator), count: count, height: height)
      #expect((0..<max(1, count)).contains(cursor.index))
      let visible = cursor.visible(count: count, height: height)
      #expect(count == 0 || height == 0 || visible.contains(cursor.index))
      #expect(visible.count == min(count, height))
    }
  }
}
