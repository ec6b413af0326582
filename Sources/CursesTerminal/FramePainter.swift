package import TerminalUI
package import TextSafety

/// Canvases to the bytes that make a terminal show them.
///
/// It knows what the terminal shows after the bytes of all frames so far, so that a frame is what
/// differs. ncurses keeps one current terminal: one painter at a time.
package final class FramePainter {
  let curses: Curses
  private var appearance: (Style) -> Appearance = Theme.withoutColors
  private var looks: [Look?] = Array(repeating: nil, count: 256 * 8)
  private var size: Size
  /// The canvas painted last; nil when nothing on the terminal can be relied on.
  private(set) var shown: Canvas?

  /// A painter for a terminal that shows nothing yet.
  ///
  /// - Throws: `ScreenError.unknownTerminalType`.
  package init(terminalType: RawText, usesColors: Bool, size: Size) throws(ScreenError) {
    curses = try Curses(terminalType: terminalType, usesColors: usesColors)
    self.size = size
    resize(to: size)
  }

  /// The number of colours in use, 0 for none.
  package var colors: Int { curses.colors }

  /// Maps styles to colours and attributes from now on.
  package func setAppearance(_ appearance: @escaping (Style) -> Appearance) {
    self.appearance = appearance
    looks = Array(repeating: nil, count: looks.count)
    repaintAll()
  }

  /// The terminal has another size, and may show anything.
  package func resize(to size: Size) {
    self.size = size
    curses.resize(to: size)
    repaintAll()
  }

  /// The terminal may show anything: the next frame is whole.
  package func repaintAll() {
    curses.repaintAll()
    shown = nil
  }

  /// The bytes that turn what the terminal shows into `canvas`, cursor included; what lies outside
  /// the terminal is cut, what `canvas` does not cover is blank.
  package func paint(_ canvas: Canvas) -> [UInt8] {
    if let shown, shown.size != canvas.size { repaintAll() }
    let columns = min(canvas.size.columns, size.columns)
    let rows = columns > 0 ? min(canvas.size.rows, size.rows) : 0
    for row in 0..<rows {
      let start = row * canvas.size.columns
      let cells = canvas.cells.span.extracting(start..<(start + columns))
      if let shown {
        canvas.forEachChange(since: shown, row: row, columns: columns) { range in
          curses.put(cells, range, row: row, look: look)
        }
      } else {
        curses.put(cells, 0..<columns, row: row, look: look)
      }
    }
    curses.update(cursor: canvas.cursor.flatMap(visible))
    shown = canvas
    return curses.takeOutput()
  }

  private func visible(_ position: Position) -> Position? {
    let isInside =
      (0..<size.rows).contains(position.row) && (0..<size.columns).contains(position.column)
    return isInside ? position : nil
  }

  private func look(_ style: Style) -> Look {
    let bits = (style.bold ? 4 : 0) + (style.underline ? 2 : 0) + (style.reverse ? 1 : 0)
    let index = Int(style.role.rawValue) * 8 + bits
    if let look = looks[index] { return look }
    let look = Look(appearance(style), curses)
    looks[index] = look
    return look
  }
}
