import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The filter line: the filter in force or its prompt, and how many sockets pass.
enum FilterView {
  private static let label: SafeText = " Filter: "

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    var line = rect
    let count = countText(of: state)
    let countRect = line.takeRight(min(count.columns, line.columns / 2))
    canvas.draw(count, in: countRect, style: Style(.dim), alignment: .right)
    let labelRect = line.takeLeft(label.columns)
    canvas.draw(label, in: labelRect, style: Style(.accent))
    if case .filterPrompt(let prompt) = state.overlay {
      prompt.editor.draw(
        on: &canvas, in: line, error: prompt.error?.range, glyphs: state.settings.glyphs)
    } else if state.filter.isEmpty {
      canvas.draw("none (/ to type one)", in: line, style: Style(.dim))
    } else {
      canvas.draw(state.filter.text, in: line)
    }
  }

  private static func countText(of state: MonitorState) -> SafeText {
    guard let sample = state.sample else { return "" }
    return " \(state.table.count) of \(sample.snapshot.records.count) sockets "
  }
}
