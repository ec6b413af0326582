import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The filter line: the filter in force or its prompt, and how many rows pass; while a search is
/// typed, its prompt.
enum FilterView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let glyphs = state.settings.glyphs
    var line = rect
    if state.detail != nil { return drawDetailTitle(state, on: &canvas, in: rect) }
    let count = countText(of: state)
    if line.columns >= 60 || !isTyping(state) {
      let room = line.takeRight(min(count.columns, line.columns / 2))
      canvas.draw(count, in: room, style: Style(.dim), alignment: .right)
    }
    switch state.overlay {
    case .filterPrompt(let prompt):
      guard prompt.naming == nil else { return drawName(prompt, on: &canvas, in: line, glyphs) }
      label(" Filter: ", on: &canvas, &line)
      prompt.editor.draw(on: &canvas, in: line, error: prompt.error?.range, glyphs: glyphs)
    case .searchPrompt(let editor):
      label(" Search: ", on: &canvas, &line)
      editor.draw(on: &canvas, in: line, glyphs: glyphs)
    case .none, .help, .menu, .choice, .columns, .explanation, .signal, .destroy:
      label(" Filter: ", on: &canvas, &line)
      drawFilter(state, on: &canvas, in: line)
    }
  }

  /// The name under which the filter is saved, while it is typed.
  private static func drawName(
    _ prompt: FilterPrompt, on canvas: inout Canvas, in rect: Rect, _ glyphs: Glyphs
  ) {
    var line = rect
    label(" Save as: ", on: &canvas, &line)
    prompt.naming?.draw(on: &canvas, in: line, glyphs: glyphs)
  }

  private static func isTyping(_ state: MonitorState) -> Bool {
    switch state.overlay {
    case .filterPrompt, .searchPrompt: true
    case .none, .help, .menu, .choice, .columns, .explanation, .signal, .destroy: false
    }
  }

  private static func label(_ text: SafeText, on canvas: inout Canvas, _ line: inout Rect) {
    canvas.draw(text, in: line.takeLeft(text.columns), style: Style(.accent))
  }

  private static func drawFilter(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    var line = rect
    if let owner = state.followed {
      let text: SafeText = "\(owner.command)[\(owner.pid)] only  "
      canvas.draw(text, in: line.takeLeft(text.columns), style: Style(.accent))
    }
    if let search = state.search {
      let text: SafeText = "search \(search.query)  "
      let role: StyleRole = search.isFound ? .accent : .warning
      canvas.draw(text, in: line.takeLeft(text.columns), style: Style(role))
    }
    guard state.filter.isEmpty else {
      return canvas.draw(
        state.filter.text, in: line, ellipsis: state.settings.glyphs.ellipsis)
    }
    let key = state.view == .summary ? nil : state.settings.keys.hint(for: .filter)
    let hint: SafeText = key.map { "none (\($0) to type one)" } ?? "none"
    guard hint.columns <= line.columns else {
      return canvas.draw("none", in: line, style: Style(.dim), ellipsis: "")
    }
    canvas.draw(hint, in: line, style: Style(.dim))
  }

  private static func drawDetailTitle(
    _ state: MonitorState, on canvas: inout Canvas, in rect: Rect
  ) {
    guard let pane = DetailPane(state) else { return }
    canvas.draw(
      pane.title, in: rect, style: Style(.accent, bold: true),
      ellipsis: state.settings.glyphs.ellipsis)
  }

  /// `by RX+TX/s▼  112 of 734 sockets`; the order only where no column's title tells it.
  private static func countText(of state: MonitorState) -> SafeText {
    guard state.sample != nil, state.view != .summary else { return "" }
    var text = SafeText()
    let order = state.table.order
    let isLong = state.size.columns >= 60
    // What is typed needs the room more.
    if isLong, !isTyping(state), !state.table.columns.contains(order.column) {
      let glyphs = state.settings.glyphs
      text.append(" by \(order.column.definition.title)" as SafeText)
      text.append(scalar: order.isDescending ? glyphs.sortDescending : glyphs.sortAscending)
      text.append(" ")
    }
    text.append(" ")
    switch state.view {
    case .sockets where state.table.grouping == nil:
      let count = state.table.count - state.table.endedCount
      text.append("\(count) of " as SafeText)
      append(state.liveCount, isLong ? "socket" : nil, to: &text)
    case .sockets, .processes, .peers: append(state.groups.count, "group", to: &text)
    case .listeners: append(state.table.count, "listener", to: &text)
    case .events:
      text.append("\(state.table.count) of " as SafeText)
      append(state.events.total, isLong ? "event" : nil, to: &text)
    case .summary: break
    }
    text.append(" ")
    return text
  }

  /// `1 listener`, `2 listeners`; without a word only the number.
  private static func append(
    _ count: some BinaryInteger, _ word: StaticString?, to text: inout SafeText
  ) {
    text.append(count)
    guard let word else { return }
    text.append(" ")
    text.append(word)
    if count != 1 { text.append("s") }
  }
}

/// The line of views.
enum TabsView {
  static func tabs(of state: MonitorState) -> Tabs {
    Tabs(ViewKind.allCases.map(\.title), selected: state.view.rawValue)
  }

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    tabs(of: state).draw(on: &canvas, in: rect)
  }
}
