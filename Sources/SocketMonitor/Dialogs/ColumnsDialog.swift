import SocketMetrics
package import TerminalUI
import TextSafety

/// The dialog that chooses, orders, sizes and presets the columns; the table behind it follows at
/// once.
package struct ColumnsDialog: Sendable {
  package internal(set) var cursor = ListCursor()
  /// All columns that the table may show, those shown first.
  package internal(set) var columns: [ViewColumn]
  package internal(set) var shown: Set<ViewColumn>
  /// The cells that the user gave a column; one that is missing takes what it needs.
  package internal(set) var widths: [ViewColumn: Int]
  /// The table from before: Escape brings it back.
  let before: SocketTableState

  init(_ table: SocketTableState, all: [ViewColumn]) {
    before = table
    shown = Set(table.columns)
    widths = table.widths
    columns = table.columns + all.filter { !table.columns.contains($0) }
  }

  /// The columns that are chosen, in order.
  var chosen: [ViewColumn] { columns.filter(shown.contains) }
}

/// Choosing columns.
extension MonitorState {
  mutating func openColumns() {
    guard view != .summary else { return }
    var all = ViewLayout.available(in: view)
    if view == .sockets, table.grouping != nil {
      all = SocketTableState.groupColumns.filter { $0.field == nil } + all
    }
    overlay = .columns(ColumnsDialog(table, all: all))
  }

  mutating func apply(_ key: Key, to dialog: ColumnsDialog) -> [MonitorEffect] {
    var dialog = dialog
    switch key {
    case .escape, .control("c"):
      overlay = .none
      restore(dialog.before)
      return []
    case .enter, .character("q"):
      overlay = .none
      return []
    case .character("s"):
      overlay = .none
      return [.saveLayouts(ViewKind.allCases.map { ($0, layout(of: $0)) })]
    case .character(" "): toggle(&dialog)
    case .character("<"), .left: shift(&dialog, by: -1)
    case .character(">"), .right: shift(&dialog, by: 1)
    case .character("+"): resize(&dialog, by: 1)
    case .character("-"): resize(&dialog, by: -1)
    case .character("0"): dialog.widths[dialog.columns[dialog.cursor.index]] = nil
    case .character(let digit) where ("1"..."6").contains(digit):
      choosePreset(Int(digit.value) - 0x31, in: &dialog)
    case .character, .control, .tab, .backTab, .backspace, .delete, .up, .down,
      .home, .end, .pageUp, .pageDown, .insert, .function, .alt:
      let action = settings.keys.action(for: key)
      if action == .setup {
        overlay = .none
        return []
      }
      if case .move(let step) = action { move(step, in: &dialog) }
    }
    show(dialog)
    return []
  }

  /// Shows the dialog, and the table as it has it.
  mutating func show(_ dialog: ColumnsDialog) {
    overlay = .columns(dialog)
    table.columns = dialog.chosen
    table.widths = dialog.widths
    table.firstColumn = 0
    // The column that the dialog is at is marked in the table, which is the preview.
    let place = table.columns.firstIndex(of: dialog.columns[dialog.cursor.index])
    table.selectedColumn = place ?? min(table.selectedColumn, table.columns.count - 1)
  }

  /// The last column stays: a table without any shows nothing.
  func toggle(_ dialog: inout ColumnsDialog) {
    let column = dialog.columns[dialog.cursor.index]
    if !dialog.shown.contains(column) {
      dialog.shown.insert(column)
    } else if dialog.shown.count > 1 {
      dialog.shown.remove(column)
    }
  }

  func move(_ step: ListCursor.Move, in dialog: inout ColumnsDialog) {
    let height = ColumnsView.place(of: dialog, in: self).box.rows - 2
    dialog.cursor.move(step, count: dialog.columns.count, height: max(1, height))
  }

  private func shift(_ dialog: inout ColumnsDialog, by step: Int) {
    let place = dialog.cursor.index
    guard dialog.columns.indices.contains(place + step) else { return }
    dialog.columns.swapAt(place, place + step)
    move(step > 0 ? .down : .up, in: &dialog)
  }

  /// From the cells that it has in the table now.
  private func resize(_ dialog: inout ColumnsDialog, by step: Int) {
    let column = dialog.columns[dialog.cursor.index]
    guard let place = table.columns.firstIndex(of: column) else { return }
    let slot = TableView.table(of: self).layout(width: size.columns).slot(of: place)
    let present = dialog.widths[column] ?? slot?.width ?? column.definition.width.lowerBound
    let range = ViewLayout.widths
    dialog.widths[column] = min(max(range.lowerBound, present + step), range.upperBound)
  }

  private func choosePreset(_ number: Int, in dialog: inout ColumnsDialog) {
    guard view == .sockets, table.grouping == nil, ColumnPreset.all.indices.contains(number) else {
      return
    }
    let fields = ColumnPreset.all[number].fields.map(ViewColumn.field)
    dialog.shown = Set(fields)
    dialog.columns = fields + dialog.columns.filter { !fields.contains($0) }
    dialog.cursor = ListCursor()
  }

  private mutating func restore(_ before: SocketTableState) {
    table.columns = before.columns
    table.widths = before.widths
    table.firstColumn = before.firstColumn
    table.selectedColumn = before.selectedColumn
  }
}
