package import TextSafety

extension Canvas {
  /// Draws a frame of lines along the inside of `rect` and blanks what is in it; `title` stands in
  /// the upper line.
  package mutating func drawBox(
    _ rect: Rect, title: SafeText = "", style: Style = Style(.dialog),
    titleStyle: Style = Style(.dialogTitle), glyphs: Glyphs
  ) {
    guard rect.columns >= 2, rect.rows >= 2 else { return fill(rect, style: style) }
    fill(rect, style: style)
    let bottom = rect.endRow &- 1
    let right = rect.endColumn &- 1
    for column in rect.column...right {
      draw(glyphs.horizontal, at: Position(row: rect.row, column: column), style: style)
      draw(glyphs.horizontal, at: Position(row: bottom, column: column), style: style)
    }
    for row in rect.row...bottom {
      draw(glyphs.vertical, at: Position(row: row, column: rect.column), style: style)
      draw(glyphs.vertical, at: Position(row: row, column: right), style: style)
    }
    draw(glyphs.topLeft, at: rect.origin, style: style)
    draw(glyphs.topRight, at: Position(row: rect.row, column: right), style: style)
    draw(glyphs.bottomLeft, at: Position(row: bottom, column: rect.column), style: style)
    draw(glyphs.bottomRight, at: Position(row: bottom, column: right), style: style)
    drawTitle(title, of: rect, style: titleStyle, glyphs: glyphs)
  }

  private mutating func drawTitle(
    _ title: SafeText, of rect: Rect, style: Style, glyphs: Glyphs
  ) {
    guard !title.isEmpty, rect.columns > 6 else { return }
    let shown = title.truncated(to: rect.columns &- 6, ellipsis: glyphs.ellipsis)
    let start = Position(row: rect.row, column: rect.column &+ 2)
    draw(" \(shown) " as SafeText, at: start, style: style)
  }

  /// Draws a horizontal bar over the first line of `rect`, filled to `share` (0 to 1).
  ///
  /// Without colour the filled part still differs from the rest by its characters.
  package mutating func drawBar(
    _ share: Double, in rect: Rect, style: Style, emptyStyle: Style = Style(.dim), glyphs: Glyphs
  ) {
    let line = rect.line(0)
    let parts = glyphs.barParts
    let clamped = share.isFinite ? min(1, max(0, share)) : 0
    let units = Int(clamped * Double(line.columns * parts.count) + 0.5)
    fill(line, style: emptyStyle, scalar: glyphs.barEmpty)
    let full = units / parts.count
    for index in 0..<min(full, line.columns) {
      let place = Position(row: line.row, column: line.column &+ index)
      draw(parts[parts.count - 1], at: place, style: style)
    }
    let rest = units % parts.count
    guard rest > 0, full < line.columns else { return }
    let place = Position(row: line.row, column: line.column &+ full)
    draw(parts[rest - 1], at: place, style: style)
  }
}
