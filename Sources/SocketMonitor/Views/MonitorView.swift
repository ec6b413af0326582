package import TerminalUI

/// The whole screen: reads the state and draws it.
package enum MonitorView {
  /// A canvas of the state's size that shows the state.
  package static func draw(_ state: MonitorState) -> Canvas {
    var canvas = Canvas(size: state.size)
    let layout = ScreenLayout(size: state.size)
    HeaderView.draw(state, on: &canvas, in: layout.header)
    SummaryView.draw(state, on: &canvas, in: layout.summary)
    FilterView.draw(state, on: &canvas, in: layout.filter)
    TableView.draw(state, on: &canvas, in: layout.table)
    StatusView.draw(state, on: &canvas, in: layout.status)
    KeyBarView.draw(state, on: &canvas, in: layout.keyBar)
    drawOverlay(of: state, on: &canvas)
    return canvas
  }

  private static func drawOverlay(of state: MonitorState, on canvas: inout Canvas) {
    let area = Rect(row: 0, column: 0, columns: state.size.columns, rows: state.size.rows)
    switch state.overlay {
    case .none, .filterPrompt: break
    case .help(let top): HelpView.draw(state, top: top, on: &canvas, in: area)
    case .sortMenu(let menu):
      menu.draw(on: &canvas, in: area.centered(menu.size), glyphs: state.settings.glyphs)
    case .signal(let dialog): SignalView.draw(dialog, state, on: &canvas, in: area)
    }
  }
}
