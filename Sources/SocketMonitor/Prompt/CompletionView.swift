import SocketFilter
import TerminalUI
import TextSafety

/// The list of candidates under the word that they complete.
struct CompletionView {
  let completion: PromptCompletion
  let glyphs: Glyphs

  /// Draws at the top of `area`, the texts below `column` when there is room on its right.
  func draw(on canvas: inout Canvas, in area: Rect, column: Int) {
    let rows = min(completion.count, PromptCompletion.height, area.rows)
    guard rows > 0 else { return }
    let texts = completion.candidates.map { SafeText($0.text) }
    let textColumns = min(texts.map(\.columns).max() ?? 0, 40)
    let helpColumns = completion.candidates.map(\.help.columns).max() ?? 0
    let wanted = textColumns + (helpColumns > 0 ? helpColumns + 2 : 0) + 3
    let columns = min(wanted, area.columns)
    let left = max(0, min(column - 1, area.columns - columns))
    var cursor = completion.cursor
    cursor.fit(count: completion.count, height: rows)
    for index in cursor.visible(count: completion.count, height: rows) {
      let line = Rect(
        row: area.row + index - cursor.top, column: area.column + left, columns: columns, rows: 1)
      let role: StyleRole = index == cursor.index ? .dialogSelected : .dialog
      draw(texts[index], completion.candidates[index].help, role, textColumns, on: &canvas, line)
    }
    drawMarks(cursor, rows: rows, on: &canvas, column: area.column + left + columns - 1, area)
  }

  private func draw(
    _ text: SafeText, _ help: SafeText, _ role: StyleRole, _ textColumns: Int,
    on canvas: inout Canvas, _ line: Rect
  ) {
    canvas.fill(line, style: Style(role))
    var rest = line.inset(columns: 1, rows: 0)
    let part = rest.takeLeft(textColumns)
    canvas.draw(text, in: part, style: Style(role), ellipsis: glyphs.ellipsis)
    _ = rest.takeLeft(2)
    canvas.draw(help, in: rest, style: Style(role), ellipsis: glyphs.ellipsis)
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
