import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The cursor, the column cursor, and the order.
extension MonitorState {
  /// Moves the cursor; from now on it stays on the row that it reaches.
  mutating func move(_ step: ListCursor.Move) {
    guard view != .summary else {
      let height = layout.table.rows
      table.cursor.index = table.cursor.top
      let count = SummaryPane.lineCount(of: self)
      let limit = max(0, count - height)
      switch step {
      case .up: table.cursor.top -= 1
      case .down: table.cursor.top += 1
      case .pageUp, .halfPageUp: table.cursor.top -= max(1, height / 2)
      case .pageDown, .halfPageDown: table.cursor.top += max(1, height / 2)
      case .home: table.cursor.top = 0
      case .end: table.cursor.top = limit
      }
      table.cursor.top = min(max(0, table.cursor.top), limit)
      return
    }
    // The line that lost its row comes back under the cursor first.
    if table.isLost, step == .up || step == .down {
      table.isLost = false
    } else {
      table.isLost = false
      table.cursor.move(step, count: table.count, height: tableHeight)
    }
    selectVisible()
    pinCursor()
  }

  /// The wheel: scrolls, and takes the cursor along only as far as it must.
  mutating func scroll(by lines: Int) {
    guard view != .summary else { return move(lines > 0 ? .down : .up) }
    let before = table.cursor.index
    table.cursor.scroll(by: lines, count: table.count, height: tableHeight)
    selectVisible()
    if table.cursor.index != before || table.selected == nil { pinCursor() }
  }

  /// Puts the cursor on a line of the list.
  mutating func select(line: Int) {
    table.isLost = false
    table.cursor.index = line
    selectVisible()
    pinCursor()
  }

  /// The cursor stays on what it is on now.
  mutating func pinCursor() {
    table.selected = selectedItem.flatMap(key(of:))
  }

  mutating func pin(_ item: RowItem) { table.selected = key(of: item) }

  mutating func moveColumn(by step: Int) {
    select(column: table.selectedColumn + step)
  }

  mutating func select(column: Int) {
    table.selectedColumn = min(max(0, column), max(0, table.columns.count - 1))
    scrollToSelectedColumn()
  }

  /// Scrolls sideways only as far as the column cursor needs.
  private mutating func scrollToSelectedColumn() {
    let width = size.columns
    func isShown() -> Bool {
      TableView.table(of: self).layout(width: width).slot(of: table.selectedColumn) != nil
    }
    guard !isShown() else { return }
    table.firstColumn = 0
    while !isShown(), table.firstColumn < table.columns.count { table.firstColumn += 1 }
  }

  mutating func sortByNeighbour(_ step: Int) {
    let present = table.columns.firstIndex(of: table.order.column) ?? table.selectedColumn
    let wanted = present + step
    guard table.columns.indices.contains(wanted) else { return }
    select(column: wanted)
    sort(by: table.columns[wanted])
  }

  /// Sorts by `column` in the direction in which it reads best; again by the same one reverses.
  mutating func sort(by column: ViewColumn) {
    if frozen?.view == view { frozen = nil }
    if table.order.column == column {
      table.order.isDescending.toggle()
    } else {
      table.order = TableOrder(column, descending: TableOrder.sortsDescending(column))
    }
    arrangeRows()
  }

  /// `i`: what the column under the cursor shows, and where it comes from.
  mutating func explainColumn() {
    guard table.columns.indices.contains(table.selectedColumn) else { return }
    let column = table.columns[table.selectedColumn]
    let definition = column.definition
    var lines = [Dialog.Line(definition.help), Dialog.Line("")]
    lines.append(Dialog.Line("Source: \(definition.source)", .dim))
    if let field = column.field {
      lines.append(Dialog.Line("In filters and JSON: \(field.definition.identifier)", .dim))
    }
    overlay = .explanation(Dialog(title: definition.title, lines: lines, answers: []))
  }
}
