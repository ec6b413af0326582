import TerminalUI

/// The mouse: what lies under the pointer, and what a press means there.
extension MonitorState {
  mutating func apply(_ event: MouseEvent) -> [MonitorEffect] {
    switch overlay {
    case .none: break
    case .menu(let actions): return press(event, in: actions)
    case .help(var help):
      if event.action == .wheelUp { help.top = max(0, help.top - 3) }
      if event.action == .wheelDown { help.top += 3 }
      overlay = .help(help)
      return []
    // Where something could be killed, only keys answer.
    case .filterPrompt, .searchPrompt, .choice, .columns, .explanation, .signal, .destroy:
      return []
    }
    let layout = layout
    if let key = KeyBarView.bar(of: self).key(at: event.position, in: layout.keyBar),
      event.action == .press
    {
      return apply(key)
    }
    if event.action == .press,
      let tab = TabsView.tabs(of: self).tab(
        at: event.position, in: layout.tabs)
    {
      return perform(.view(ViewKind.allCases[tab]))
    }
    if event.action == .press, layout.filter.contains(event.position), detail == nil {
      return perform(.filter)
    }
    guard layout.table.contains(event.position) else { return [] }
    return detail == nil ? pressTable(event, in: layout.table) : scrollDetail(event)
  }

  private mutating func scrollDetail(_ event: MouseEvent) -> [MonitorEffect] {
    switch event.action {
    case .wheelUp: for _ in 0..<3 { _ = performInDetail(.move(.up)) }
    case .wheelDown: for _ in 0..<3 { _ = performInDetail(.move(.down)) }
    case .press, .doublePress: break
    }
    return []
  }

  private mutating func pressTable(_ event: MouseEvent, in rect: Rect) -> [MonitorEffect] {
    status = nil
    isFresh = false
    switch event.action {
    case .wheelUp: scroll(by: -3)
    case .wheelDown: scroll(by: 3)
    case .press, .doublePress:
      guard view != .summary else { return [] }
      let column = TableView.table(of: self).column(at: event.position, in: rect)
      let line = event.position.row - rect.row - 1
      if let column { select(column: column) }
      guard line >= 0 else {
        if let column, event.action == .press { sort(by: table.columns[column]) }
        return []
      }
      guard line < table.visible.count else { return [] }
      select(line: table.cursor.top + line)
      if event.action == .doublePress { return perform(.detail) }
    }
    return []
  }

  private mutating func press(_ event: MouseEvent, in actions: ActionMenu) -> [MonitorEffect] {
    var actions = actions
    let box = OverlayView.box(of: actions.menu, size: size)
    switch event.action {
    case .wheelUp: return apply(.up, to: actions)
    case .wheelDown: return apply(.down, to: actions)
    case .press, .doublePress:
      guard let item = actions.menu.item(at: event.position, in: box) else {
        overlay = .none
        return []
      }
      actions.menu.cursor.index = item
      overlay = .menu(actions)
      return apply(.enter, to: actions)
    }
  }
}
