package import TextSafety

/// A box with lines of text and the keys that answer it.
package struct Dialog: Hashable, Sendable {
  /// A line and how it looks.
  package struct Line: Hashable, Sendable {
    /// One line, wrapped when it is too long.
    package var text: SafeText
    /// How the line looks.
    package var role: StyleRole

    /// A line of a dialog.
    package init(_ text: SafeText, _ role: StyleRole = .dialog) {
      self.text = text
      self.role = role
    }
  }

  /// An answer: the name of its key and what it does.
  package struct Answer: Hashable, Sendable {
    /// The key that gives the answer.
    package var key: Key
    /// What the answer does, in a word or two.
    package var label: SafeText

    /// An answer.
    package init(_ key: Key, _ label: SafeText) {
      self.key = key
      self.label = label
    }
  }

  /// Stands in the frame.
  package var title: SafeText
  /// What the dialog says.
  package var lines: [Line]
  /// From left to right; empty for a dialog that only tells.
  package var answers: [Answer]
  /// The lines that are scrolled away.
  package var top = 0

  /// A dialog that shows its beginning.
  package init(title: SafeText, lines: [Line], answers: [Answer]) {
    self.title = title
    self.lines = lines
    self.answers = answers
  }

  /// The box that shows everything in at most `limit`; long lines are wrapped to its width.
  package func size(limit: Size) -> Size {
    let widest = (lines.map(\.text.columns) + [answersWidth, title.columns + 4]).max() ?? 0
    let columns = min(limit.columns, widest + 4)
    let rows = wrapped(to: columns - 4).count + (answers.isEmpty ? 2 : 4)
    return Size(columns: columns, rows: min(limit.rows, rows))
  }

  /// Scrolls by `lines` as far as there is text, `height` rows of the box showing it.
  package mutating func scroll(by lines: Int, in rect: Rect) {
    let text = wrapped(to: rect.columns - 4)
    let height = rect.rows - (answers.isEmpty ? 2 : 4)
    top = min(max(0, top + lines), max(0, text.count - max(1, height)))
  }

  /// The index of the answer that `key` gives, nil when it gives none.
  package func answer(to key: Key) -> Int? { answers.firstIndex { $0.key == key } }

  /// Draws the dialog over `rect`: the answers always show, in the last line; text that does not
  /// fit scrolls.
  package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
    canvas.drawBox(rect, title: title, glyphs: glyphs)
    var body = rect.inset(columns: 2, rows: 1)
    if !answers.isEmpty {
      drawAnswers(on: &canvas, in: body.takeBottom(1), glyphs)
      _ = body.takeBottom(1)
    }
    let text = wrapped(to: body.columns)
    let first = min(max(0, top), max(0, text.count - body.rows))
    for (row, line) in text.dropFirst(first).prefix(body.rows).enumerated() {
      canvas.draw(line.text, in: body.line(row), style: Style(line.role))
    }
    guard first + body.rows < text.count else { return }
    let place = Position(row: rect.endRow - 1, column: rect.endColumn - 2)
    canvas.draw(glyphs.moreDown, at: place, style: Style(.dialog))
  }

  private var answersWidth: Int {
    answers.reduce(-2) { $0 + KeyName.text($1.key).columns + $1.label.columns + 3 }
  }

  private func drawAnswers(on canvas: inout Canvas, in line: Rect, _ glyphs: Glyphs) {
    var column = line.column
    for answer in answers {
      let place = Position(row: line.row, column: column)
      let key = KeyName.text(answer.key, isASCII: glyphs.alphabet == .ascii)
      column += canvas.draw(key, at: place, style: Style(.dialogTitle, bold: true), clip: line) + 1
      let next = Position(row: line.row, column: column)
      column += canvas.draw(answer.label, at: next, style: Style(.dialog), clip: line) + 2
    }
  }

  private func wrapped(to columns: Int) -> [Line] {
    lines.flatMap { line in
      line.text.wrapped(to: columns).map { Line($0, line.role) }
    }
  }
}
