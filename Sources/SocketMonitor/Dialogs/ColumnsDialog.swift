package import SocketMetrics
package import TerminalUI
package import TextSafety

/// The dialog that chooses, orders and presets the columns; the table behind it follows at once.
package struct ColumnsDialog: Sendable {
  package internal(set) var cursor = ListCursor()
  /// All columns that the table may show, those shown first.
  package internal(set) var columns: [ViewColumn]
  package internal(set) var shown: Set<ViewColumn>
  /// The columns from before: Escape brings them back.
  let before: [ViewColumn]

  init(_ present: [ViewColumn], all: [ViewColumn]) {
    before = present
    shown = Set(present)
    columns = present + all.filter { !present.contains($0) }
  }

  /// The columns that are chosen, in order.
  var chosen: [ViewColumn] { columns.filter(shown.contains) }
}

/// A choice of columns with a name.
package struct ColumnPreset: Sendable {
  package var title: SafeText
  package var fields: [SocketField]

  package static let all: [ColumnPreset] = [
    ColumnPreset(title: "overview", fields: SocketTableState.standardColumns),
    ColumnPreset(
      title: "rates",
      fields: [.state, .rx, .tx, .rxBytes, .txBytes, .delivery, .pacing, .local, .peer, .proc]),
    ColumnPreset(
      title: "TCP health",
      fields: [
        .state, .rtt, .rttvar, .minrtt, .rto, .retrans, .retransRate, .cwnd, .ssthresh, .unacked,
        .lost, .limit, .cc, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "queues",
      fields: [
        .state, .recvq, .sendq, .notsent, .unacked, .sndwnd, .backlog, .drops, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "memory",
      fields: [
        .state, .skmemRead, .skmemReadLimit, .skmemWrite, .skmemWriteLimit, .backlogMemory, .drops,
        .dropRate, .local, .peer, .proc,
      ]),
    ColumnPreset(
      title: "timers",
      fields: [
        .state, .timer, .timerLeft, .idle, .lastSent, .lastReceived, .age, .stateAge, .local, .peer,
        .proc,
      ]),
  ]
}

/// Choosing columns.
extension MonitorState {
  mutating func openColumns() {
    guard view != .summary else { return }
    var all = ViewLayout.available(in: view)
    if view == .sockets, table.grouping != nil {
      all = SocketTableState.groupColumns.filter { $0.field == nil } + all
    }
    overlay = .columns(ColumnsDialog(table.columns, all: all))
  }

  mutating func apply(_ key: Key, to dialog: ColumnsDialog) -> [MonitorEffect] {
    var dialog = dialog
    let height = max(1, size.rows - 6)
    switch key {
    case .escape, .control("c"):
      overlay = .none
      take(dialog.before)
      return []
    case .enter, .function(2), .character("q"):
      overlay = .none
      return []
    case .character("s"):
      overlay = .none
      return [.saveLayouts(ViewKind.allCases.map { ($0, layout(of: $0)) })]
    case .character(" "):
      toggle(&dialog)
    case .character("<"), .left: shift(&dialog, by: -1)
    case .character(">"), .right: shift(&dialog, by: 1)
    case .character(let digit) where ("1"..."6").contains(digit):
      choosePreset(Int(digit.value) - 0x31, in: &dialog)
    case .character, .control, .tab, .backTab, .backspace, .delete, .up, .down,
      .home, .end, .pageUp, .pageDown, .insert, .function, .alt:
      if case .move(let step) = settings.keys.action(for: key) {
        dialog.cursor.move(step, count: dialog.columns.count, height: height)
      }
    }
    overlay = .columns(dialog)
    take(dialog.chosen)
    return []
  }

  /// The last column stays: a table without any shows nothing.
  private func toggle(_ dialog: inout ColumnsDialog) {
    let column = dialog.columns[dialog.cursor.index]
    if !dialog.shown.contains(column) {
      dialog.shown.insert(column)
    } else if dialog.shown.count > 1 {
      dialog.shown.remove(column)
    }
  }

  private func shift(_ dialog: inout ColumnsDialog, by step: Int) {
    let place = dialog.cursor.index
    guard dialog.columns.indices.contains(place + step) else { return }
    dialog.columns.swapAt(place, place + step)
    dialog.cursor.move(
      step > 0 ? .down : .up, count: dialog.columns.count, height: max(1, size.rows - 6))
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

  private mutating func take(_ columns: [ViewColumn]) {
    table.columns = columns
    table.selectedColumn = min(table.selectedColumn, max(0, columns.count - 1))
    table.firstColumn = 0
  }
}
