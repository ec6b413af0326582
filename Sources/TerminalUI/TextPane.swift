package import TextSafety

/// Lines of text that scroll, with the matches of a search marked: help, detail.
package struct TextPane: Hashable, Sendable {
  /// A line and how it looks.
  package struct Line: Hashable, Sendable {
    /// One line; it is not wrapped.
    package var text: SafeText
    /// Of the whole line.
    package var style: Style

    /// A line of a pane.
    package init(_ text: SafeText, _ style: Style = Style()) {
      self.text = text
      self.style = style
    }
  }

  /// All lines; those that show begin at `top`.
  package var lines: [Line]
  /// The first line that shows.
  package var top: Int
  /// What is marked; empty for nothing. ASCII letters without regard to case.
  package var query: SafeText
  /// The line that the search found last, nil after scrolling by hand.
  package private(set) var found: Int?

  /// A pane at its beginning unless told.
  package init(_ lines: [Line], top: Int = 0, query: SafeText = SafeText()) {
    self.lines = lines
    self.top = top
    self.query = query
  }

  /// Scrolls in a pane of `height` rows.
  package mutating func move(_ move: ListCursor.Move, height: Int) {
    let page = max(1, height - 1)
    found = nil
    switch move {
    case .up: top -= 1
    case .down: top += 1
    case .pageUp: top -= page
    case .pageDown: top += page
    case .halfPageUp: top -= max(1, height / 2)
    case .halfPageDown: top += max(1, height / 2)
    case .home: top = 0
    case .end: top = lines.count
    }
    fit(height: height)
  }

  /// Brings `top` back into the text.
  package mutating func fit(height: Int) {
    top = min(max(0, top), max(0, lines.count - max(1, height)))
  }

  /// Scrolls to the next line that holds the query, below (or above) the one found last, else the
  /// first that shows, around the end; false when no line does.
  package mutating func findNext(backwards: Bool = false, height: Int) -> Bool {
    let count = lines.count
    guard count > 0, !query.isEmpty else { return false }
    let start = min(max(0, found ?? top), count - 1)
    for step in 1...count {
      let index = (start + (backwards ? count - step : step)) % count
      guard !lines[index].text.ranges(of: query).isEmpty else { continue }
      found = index
      top = index
      fit(height: height)
      return true
    }
    return false
  }

  /// Draws the lines from `top` on; one that is too long is cut at its end.
  package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
    canvas.fill(rect)
    var view = self
    view.fit(height: rect.rows)
    for (row, line) in lines.dropFirst(view.top).prefix(rect.rows).enumerated() {
      let area = rect.line(row)
      canvas.draw(line.text, in: area, style: line.style, ellipsis: glyphs.ellipsis)
      for range in line.text.ranges(of: query) {
        let first = line.text.column(ofByte: range.lowerBound)
        let columns = line.text.column(ofByte: range.upperBound) - first
        let part = Rect(row: area.row, column: area.column + first, columns: columns, rows: 1)
        canvas.setRole(.match, in: part.intersection(area))
      }
    }
  }
}
