import SocketMetrics
import TerminalUI
import TextSafety

/// What each action of the key table does.
extension MonitorState {
  /// Actions that move through a list.
  static let moves: [MonitorAction: ListCursor.Move] = [
    .moveUp: .up, .moveDown: .down, .pageUp: .pageUp, .pageDown: .pageDown,
    .halfPageUp: .halfPageUp, .halfPageDown: .halfPageDown, .moveFirst: .home, .moveLast: .end,
  ]

  mutating func perform(_ action: MonitorAction) -> [MonitorEffect] {
    switch action {
    case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .moveFirst, .moveLast:
      if let step = Self.moves[action] { move(step) }
    case .columnLeft: moveColumn(by: -1)
    case .columnRight: moveColumn(by: 1)
    case .filter: openFilterPrompt()
    case .cancel: cancel()
    case .sortByPreviousColumn: sortByNeighbour(-1)
    case .sortByNextColumn: sortByNeighbour(1)
    case .sortMenu: openSortMenu()
    case .reverseSort:
      table.order.isDescending.toggle()
      refreshRows()
    case .signal: return openSignalDialog()
    case .pause: togglePause()
    case .longerInterval: return changeInterval(by: 1)
    case .shorterInterval: return changeInterval(by: -1)
    case .numeric:
      isNumeric.toggle()
      refreshRows()
    case .help: overlay = .help(top: 0)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .quit: return [.quit]
    }
    return []
  }

  /// Escape: takes the filter away.
  private mutating func cancel() {
    guard !filter.isEmpty else { return }
    filter.clear()
    refreshRows()
    status = StatusMessage("filter cleared")
  }

  private mutating func togglePause() {
    isPaused.toggle()
    guard !isPaused, let held = heldSample else { return }
    heldSample = nil
    sample = held
    refreshRows()
  }

  /// To the next longer or shorter of the fixed intervals.
  private mutating func changeInterval(by step: Int) -> [MonitorEffect] {
    let wanted =
      step > 0
      ? Self.intervals.first { $0 > interval * 1.001 }
      : Self.intervals.last { $0 < interval * 0.999 }
    guard let wanted else { return [] }
    interval = wanted
    return [.setInterval(wanted)]
  }

  private mutating func moveColumn(by step: Int) {
    let last = table.columns.count - 1
    table.selectedColumn = min(max(0, table.selectedColumn + step), max(0, last))
    scrollToSelectedColumn()
  }

  /// Scrolls sideways only as far as the column cursor needs.
  private mutating func scrollToSelectedColumn() {
    let width = size.columns
    func isShown() -> Bool {
      TableView.table(of: self).layout(width: width).slot(of: table.selectedColumn) != nil
    }
    table.firstColumn = 0
    while !isShown(), table.firstColumn < table.columns.count { table.firstColumn += 1 }
  }

  private mutating func sortByNeighbour(_ step: Int) {
    let present = table.columns.firstIndex(of: table.order.field) ?? table.selectedColumn
    let wanted = present + step
    guard table.columns.indices.contains(wanted) else { return }
    table.selectedColumn = wanted
    scrollToSelectedColumn()
    sort(by: table.columns[wanted])
  }

  /// Sorts by `field` in the direction in which it reads best; again by the same field reverses.
  mutating func sort(by field: SocketField) {
    let isDescending = SocketTableState.sortsDescending(field)
    if table.order.field == field {
      table.order.isDescending.toggle()
    } else {
      table.order = RowOrder(field, descending: isDescending)
    }
    refreshRows()
  }

  private mutating func openSortMenu() {
    let items = SocketField.allCases.map {
      Menu.Item($0.definition.title, detail: $0.definition.identifier)
    }
    let selected = SocketField.allCases.firstIndex(of: table.order.field) ?? 0
    overlay = .sortMenu(Menu(title: "Sort by", items: items, selected: selected))
  }
}
