import TerminalUI
import Testing
import TextSafety

struct MenuTests {
  static let menu = Menu(
    title: "Signal",
    items: [
      Menu.Item("HUP", detail: "1"), Menu.Item("INT", detail: "2"),
      Menu.Item("KILL", detail: "9", isEnabled: false), Menu.Item("TERM", detail: "15"),
      Menu.Item("USR1", detail: "10"),
    ], selected: 3)

  @Test func `a menu shows its selection`() {
    let canvas = picture(14, 7) { Self.menu.draw(on: &$0, in: $1, glyphs: .unicode) }
    #expect(
      canvas.textGrid == [
        "┌─ Signal ───┐",
        "│ HUP      1 │",
        "│ INT      2 │",
        "│ KILL     9 │",
        "│ TERM    15 │",
        "│ USR1    10 │",
        "└────────────┘",
      ])
    #expect(canvas.styleGrid[3] == "gddddddddddddg")
    #expect(canvas.styleGrid[4] == "gjjjjjjjjjjjjg")
    #expect(Self.menu.size == Size(columns: 12, rows: 7))
  }

  @Test func `a low menu scrolls to its selection`() {
    let canvas = picture(12, 4) { Self.menu.draw(on: &$0, in: $1, glyphs: .ascii) }
    #expect(canvas.textGrid == ["+- Signal ^+", "| KILL   9 |", "| TERM  15 |", "+---------v+"])
    let rect = Rect(row: 0, column: 0, columns: 12, rows: 4)
    #expect(Self.menu.item(at: Position(row: 2, column: 3), in: rect) == 3)
    #expect(Self.menu.item(at: Position(row: 0, column: 3), in: rect) == nil)
  }

  @Test func `keys move, choose and cancel`() {
    var menu = Self.menu
    #expect(menu.handle(.enter, height: 5) == .chosen(3))
    #expect(menu.handle(.up, height: 5) == .moved)
    #expect(menu.handle(.enter, height: 5) == .ignored)
    #expect(menu.handle(.end, height: 5) == .moved)
    #expect(menu.handle(.enter, height: 5) == .chosen(4))
    #expect(menu.handle(.escape, height: 5) == .cancelled)
    #expect(menu.handle(.function(1), height: 5) == .ignored)
    var empty = Menu(title: "Nothing", items: [])
    #expect(empty.handle(.enter, height: 5) == .ignored)
    #expect(empty.handle(.down, height: 5) == .moved)
  }

  @Test func `typing jumps to an item that can be chosen`() {
    var menu = Self.menu
    for letter in "us".unicodeScalars { _ = menu.handle(.character(letter), height: 5) }
    #expect(menu.cursor.index == 4)
    _ = menu.handle(.character("i"), height: 5)
    #expect(menu.cursor.index == 1)
    _ = menu.handle(.character("k"), height: 5)
    #expect(menu.cursor.index == 1)
  }
}
