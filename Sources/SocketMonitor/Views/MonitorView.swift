package import TerminalUI
import TextSafety

/// The whole screen: reads the state and draws it.
package enum MonitorView {
  /// A canvas of the state's size that shows the state.
  package static func draw(_ state: MonitorState) -> Canvas {
    var canvas = Canvas(size: state.size)
    let layout = state.layout
    guard !layout.isTooSmall else {
      drawHint(state, on: &canvas)
      return canvas
    }
    HeaderView.draw(state, on: &canvas, in: layout.header)
    HostLinesView.draw(state, on: &canvas, in: layout.summary)
    FilterView.draw(state, on: &canvas, in: layout.filter)
    TabsView.draw(state, on: &canvas, in: layout.tabs)
    if state.detail != nil {
      DetailView.draw(state, on: &canvas, in: layout.table)
    } else if state.view == .summary {
      SummaryPane.draw(state, on: &canvas, in: layout.table)
    } else {
      TableView.draw(state, on: &canvas, in: layout.table)
    }
    StatusView.draw(state, on: &canvas, in: layout.status)
    KeyBarView.draw(state, on: &canvas, in: layout.keyBar)
    PromptView.draw(state, on: &canvas)
    OverlayView.draw(state, on: &canvas)
    if state.settings.glyphs.alphabet == .ascii { canvas.replaceNonASCII() }
    return canvas
  }

  private static func drawHint(_ state: MonitorState, on canvas: inout Canvas) {
    let text: SafeText = "make me larger: \(state.size.columns)x\(state.size.rows)"
    for (row, line) in text.wrapped(to: max(1, state.size.columns)).enumerated() {
      canvas.draw(line, at: Position(row: row, column: 0))
    }
  }
}
