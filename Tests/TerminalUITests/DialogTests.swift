import TerminalUI
import Testing
import TextSafety

struct DialogTests {
  static let dialog = Dialog(
    title: "Kill",
    lines: [
      Dialog.Line("Send SIGTERM to nginx[812]?"), Dialog.Line("It owns 12 sockets.", .warning),
    ],
    answers: [
      Dialog.Answer(.character("y"), "send"), Dialog.Answer(.escape, "cancel"),
    ])

  @Test func `a dialog is as large as its text`() {
    let size = Self.dialog.size(limit: Size(columns: 80, rows: 24))
    let canvas = picture(size.columns, size.rows) {
      Self.dialog.draw(on: &$0, in: $1, glyphs: .unicode)
    }
    #expect(
      canvas.textGrid == [
        "┌─ Kill ──────────────────────┐",
        "│ Send SIGTERM to nginx[812]? │",
        "│ It owns 12 sockets.         │",
        "│                             │",
        "│ y send  Esc cancel          │",
        "└─────────────────────────────┘",
      ])
  }

  @Test func `a narrow dialog wraps and keeps its answers`() {
    let size = Self.dialog.size(limit: Size(columns: 22, rows: 6))
    let canvas = picture(size.columns, size.rows) {
      Self.dialog.draw(on: &$0, in: $1, glyphs: .unicode)
    }
    #expect(
      canvas.textGrid == [
        "┌─ Kill ─────────────┐",
        "│ Send SIGTERM to    │",
        "│ nginx[812]?        │",
        "│                    │",
        "│ y send  Esc cancel │",
        "└───────────────────▾┘",
      ])
    var scrolled = Self.dialog
    scrolled.scroll(by: 9, in: Rect(row: 0, column: 0, columns: 22, rows: 6))
    #expect(scrolled.top == 2)
  }

  @Test func `only its keys answer`() {
    #expect(Self.dialog.answer(to: .character("y")) == 0)
    #expect(Self.dialog.answer(to: .escape) == 1)
    #expect(Self.dialog.answer(to: .enter) == nil)
  }
}
