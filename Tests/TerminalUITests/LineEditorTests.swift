import TerminalUI
import TestSupport
import Testing
import TextSafety

struct LineEditorTests {
  /// The line with `|` at the cursor after `keys`.
  static func line(_ text: String, _ keys: [Key], history: [SafeText] = []) -> String {
    var editor = LineEditor(safe(text), history: history)
    for key in keys { _ = editor.handle(key) }
    return shown(editor)
  }

  static func shown(_ editor: LineEditor) -> String {
    let front = String(decoding: editor.utf8[..<editor.cursor], as: UTF8.self)
    return front + "|" + String(decoding: editor.utf8[editor.cursor...], as: UTF8.self)
  }

  @Test(arguments: [
    ([Key.character("x")], "dport = :443x|"),
    ([.home, .character("x")], "x|dport = :443"),
    ([.control("a"), .right, .delete], "d|ort = :443"),
    ([.backspace, .left, .backspace], "dport = :|4"),
    ([.control("w")], "dport = |"),
    ([.control("w"), .control("w")], "dport |"),
    ([.control("w"), .control("y"), .control("y")], "dport = :443:443|"),
    ([.alt("b")], "dport = :|443"),
    ([.alt("b"), .alt("b"), .alt("f")], "dport| = :443"),
    ([.alt("b"), .alt("b"), .alt("d")], "| = :443"),
    ([.alt("b"), .control("u")], "|443"),
    ([.alt("b"), .control("k")], "dport = :|"),
    ([.home, .control("k"), .control("y")], "dport = :443|"),
    ([.enter, .tab, .escape, .function(5)], "dport = :443|"),
  ]) func `keys edit as in a shell`(keys: [Key], line: String) {
    #expect(Self.line("dport = :443", keys) == line)
  }

  @Test(arguments: [
    ([Key.left, .left], "e\u{301}|漢字"),
    ([.home, .right], "e\u{301}|漢字"),
    ([.home, .delete], "|漢字"),
    ([.backspace], "e\u{301}漢|"),
    ([.home, .right, .backspace], "|漢字"),
    ([.home, .character("\u{301}")], "|e\u{301}漢字"),
    (
      [.character("\u{301}"), .character("\u{301}"), .character("\u{301}")],
      "e\u{301}漢字\u{301}\u{301}|"
    ),
  ]) func `the cursor moves over whole characters`(keys: [Key], line: String) {
    let result = Self.line("e\u{301}漢字", keys)
    #expect(Array(result.unicodeScalars) == Array(line.unicodeScalars))
  }

  @Test func `a paste loses what is not text`() {
    var editor = LineEditor("a ")
    let paste = Array("b\nc\u{1b}[31m\u{202e}d\t".utf8) + [0xff]
    #expect(editor.handle(.paste(paste)) == .edited)
    #expect(editor.string == "a b c[31md \u{fffd}")
  }

  @Test func `a line holds four kilobytes`() {
    var editor = LineEditor()
    editor.insert(Array(repeating: 0x61, count: 10_000))
    #expect(editor.utf8.count == LineEditor.byteLimit)
    #expect(editor.handle(.character("b")) == .edited)
    #expect(editor.utf8.count == LineEditor.byteLimit)
  }

  @Test func `the history keeps the line that was begun`() {
    let history: [SafeText] = ["first", "second"]
    #expect(Self.line("own", [.up], history: history) == "second|")
    #expect(Self.line("own", [.up, .up, .up], history: history) == "first|")
    #expect(Self.line("own", [.up, .up, .down, .down], history: history) == "own|")
    #expect(Self.line("own", [.down], history: history) == "own|")
    #expect(Self.line("own", [.up, .character("!")], history: history) == "second!|")
  }

  @Test func `^R searches the history backwards`() {
    let history: [SafeText] = ["dport = :22", "state listen", "dport = :443"]
    let search: [Key] = [.control("r"), .character("p"), .character("o")]
    #expect(Self.line("own", search, history: history) == "dport = :443|")
    #expect(Self.line("own", search + [.control("r")], history: history) == "dport = :22|")
    #expect(Self.line("own", search + [.escape], history: history) == "own|")
    #expect(
      Self.line("own", search + [.home, .character("x")], history: history) == "x|dport = :443")
    var editor = LineEditor("own", history: history)
    for key in search + [.character("q")] { _ = editor.handle(key) }
    #expect(editor.search?.isFound == false)
    #expect(editor.handle(.enter) == .ignored)
    #expect(editor.search == nil)
  }

  @Test func `a completion replaces whole characters`() {
    var editor = LineEditor(safe("dpo 漢"))
    editor.replace(0..<3, with: "dport")
    #expect(Self.shown(editor) == "dport| 漢")
    editor.replace(7..<8, with: "x")
    #expect(Self.shown(editor) == "dport x|")
    editor.replace(-4..<99, with: "all")
    #expect(Self.shown(editor) == "all|")
  }

  @Test func `a short line shows whole, with its error underlined`() {
    let canvas = picture(16, 1) { canvas, rect in
      LineEditor("dprt = :443").draw(on: &canvas, in: rect, error: 0..<4, glyphs: .unicode)
    }
    #expect(canvas.textGrid == ["dprt = :443     "])
    #expect(canvas.styleGrid == ["RRRRpppppppppppp"])
    #expect(canvas.cursor == Position(row: 0, column: 11))
  }

  @Test func `an error at the end marks the next cell`() {
    let canvas = picture(10, 1) { canvas, rect in
      LineEditor("dport =").draw(on: &canvas, in: rect, error: 7..<7, glyphs: .unicode)
    }
    #expect(canvas.styleGrid == ["pppppppRpp"])
  }

  @Test func `a long line scrolls with the cursor`() {
    var editor = LineEditor("0123456789abcdef")
    let end = picture(10, 1) { editor.draw(on: &$0, in: $1, glyphs: .unicode) }
    #expect(end.textGrid == ["◂bcdef    "])
    #expect(end.cursor == Position(row: 0, column: 6))
    _ = editor.handle(.home)
    let start = picture(10, 1) { editor.draw(on: &$0, in: $1, glyphs: .ascii) }
    #expect(start.textGrid == ["012345678>"])
    #expect(start.cursor == Position(row: 0, column: 0))
  }

  @Test func `no keys break the line`() {
    var generator = SeededGenerator(seed: 8)
    let characters = Array("ab =:漢e\u{301}\u{323}한·🦊\u{200d}\u{1b}".unicodeScalars)
    let letters = Array("aebfhdukwypnrg".unicodeScalars)
    for round in 0..<300 {
      var editor = LineEditor("start", history: ["漢字", "one two", safe("e\u{301} x")])
      for _ in 0..<120 {
        let key = Self.randomKey(characters, letters, &generator)
        _ = editor.handle(key)
        let front = safe(String(decoding: editor.utf8[..<editor.cursor], as: UTF8.self))
        let isWhole = Array(safe(editor.string).utf8) == editor.utf8
        #expect(isWhole && front.utf8.count == editor.cursor, "round \(round), \(key)")
        let rest = String(decoding: editor.utf8[editor.cursor...], as: UTF8.self)
        let next = rest.unicodeScalars.first.map { CharacterWidth.width(of: $0) }
        #expect(next != 0, "the cursor stands before a mark")
        let width = Int.random(in: 0...12, using: &generator)
        let canvas = picture(width, 1) {
          editor.draw(on: &$0, in: $1, error: 2..<5, glyphs: .unicode)
        }
        #expect(fault(in: canvas) == nil)
        if let cursor = canvas.cursor { #expect(canvas.bounds.contains(cursor)) }
      }
    }
  }

  private static func randomKey(
    _ characters: [Unicode.Scalar], _ letters: [Unicode.Scalar],
    _ generator: inout SeededGenerator
  ) -> Key {
    let plain: [Key] = [
      .left, .right, .home, .end, .up, .down, .backspace, .delete, .escape, .enter, .tab,
    ]
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<5: return .character(characters.randomElement(using: &generator) ?? "a")
    case 5, 6: return .control(letters.randomElement(using: &generator) ?? "a")
    case 7: return .alt(letters.randomElement(using: &generator) ?? "b")
    default: return plain.randomElement(using: &generator) ?? .left
    }
  }
}
