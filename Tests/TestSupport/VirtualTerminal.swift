/// A terminal in memory: what a program's bytes make visible.
///
/// It knows the part of xterm that terminfo uses for `xterm-256color`, `screen`, `tmux`, `linux` and
/// `vt100`. Every sequence outside that list is kept in `unexpected`, so that a test can hold a
/// program to it.
package struct VirtualTerminal {
  /// Colours and attributes of a cell.
  package struct Attributes: Hashable, Sendable {
    package enum Color: Hashable, Sendable {
      case standard
      case indexed(Int)
      case rgb(Int, Int, Int)
    }
    package var bold = false
    package var dim = false
    package var italic = false
    package var underline = false
    package var reverse = false
    package var foreground = Color.standard
    package var background = Color.standard
    package init() {}
  }

  /// A cell: its character with combining marks, and how it looks.
  package struct Cell: Hashable, Sendable {
    /// Empty for the right half of a wide character.
    package var text = " "
    package var attributes = Attributes()
    package init() {}
  }

  /// Row by row.
  package internal(set) var cells: [[Cell]]
  package internal(set) var row = 0
  package internal(set) var column = 0
  /// The private modes that are on, such as 25 (cursor), 1049 (alternate screen), 2004 (paste).
  package internal(set) var modes: Set<Int> = [7, 25]
  /// Whether the keypad is in application mode.
  package internal(set) var hasApplicationKeypad = false
  /// Sequences and control characters that no terminfo description above uses, in readable form.
  package internal(set) var unexpected: [String] = []

  var mainCells: [[Cell]]?
  var attributes = Attributes()
  var top = 0
  var bottom: Int
  var wrapPending = false
  var insertMode = false
  var saved = (row: 0, column: 0, attributes: Attributes())
  var mainSaved = (row: 0, column: 0, attributes: Attributes())
  var charsets: [UInt8] = [UInt8(ascii: "B"), UInt8(ascii: "B")]
  var shifted = 0
  var lastCharacter: Unicode.Scalar?
  var state = ParserState.ground
  var collected: [UInt8] = []
  var character: [UInt8] = []

  package init(rows: Int, columns: Int) {
    cells = Self.blank(rows: rows, columns: columns)
    bottom = rows - 1
  }

  package var rows: Int { cells.count }
  package var columns: Int { cells.first?.count ?? 0 }
  /// Whether the alternate screen shows.
  package var isAlternate: Bool { mainCells != nil }
  package var isCursorVisible: Bool { modes.contains(25) }

  /// The text of each row, blanks at its end left out.
  package var lines: [String] {
    cells.map { row in
      var text = row.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The rows as one text.
  package var text: String { lines.joined(separator: "\n") }

  /// Gives the screen another size, as a terminal window does; text stays at the upper left.
  package mutating func resize(rows: Int, columns: Int) {
    cells = Self.resized(cells, rows: rows, columns: columns)
    mainCells = mainCells.map { Self.resized($0, rows: rows, columns: columns) }
    (top, bottom) = (0, rows - 1)
    row = min(row, rows - 1)
    column = min(column, columns - 1)
    wrapPending = false
  }

  static func blank(rows: Int, columns: Int) -> [[Cell]] {
    Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  private static func resized(_ cells: [[Cell]], rows: Int, columns: Int) -> [[Cell]] {
    var result = blank(rows: rows, columns: columns)
    for (row, line) in cells.prefix(rows).enumerated() {
      result[row].replaceSubrange(0..<min(columns, line.count), with: line.prefix(columns))
    }
    return result
  }

  /// A blank cell with the background that erasing leaves.
  var erased: Cell {
    var cell = Cell()
    cell.attributes.background = attributes.background
    return cell
  }
}

/// What a failed expectation shows of a terminal: a person's view, not every cell.
extension VirtualTerminal: CustomStringConvertible {
  package var description: String { "\n\(text)\n" }
}
