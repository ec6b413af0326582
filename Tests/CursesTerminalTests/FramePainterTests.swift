import CursesTerminal
import TerminalUI
import TestSupport
import Testing
import TextSafety

/// Random canvases on an emulated terminal: cell by cell what was drawn.
@Suite(.serialized)
struct FramePainterTests {
  private static let characters = "abcXYZ 019-=│─▇é漢字中ｱ한🙂".unicodeScalars.map { $0 }
  private static let marks: [UInt32] = [0x301, 0x308, 0x327]

  private static func appearance(_ style: Style) -> Appearance {
    var result = Theme.withoutColors(style)
    switch style.role {
    case .critical: result.foreground = .indexed(196)
    case .accent: result.foreground = .rgb(red: 0, green: 135, blue: 255)
    case .cursor: result.background = .indexed(24)
    default: break
    }
    return result
  }

  /// Draws some runs of text over `canvas`.
  private static func scribble(
    _ canvas: inout Canvas, _ runs: Int, using generator: inout some RandomNumberGenerator
  ) {
    let roles: [StyleRole] = [.normal, .dim, .critical, .accent, .cursor, .normal]
    for _ in 0..<runs {
      var text = ""
      for _ in 0..<Int.random(in: 0...30, using: &generator) {
        text.unicodeScalars.append(characters.randomElement(using: &generator) ?? " ")
        guard Int.random(in: 0..<8, using: &generator) == 0 else { continue }
        let mark = marks.randomElement(using: &generator).flatMap(Unicode.Scalar.init)
        if let mark { text.unicodeScalars.append(mark) }
      }
      let place = Position(
        row: Int.random(in: 0..<canvas.size.rows, using: &generator),
        column: Int.random(in: -5..<canvas.size.columns, using: &generator))
      var style = Style(roles.randomElement(using: &generator) ?? .normal)
      style.underline = Int.random(in: 0..<6, using: &generator) == 0
      canvas.draw(SafeText(RawText(utf8: text)), at: place, style: style)
      // Styles may change between the halves of a wide character.
      let rect = Rect(row: place.row, column: place.column + 3, columns: 4, rows: 1)
      if Bool.random(using: &generator) { canvas.setRole(.accent, in: rect) }
    }
  }

  /// The first cell that differs, described; nil when none does.
  private static func difference(_ canvas: Canvas, _ terminal: VirtualTerminal) -> String? {
    for row in 0..<canvas.size.rows {
      for column in 0..<canvas.size.columns {
        guard let cell = canvas[row, column] else { return "no cell" }
        // A wide character in the lower right corner is left out where the terminal cannot place it.
        let isCorner = row == canvas.size.rows - 1 && column >= canvas.size.columns - 3
        if isCorner, cell.width != 1, terminal.cells[row][column].text == " " { continue }
        var text = ""
        if cell.width > 0 {
          text.unicodeScalars.append(cell.scalar)
          for mark in [cell.firstMark, cell.secondMark] where mark != 0 {
            if let scalar = Unicode.Scalar(mark) { text.unicodeScalars.append(scalar) }
          }
        }
        let shown = terminal.cells[row][column]
        if Array(shown.text.unicodeScalars) != Array(text.unicodeScalars) {
          return "\(row),\(column): \(shown.text.debugDescription) for \(text.debugDescription)"
        }
        // A wide character looks as its left half does.
        let left = cell.width == 0 ? canvas[row, column - 1] ?? cell : cell
        let look = appearance(left.style)
        // Of a blank only what shows matters, and ncurses leaves out the rest.
        let isBlank = text == " " || text.isEmpty
        let has = look.attributes
        let isRight =
          shown.attributes.reverse == has.contains(.reverse)
          && shown.attributes.underline == has.contains(.underline)
          && (isBlank
            || shown.attributes.bold == has.contains(.bold)
              && shown.attributes.dim == has.contains(.dim))
          && shown.attributes.background == color(look.background)
          && (isBlank || shown.attributes.foreground == color(look.foreground))
        if !isRight { return "\(row),\(column): \(shown.attributes) for \(look)" }
      }
    }
    return nil
  }

  private static func color(
    _ color: TerminalColor
  ) -> VirtualTerminal.Attributes.Color {
    switch color {
    case .standard: .standard
    case .ansi(let index), .indexed(let index): .indexed(Int(index))
    case .rgb: .indexed(33)
    }
  }

  @Test(arguments: [
    ("xterm-256color", 80, 24), ("tmux-256color", 120, 30), ("screen-256color", 7, 3),
    ("xterm-256color", 1, 1), ("xterm-256color", 300, 5),
  ])
  func `the terminal shows the canvas`(terminal: String, columns: Int, rows: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let size = Size(columns: columns, rows: rows)
    let painter = try FramePainter(
      terminalType: RawText(utf8: terminal), usesColors: true, size: size)
    painter.setAppearance(Self.appearance)
    var shown = VirtualTerminal(rows: rows, columns: columns)
    var canvas = Canvas(size: size)
    for frame in 0..<200 {
      if frame % 20 == 0 { canvas = Canvas(size: size) }
      Self.scribble(&canvas, frame % 10 == 0 ? 60 : 4, using: &generator)
      canvas.cursor =
        Bool.random(using: &generator)
        ? Position(row: Int.random(in: 0..<rows, using: &generator), column: columns - 1) : nil
      shown.feed(painter.paint(canvas))
      try #require(Self.difference(canvas, shown) == nil, "frame \(frame)")
      #expect(shown.unexpected == [])
      #expect(shown.isCursorVisible == (canvas.cursor != nil))
      guard let cursor = canvas.cursor else { continue }
      #expect(Position(row: shown.row, column: shown.column) == cursor)
    }
  }

  @Test func `the same canvas again is no bytes, one cell is few`() throws {
    let size = Size(columns: 200, rows: 50)
    let painter = try FramePainter(
      terminalType: RawText(utf8: "xterm-256color"), usesColors: true, size: size)
    var canvas = Canvas(size: size)
    canvas.draw("hello", at: Position(row: 3, column: 4))
    #expect(!painter.paint(canvas).isEmpty)
    #expect(painter.paint(canvas).isEmpty)
    canvas.draw("j", at: Position(row: 3, column: 4))
    #expect(painter.paint(canvas).count < 20)
  }

  @Test func `a canvas of another size leaves nothing behind`() throws {
    let size = Size(columns: 40, rows: 10)
    let painter = try FramePainter(
      terminalType: RawText(utf8: "xterm-256color"), usesColors: false, size: size)
    var shown = VirtualTerminal(rows: 10, columns: 40)
    var large = Canvas(size: Size(columns: 60, rows: 20))
    large.fill(large.bounds, scalar: "x")
    shown.feed(painter.paint(large))
    #expect(shown.lines == Array(repeating: String(repeating: "x", count: 40), count: 10))
    var small = Canvas(size: Size(columns: 5, rows: 2))
    small.draw("abcde", at: Position(row: 1, column: 0))
    shown.feed(painter.paint(small))
    #expect(shown.lines == ["", "abcde"] + Array(repeating: "", count: 8))
    #expect(painter.colors == 0)
  }
}
