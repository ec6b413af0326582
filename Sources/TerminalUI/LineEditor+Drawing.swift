internal import TextSafety

extension LineEditor {
  /// Draws the line into the first row of `rect` and puts the canvas's cursor on it.
  ///
  /// A line that is too wide scrolls by halves of the width so that the cursor shows; marks at the
  /// edges tell that there is more. The characters of `error` (byte offsets into `utf8`; an empty
  /// range means the place behind it) are underlined in the role `.error`.
  package func draw(
    on canvas: inout Canvas, in rect: Rect, style: Style = Style(.prompt),
    error: Range<Int>? = nil, glyphs: Glyphs
  ) {
    var line = rect.line(0)
    canvas.fill(line, style: style)
    drawSearch(on: &canvas, line: &line, glyphs: glyphs)
    guard !line.isEmpty else { return }
    let column = column(of: cursor)
    let scroll = Self.scroll(column: column, width: line.columns)
    let origin = Position(row: line.row, column: line.column - scroll)
    let total = canvas.draw(text, at: origin, style: style, clip: line)
    if let error { mark(error, on: &canvas, line: line, scroll: scroll) }
    let shown = column - scroll
    if scroll > 0, shown > 0 {
      canvas.draw(glyphs.moreLeft, at: line.origin, style: Style(.dim))
    }
    if total - scroll > line.columns, shown < line.columns - 1 {
      let last = Position(row: line.row, column: line.endColumn - 1)
      canvas.draw(glyphs.moreRight, at: last, style: Style(.dim))
    }
    canvas.cursor = Position(row: line.row, column: line.column + shown)
  }

  /// The cells cut off on the left so that `column` shows in `width` cells.
  static func scroll(column: Int, width: Int) -> Int {
    guard column >= width, width > 0 else { return 0 }
    let step = max(1, width / 2)
    return ((column - width) / step + 1) * step
  }

  private func drawSearch(on canvas: inout Canvas, line: inout Rect, glyphs: Glyphs) {
    guard let search else { return }
    let label: SafeText = search.isFound ? "history: " : "no match: "
    let prompt = "\(label)\(search.text) \(arrow(glyphs)) " as SafeText
    let part = line.takeLeft(min(prompt.columns, line.columns * 2 / 3))
    canvas.draw(
      prompt, in: part, style: Style(search.isFound ? .dim : .error), ellipsis: glyphs.ellipsis)
  }

  private func arrow(_ glyphs: Glyphs) -> SafeText {
    var text = SafeText()
    text.append(scalar: glyphs.arrow)
    return text
  }

  private func mark(_ error: Range<Int>, on canvas: inout Canvas, line: Rect, scroll: Int) {
    let start = boundary(atOrBefore: min(utf8.count, max(0, error.lowerBound)))
    var end = min(utf8.count, max(start, error.upperBound))
    if !isBoundary(end) { end = boundary(after: end) }
    let first = column(of: start)
    let columns = max(1, column(of: end) - first)
    let part = Rect(
      row: line.row, column: line.column + first - scroll, columns: columns, rows: 1)
    canvas.restyle(part.intersection(line)) {
      $0.role = .error
      $0.underline = true
    }
  }
}
