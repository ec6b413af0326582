package import TextSafety

/// The line of views: `1 Sockets  2 Listeners …`, the present one marked.
package struct Tabs: Hashable, Sendable {
  /// From left to right; numbered from 1.
  package var titles: [SafeText]
  /// The index of the present one.
  package var selected: Int

  /// Tabs with one of them marked.
  package init(_ titles: [SafeText], selected: Int) {
    self.titles = titles
    self.selected = selected
  }

  /// Draws the tabs into the first line of `rect`; where they do not fit, the others are shown as
  /// their numbers only.
  package func draw(on canvas: inout Canvas, in rect: Rect) {
    let line = rect.line(0)
    canvas.fill(line)
    for (index, range) in places(width: line.columns).enumerated() {
      let isSelected = index == selected
      let start = Position(row: line.row, column: line.column + range.lowerBound)
      let style = isSelected ? Style(.accent, bold: true, reverse: true) : Style()
      canvas.draw(label(index, width: line.columns), at: start, style: style, clip: line)
    }
  }

  /// The tab at `position`; for mouse presses.
  package func tab(at position: Position, in rect: Rect) -> Int? {
    guard rect.line(0).contains(position) else { return nil }
    let column = position.column - rect.column
    return places(width: rect.columns).firstIndex { $0.contains(column) }
  }

  private func places(width: Int) -> [Range<Int>] {
    var column = 0
    return titles.indices.map { index in
      let start = column
      column += label(index, width: width).columns
      return start..<column
    }
  }

  private func label(_ index: Int, width: Int) -> SafeText {
    let needed = titles.reduce(0) { $0 + $1.columns + 4 }
    let isShort = needed > width && index != selected
    return isShort ? " \(index + 1) " : " \(index + 1) \(titles[index]) "
  }
}
