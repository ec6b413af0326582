import TerminalUI

/// The mouse: what lies under the pointer, and what a press means there.
extension MonitorState {
  mutating func apply(_ event: MouseEvent) -> [MonitorEffect] {
    if event.action == .press,
      let key = KeyBarView.bar(of: self).key(at: event.position, in: layout.keyBar)
    {
      return pressKeyBar(key)
    }
    guard case .none = overlay else { return applyInOverlay(event) }
    let layout = layout
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
}
