/// A graph of values over time, the newest on the right.
package struct Sparkline: Hashable, Sendable {
  /// The values, oldest first; nil where nothing is known (drawn as a gap).
  package var values: [Double?]
  /// The value that fills the height; nil for the greatest value shown.
  package var maximum: Double?

  /// A graph scaled to its greatest value unless told.
  package init(_ values: [Double?], maximum: Double? = nil) {
    self.values = values
    self.maximum = maximum
  }

  /// Draws over all rows of `rect`; one value a cell, two a cell in braille when there is more
  /// than one row. A value above zero always shows.
  package func draw(on canvas: inout Canvas, in rect: Rect, style: Style, glyphs: Glyphs) {
    for line in 0..<max(0, rect.rows) {
      drawLine(
        line, of: rect.rows, on: &canvas, in: rect.line(line), style: style, glyphs: glyphs)
    }
  }

  /// Draws one line of a graph that is `height` lines high, 0 the highest, into the first row of
  /// `rect`: for graphs that scroll line by line.
  package func drawLine(
    _ line: Int, of height: Int, on canvas: inout Canvas, in rect: Rect, style: Style,
    glyphs: Glyphs
  ) {
    let row = rect.line(0)
    canvas.fill(row, style: style)
    guard !row.isEmpty, (0..<height).contains(line) else { return }
    let below = height - 1 - line
    if glyphs.alphabet == .unicode, height > 1 {
      drawBraille(below, of: height, on: &canvas, in: row, style: style)
    } else {
      drawLevels(below, of: height, on: &canvas, in: row, style: style, levels: glyphs.levels)
    }
  }

  private func scale(_ shown: ArraySlice<Double?>) -> Double {
    let greatest = maximum ?? shown.reduce(0) { max($0, $1 ?? 0) }
    return greatest.isFinite && greatest > 0 ? greatest : 1
  }

  /// How many of `steps` a value reaches.
  private func height(_ value: Double?, steps: Int, scale: Double) -> Int {
    guard let value, value.isFinite, value > 0 else { return 0 }
    let height = Int(min(1, value / scale) * Double(steps) + 0.5)
    return max(1, height)
  }

  /// `line` counts from below.
  private func drawLevels(
    _ line: Int, of rows: Int, on canvas: inout Canvas, in rect: Rect, style: Style,
    levels: [Unicode.Scalar]
  ) {
    let shown = values.suffix(rect.columns)
    let scale = scale(shown)
    let steps = levels.count - 1
    let first = rect.endColumn - shown.count
    for (index, value) in shown.enumerated() {
      let height = height(value, steps: steps * rows, scale: scale)
      let level = min(steps, max(0, height - line * steps))
      canvas.draw(levels[level], at: Position(row: rect.row, column: first + index), style: style)
    }
  }

  private func drawBraille(
    _ line: Int, of rows: Int, on canvas: inout Canvas, in rect: Rect, style: Style
  ) {
    let shown = Array(values.suffix(rect.columns * 2))
    let scale = scale(shown[...])
    let missing = rect.columns * 2 - shown.count
    let heights = (0..<rect.columns * 2).map { index in
      index < missing ? 0 : height(shown[index - missing], steps: rows * 4, scale: scale)
    }
    for column in 0..<rect.columns {
      let left = Self.leftDots[min(4, max(0, heights[column * 2] - line * 4))]
      let right = Self.rightDots[min(4, max(0, heights[column * 2 + 1] - line * 4))]
      let place = Position(row: rect.row, column: rect.column + column)
      let dots = Unicode.Scalar(0x2800 + left + right) ?? " "
      canvas.draw(left + right == 0 ? " " : dots, at: place, style: style)
    }
  }

  /// The dots of a braille cell's half, filled from below. Unicode: chart U+2800.
  private static let leftDots: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt32] = [0, 0x80, 0xa0, 0xb0, 0xb8]
}
