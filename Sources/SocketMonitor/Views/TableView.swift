import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The table of a view.
enum TableView {
  /// Columns that stay in place while the others scroll sideways: what identifies a row.
  static func isLocked(_ column: ViewColumn, in view: ViewKind) -> Bool {
    switch column {
    case .field(.state): view == .sockets
    case .field(.peer): view == .sockets
    case .field(.local): view == .listeners
    case .group, .time: true
    case .field, .count, .worstRoundTrip, .backlogBar, .accepted, .connections, .halfOpen,
      .siblings, .balance, .event, .duration:
      false
    }
  }

  static func table(of state: MonitorState) -> Table {
    let order = state.table.order
    let hasLongAddresses = state.table.visible.contains { item in
      let family = (state.record(of: item) ?? state.event(of: item)?.record)?.family
      return family.map { $0 != .inet } ?? false
    }
    let columns = state.table.columns.map { column in
      var shown = tableColumn(
        column, in: state.view, isSorted: column == order.column, columns: state.size.columns,
        addresses: hasLongAddresses ? 46 : 24)
      if let width = state.table.widths[column] {
        // One that would take more than half of the screen gives way.
        let half = max(shown.minimumWidth, state.size.columns / 2)
        shown.minimumWidth = min(width, half)
        shown.maximumWidth = width
        // What someone sized is wanted.
        shown.priority += 100
      }
      return shown
    }
    let sorted = state.table.columns.firstIndex(of: order.column)
    return Table(
      columns, sort: sorted.map { Table.Sort(column: $0, isDescending: order.isDescending) },
      firstColumn: state.table.firstColumn, selectedColumn: state.table.selectedColumn)
  }

  private static func tableColumn(
    _ column: ViewColumn, in view: ViewKind, isSorted: Bool, columns: Int,
    addresses: Int
  ) -> TableColumn {
    let definition = column.definition
    let width = self.width(of: column, definition, columns: columns, addresses)
    // The marker of the order has a cell beside the title.
    let needed = definition.alignment == .right ? definition.title.columns + (isSorted ? 1 : 0) : 1
    let least = max(width.lowerBound, needed)
    let elision = elisions[column] ?? .tail
    return TableColumn(
      title(of: column, definition, in: view), width: least...max(least, width.upperBound),
      priority: definition.priority,
      alignment: definition.alignment == .right ? .right : .left, elision: elision,
      isLocked: isLocked(column, in: view))
  }

  /// Which part of a long cell goes; of others the end.
  private static let elisions: [ViewColumn: TextElision] = [
    .field(.local): .address, .field(.peer): .address, .field(.src): .middle,
    .field(.dst): .middle, .field(.cgroup): .middle, .field(.cmd): .middle, .field(.proc): .middle,
    .field(.peerProc): .middle,
  ]

  /// What the kernel tells of a listener's queues is not what it tells of others.
  private static func title(
    of column: ViewColumn, _ definition: ColumnDefinition, in view: ViewKind
  ) -> SafeText {
    guard view == .listeners else { return definition.title }
    if column == .field(.recvq) { return "QUEUE" }
    return column == .field(.sendq) ? "LIMIT" : definition.title
  }

  private static func width(
    of column: ViewColumn, _ definition: ColumnDefinition, columns: Int, _ addresses: Int
  ) -> ClosedRange<Int> {
    // An IPv4 address with its port takes 21 cells at most; 15 show most, 17 nearly all.
    let addressWidth = columns >= 112 ? 21 : 15
    if column == .field(.local) { return addressWidth...addresses }
    if column == .field(.peer) { return max(columns >= 78 ? 17 : 15, addressWidth)...addresses }
    if column == .field(.state) { return columns >= 100 ? 10...10 : 7...7 }
    if column == .field(.netid) { return 5...5 }
    if column == .field(.proc) || column == .field(.peerProc) { return 15...24 }
    if column == .group { return columns >= 100 ? 46...72 : 26...46 }
    return definition.width
  }

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard var writer = CellWriter(state) else { return canvas.fill(rect) }
    let table = table(of: state)
    let columns = state.table.columns
    let layout = table.layout(width: rect.columns)
    if let place = columns.firstIndex(of: .field(.state)), let slot = layout.slot(of: place) {
      writer.usesShortStates = slot.width < 10
    }
    if let place = columns.firstIndex(of: .group), let slot = layout.slot(of: place) {
      writer.groupWidth = slot.width
    }
    // A closure copies a variable, with all that it refers to, for each cell; not a constant.
    let cells = writer
    let items = state.table.visible
    let top = state.table.cursor.top
    table.draw(
      on: &canvas, in: rect, cursor: state.table.cursor, count: top + items.count,
      glyphs: state.settings.glyphs, isActive: !state.table.isLost
    ) { index in
      items.indices.contains(index - top)
        ? style(of: items[index - top], state, cells) : Table.RowStyle()
    } cell: { index, place, text, style in
      guard items.indices.contains(index - top) else { return }
      let item = items[index - top]
      cells.write(item, columns[place], to: &text)
      Self.style(&style, item, columns[place], text, state, cells)
    }
    drawEmptyHint(state, on: &canvas, in: rect)
  }

  /// An empty table says why it is empty.
  private static func drawEmptyHint(
    _ state: MonitorState, on canvas: inout Canvas, in rect: Rect
  ) {
    guard state.table.count == 0, rect.rows > 1 else { return }
    let cancel = state.settings.keys.hint(for: .cancel).map { "; \($0) clears it" as SafeText }
    let text: SafeText =
      switch state.view {
      case .events: " nothing has happened yet"
      case .listeners: " nobody listens"
      case .sockets, .processes, .peers, .summary:
        lack(in: state)
          ?? (state.filter.isEmpty && state.followed == nil
            ? " no sockets" : " no socket passes the filter\(cancel ?? "")")
      }
    canvas.draw(text, in: rect.line(1), style: Style(.dim))
  }

  /// That the kernel has nothing of what is to be shown; nil when it has.
  private static func lack(in state: MonitorState) -> SafeText? {
    let tables = state.filter.base.tables
    guard let snapshot = state.sample?.snapshot, snapshot.lacks(tables) else { return nil }
    var text = SafeText()
    for kind in SocketKind.allCases where tables.contains(kind) {
      text.append(text.isEmpty ? " " : ", ")
      text.append(kind.title)
    }
    text.append(" not available in this kernel")
    return text
  }

  private static func style(
    of item: RowItem, _ state: MonitorState, _ cells: CellWriter
  ) -> Table.RowStyle {
    let isTagged = state.isTagged(item)
    if state.hasEnded(item) { return Table.RowStyle(.ended, isTagged: isTagged, overrides: true) }
    guard case .socket(let index, _) = item, let metric = state.sample?.metrics[Int(index)] else {
      return Table.RowStyle(isTagged: isTagged)
    }
    let isNew = metric.firstSeen != nil && metric.sights <= state.settings.flashingSamples
    return Table.RowStyle(isNew ? .added : .normal, isTagged: isTagged)
  }

  private static func style(
    _ style: inout Style, _ item: RowItem, _ column: ViewColumn, _ text: SafeText,
    _ state: MonitorState, _ cells: CellWriter
  ) {
    switch (item, column) {
    case (.socket(let index, _), .field(let field)) where CellStyle.readsRow(field):
      if let row = cells.row(index) {
        CellStyle.apply(to: &style, field: field, row: row, text: text)
      }
    case (.listener(let place), .backlogBar):
      if state.listeners.indices.contains(place) {
        CellStyle.apply(to: &style, fill: state.listeners[place].fill)
      }
    case (.listener(let place), .balance):
      let isOverloaded =
        state.listeners.indices.contains(place) && state.listeners[place].isOverloaded
      if isOverloaded { style.role = .warning } else { CellStyle.dimZero(text, &style) }
    case (.event, .event):
      if let event = state.event(of: item) { CellStyle.apply(to: &style, event: event) }
    case (.group, .group): style.bold = true
    case (.socket, _), (.listener, _), (.event, _), (.group, _):
      CellStyle.dimZero(text, &style)
    }
    if let search = state.search, !text.ranges(of: search.query).isEmpty { style.role = .match }
  }
}
