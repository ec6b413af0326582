import SocketFilter
import TerminalUI
import TextSafety

/// The list of candidates under the word that they complete.
struct CompletionView {
  let completion: PromptCompletion
  let glyphs: Glyphs

  /// Draws at the top of `area`, the texts below `column` when there is room on its right.
  func draw(on canvas: inout Canvas, in area: Rect, column: Int) {
    let box = box(in: area, column: column)
    guard !box.isEmpty else { return }
    let cursor = cursor(rows: box.rows)
    for index in cursor.visible(count: completion.count, height: box.rows) {
      let role: StyleRole = index == cursor.index ? .dialogSelected : .dialog
      draw(completion.candidates[index], role, on: &canvas, box.line(index - cursor.top))
    }
    drawMarks(cursor, rows: box.rows, on: &canvas, column: box.endColumn - 1, area)
  }

  /// The candidate at a place of the screen; nil when there is none.
  func item(at position: Position, in area: Rect, column: Int) -> Int? {
    let box = box(in: area, column: column)
    guard box.contains(position) else { return nil }
    let index = cursor(rows: box.rows).top + position.row - box.row
    return index < completion.count ? index : nil
  }

  private func box(in area: Rect, column: Int) -> Rect {
    let rows = min(completion.count, PromptCompletion.height, area.rows)
    let helpColumns = completion.candidates.map(\.help.columns).max() ?? 0
    let wanted = textColumns + (helpColumns > 0 ? helpColumns + 2 : 0) + 3
    let columns = min(wanted, area.columns)
    let left = max(0, min(column - 1, area.columns - columns))
    return Rect(row: area.row, column: area.column + left, columns: columns, rows: max(0, rows))
  }

  private var textColumns: Int {
    min(completion.candidates.map { SafeText($0.text).columns }.max() ?? 0, 40)
  }

  private func cursor(rows: Int) -> ListCursor {
    var cursor = completion.cursor
    cursor.fit(count: completion.count, height: rows)
    return cursor
  }

  private func draw(
    _ candidate: FilterCompletion.Candidate, _ role: StyleRole, on canvas: inout Canvas,
    _ line: Rect
  ) {
    canvas.fill(line, style: Style(role))
    var rest = line.inset(columns: 1, rows: 0)
    let part = rest.takeLeft(textColumns)
    canvas.draw(SafeText(candidate.text), in: part, style: Style(role), ellipsis: glyphs.ellipsis)
    _ = rest.takeLeft(2)
    canvas.draw(candidate.help, in: rest, style: Style(role), ellipsis: glyphs.ellipsis)
  }

  /// There is more above, or below.
  private func drawMarks(
    _ cursor: ListCursor, rows: Int, on canvas: inout Canvas, column: Int, _ area: Rect
  ) {
    if cursor.top > 0 {
      canvas.draw(
        glyphs.moreUp, at: Position(row: area.row, column: column), style: Style(.dialog))
    }
    guard cursor.top + rows < completion.count else { return }
    let place = Position(row: area.row + rows - 1, column: column)
    canvas.draw(glyphs.moreDown, at: place, style: Style(.dialog))
  }
}
