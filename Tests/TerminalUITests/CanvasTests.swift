import TerminalUI
import TestSupport
import Testing
import TextSafety

struct CanvasTests {
  @Test func `text is drawn where it should and clipped at the edges`() {
    let canvas = picture(8, 3) { canvas, _ in
      canvas.draw("abc", at: Position(row: 0, column: 6))
      canvas.draw("abc", at: Position(row: 1, column: -1))
      canvas.draw("abcdef", at: Position(row: 2, column: 1), width: 3)
      canvas.draw("no", at: Position(row: 3, column: 0))
      canvas.draw("no", at: Position(row: -1, column: 0))
    }
    #expect(canvas.textGrid == ["      ab", "bc      ", " abc    "])
  }

  @Test func `wide characters that an edge cuts are blank`() {
    let canvas = picture(5, 3) { canvas, _ in
      canvas.draw(safe("漢字漢"), at: Position(row: 0, column: 0))
      canvas.draw(safe("漢字漢"), at: Position(row: 1, column: -1))
      canvas.draw(safe("漢字漢"), at: Position(row: 2, column: 0), width: 3)
    }
    #expect(canvas.textGrid == ["漢字 ", " 字漢", "漢   "])
    #expect(fault(in: canvas) == nil)
  }

  @Test func `overwriting half of a wide character blanks the other half`() {
    let canvas = picture(6, 2) { canvas, _ in
      canvas.draw(safe("漢字漢"), at: Position(row: 0, column: 0))
      canvas.draw("x", at: Position(row: 0, column: 1))
      canvas.draw("y", at: Position(row: 0, column: 2))
      canvas.draw(safe("漢字漢"), at: Position(row: 1, column: 0))
      canvas.draw(safe("한"), at: Position(row: 1, column: 1))
    }
    #expect(canvas.textGrid == [" xy 漢", " 한 漢"])
    #expect(fault(in: canvas) == nil)
  }

  @Test func `marks stand on the character before them`() {
    let canvas = picture(4, 1) { canvas, _ in
      canvas.draw(safe("e\u{301}\u{323}漢\u{301}"), at: Position(row: 0, column: 0))
    }
    #expect(canvas[0, 0]?.firstMark == 0x301)
    #expect(canvas[0, 0]?.secondMark == 0x323)
    #expect(canvas[0, 1]?.firstMark == 0x301)
    #expect(canvas.textGrid == ["e\u{301}\u{323}漢\u{301} "])
  }

  @Test func `random text at random places leaves whole characters`() {
    var generator = SeededGenerator(seed: 5)
    let alphabet = Array("ab漢e\u{301}\u{323}한·🦊 ".unicodeScalars)
    for _ in 0..<5000 {
      var canvas = Canvas(
        size: Size(
          columns: Int.random(in: 0...9, using: &generator),
          rows: Int.random(in: 0...3, using: &generator)))
      for _ in 0..<6 {
        var string = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
          string.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
        }
        let place = Position(
          row: Int.random(in: -1...3, using: &generator),
          column: Int.random(in: -4...9, using: &generator))
        canvas.draw(
          safe(String(string)), at: place, width: Int.random(in: -1...9, using: &generator))
      }
      #expect(fault(in: canvas) == nil)
    }
  }

  @Test func `ASCII screens get question marks, cell by cell`() {
    var canvas = picture(6, 1) { canvas, _ in
      canvas.draw(safe("a漢e\u{301}…"), at: Position(row: 0, column: 0), style: Style(.dim))
    }
    canvas.replaceNonASCII()
    #expect(canvas.textGrid == ["a??e? "])
    #expect(canvas.styleGrid == ["ddddd."])
    #expect(canvas[0, 3]?.firstMark == 0)
  }

  @Test func `a line is aligned, elided and filled`() {
    let canvas = picture(9, 4) { canvas, rect in
      canvas.draw("ab", in: rect.line(0), style: Style(.dim), alignment: .right)
      canvas.draw("ab", in: rect.line(1), alignment: .center)
      canvas.draw("2001:db8::1:443", in: rect.line(2), elision: .middle)
      canvas.draw("nothing", in: Rect(row: 3, column: 0, columns: 4, rows: 1), ellipsis: "~")
    }
    #expect(canvas.textGrid == ["       ab", "   ab    ", "2001…:443", "not~     "])
    #expect(canvas.styleGrid[0] == "ddddddddd")
    #expect(canvas.styleGrid[1] == ".........")
  }

  @Test func `styles change without the characters`() {
    var canvas = picture(6, 2) { canvas, rect in
      canvas.fill(rect, style: Style(.dim), scalar: "x")
    }
    canvas.setRole(.cursor, in: Rect(row: 0, column: 2, columns: 2, rows: 9))
    canvas.restyle(Rect(row: 1, column: -3, columns: 4, rows: 1)) { $0.bold = true }
    #expect(canvas.textGrid == ["xxxxxx", "xxxxxx"])
    #expect(canvas.styleGrid == ["ddccdd", "Ddccdd"])
    #expect(canvas.styleLegend == ["d dim", "c cursor"])
  }

  @Test func `every role has its own letter`() {
    #expect(Set(StyleRole.allCases.map(\.letter)).count == StyleRole.allCases.count)
  }

  @Test func `boxes have frames and titles`() {
    let canvas = picture(12, 4) { canvas, rect in
      canvas.drawBox(rect, title: "Signal 15", glyphs: .unicode)
    }
    #expect(
      canvas.textGrid == ["┌─ Signa… ─┐", "│          │", "│          │", "└──────────┘"])
    let plain = picture(9, 3) { canvas, rect in
      canvas.drawBox(rect, title: "Sort", glyphs: .ascii)
    }
    #expect(plain.textGrid == ["+- So~ -+", "|       |", "+-------+"])
  }

  @Test(arguments: [
    (0.0, "░░░░"), (0.5, "██░░"), (1.0, "████"), (0.28125, "█▏░░"), (7.0, "████"),
    (-1.0, "░░░░"), (Double.nan, "░░░░"),
  ]) func `bars fill in eighths`(share: Double, shown: String) {
    let canvas = picture(4, 1) { canvas, rect in
      canvas.drawBar(share, in: rect, style: Style(), glyphs: .unicode)
    }
    #expect(canvas.textGrid == [shown])
  }

  @Test func `bars in ASCII differ by characters`() {
    let canvas = picture(4, 1) { canvas, rect in
      canvas.drawBar(0.5, in: rect, style: Style(.warning), glyphs: .ascii)
    }
    #expect(canvas.textGrid == ["##.."])
    #expect(canvas.styleGrid == ["wwdd"])
  }
}
