import TerminalUI
import Testing
import TextSafety

struct TextPaneTests {
  static let lines = (0..<20).map { TextPane.Line("line \($0) of Text" as SafeText) }

  @Test func `matches are marked`() {
    let pane = TextPane(Self.lines, top: 1, query: "TEXT")
    let canvas = picture(14, 2) { pane.draw(on: &$0, in: $1, glyphs: .unicode) }
    #expect(canvas.textGrid == ["line 1 of Text", "line 2 of Text"])
    #expect(canvas.styleGrid == ["..........mmmm", "..........mmmm"])
  }

  @Test func `the search goes round`() {
    var pane = TextPane(Self.lines, query: "1")
    #expect(pane.findNext(height: 5) == true)
    #expect(pane.top == 1)
    #expect(pane.findNext(backwards: true, height: 5) == true)
    #expect(pane.found == 19)
    #expect(pane.top == 15)
    #expect(pane.findNext(height: 5) == true)
    #expect(pane.top == 1)
    pane.query = "nothing"
    #expect(pane.findNext(height: 5) == false)
  }

  @Test func `scrolling stays in the text`() {
    var pane = TextPane(Self.lines)
    pane.move(.up, height: 5)
    #expect(pane.top == 0)
    pane.move(.end, height: 5)
    #expect(pane.top == 15)
    pane.move(.pageUp, height: 5)
    #expect(pane.top == 11)
    pane.move(.home, height: 50)
    #expect(pane.top == 0)
  }
}
