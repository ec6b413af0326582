import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The detail of one socket.
enum DetailView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    canvas.fill(rect)
    guard let pane = DetailPane(state), let detail = state.detail else { return }
    let top = min(detail.top, max(0, pane.lines.count - rect.rows))
    for (row, line) in pane.lines.dropFirst(max(0, top)).prefix(rect.rows).enumerated() {
      draw(line, on: &canvas, in: rect.line(row), glyphs: state.settings.glyphs)
    }
    guard top + rect.rows < pane.lines.count, !rect.isEmpty else { return }
    let place = Position(row: rect.endRow - 1, column: rect.endColumn - 1)
    canvas.draw(state.settings.glyphs.moreDown, at: place, style: Style(.dim))
  }

  private static func draw(
    _ line: DetailPane.Line, on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs
  ) {
    var area = rect
    _ = area.takeLeft(1)
    let ellipsis = glyphs.ellipsis
    switch line {
    case .blank: break
    case .title(let text):
      canvas.draw(text, in: area, style: Style(.accent, bold: true), ellipsis: ellipsis)
    case .text(let text, let role):
      canvas.draw(text, in: area, style: Style(role), ellipsis: ellipsis)
    case .fact(let label, let value, let help):
      canvas.draw(
        "  \(label)" as SafeText, in: area.takeLeft(DetailPane.labelWidth), ellipsis: ellipsis)
      let room = help.isEmpty ? area.columns : DetailPane.valueWidth
      canvas.draw(
        value, in: area.takeLeft(room), style: Style(bold: true), elision: .middle,
        ellipsis: ellipsis)
      canvas.draw(help, in: area, style: Style(.dim), ellipsis: ellipsis)
    case .bar(let label, let share, let figure, let role):
      BarGauge("  \(label)", share: share, figure: figure, style: Style(role)).draw(
        on: &canvas, in: area.takeLeft(min(area.columns, 72)), labelWidth: 19, figureWidth: 5,
        glyphs: glyphs)
    case .graph(let label, let values, let figure, let role, let line, let height):
      canvas.draw("  \(label)" as SafeText, in: area.takeLeft(20))
      let figureWidth = height > 1 ? 14 : DetailPane.figureWidth(columns: rect.columns)
      canvas.draw(figure, in: area.takeLeft(min(area.columns, figureWidth)), ellipsis: ellipsis)
      _ = area.takeLeft(1)
      guard area.columns >= 8 else { return }
      Sparkline(values).drawLine(
        line, of: height, on: &canvas, in: area.takeLeft(min(area.columns, 120)),
        style: Style(role), glyphs: glyphs)
    }
  }
}
