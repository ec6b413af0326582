import SocketFilter
import TerminalUI
import TextSafety

/// What is wrong, in the row below the prompt, under the word that is wrong.
struct PromptErrorLine {
  let error: FilterError
  /// The word is still being typed: no reason for alarm.
  let isUnfinished: Bool

  /// Draws into `rect`, the mark at `column`; a message without room on its right stands on the
  /// left of the mark, and one without room there over the whole row.
  func draw(on canvas: inout Canvas, in rect: Rect, column: Int, glyphs: Glyphs) {
    let style = Style(isUnfinished ? .dim : .error)
    let mark: SafeText = "^"
    let message = error.message
    guard rect.column..<rect.endColumn ~= column else {
      return canvas.draw(" \(message)", in: rect, style: style, ellipsis: glyphs.ellipsis)
    }
    var left = rect
    var right = left.takeRight(rect.endColumn - column)
    let width = message.columns + 2
    if right.columns >= width {
      canvas.draw("\(mark) \(message)", in: right, style: style)
    } else if left.columns >= width {
      canvas.draw(mark, in: right.takeLeft(1), style: style)
      _ = left.takeRight(1)
      canvas.draw(message, in: left, style: style, alignment: .right)
    } else {
      canvas.draw(" \(message)", in: rect, style: style, ellipsis: glyphs.ellipsis)
    }
  }
}
