import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The Sockets table.
enum TableView {
  /// Columns that stay in place while the others scroll sideways: what identifies a row.
  static let locked: Set<SocketField> = [.state, .peer]

  static func table(of state: MonitorState) -> Table {
    let columns = state.table.columns.map(column(for:))
    let sorted = state.table.columns.firstIndex(of: state.table.order.field)
    let isDescending = state.table.order.isDescending
    return Table(
      columns, sort: sorted.map { Table.Sort(column: $0, isDescending: isDescending) },
      firstColumn: state.table.firstColumn, selectedColumn: state.table.selectedColumn)
  }

  private static func column(for field: SocketField) -> TableColumn {
    let definition = field.definition
    let isAddress = field == .local || field == .peer
    return TableColumn(
      definition.title, width: definition.minimumWidth...definition.width,
      priority: definition.priority,
      alignment: definition.alignment == .right ? .right : .left,
      elision: isAddress ? .address : .tail, isLocked: locked.contains(field))
  }

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard let sample = state.sample, let context = state.rowContext else { return }
    let rows = state.table.visible.compactMap { index -> SocketRow? in
      guard sample.snapshot.records.indices.contains(Int(index)) else { return nil }
      return SocketRow(
        record: sample.snapshot.records[Int(index)], metric: sample.metrics[Int(index)],
        context: context)
    }
    let top = state.table.cursor.top
    let columns = state.table.columns
    table(of: state).draw(
      on: &canvas, in: rect, cursor: state.table.cursor, count: top + rows.count,
      glyphs: state.settings.glyphs
    ) { index in
      rows.indices.contains(index - top) ? style(of: rows[index - top]) : Table.RowStyle()
    } cell: { index, column, text, style in
      guard rows.indices.contains(index - top) else { return }
      let field = columns[column]
      field.write(rows[index - top], to: &text)
      CellStyle.apply(to: &style, field: field, row: rows[index - top], text: text)
    }
  }

  private static func style(of row: SocketRow) -> Table.RowStyle {
    guard row.metric.firstSeen != nil, row.metric.sights <= 2 else { return Table.RowStyle() }
    return Table.RowStyle(.added)
  }
}

/// Colours of cells: quiet unless something is wrong; the state by its name.
enum CellStyle {
  static func apply(to style: inout Style, field: SocketField, row: SocketRow, text: SafeText) {
    if field == .state {
      style.role = role(of: row)
    } else if text.utf8 == [0x30] || text.utf8 == [0x2d] {
      style.role = .dim
    }
  }

  static func role(of row: SocketRow) -> StyleRole {
    switch row.record.state {
    case .established: .stateEstablished
    case .listen: .stateListening
    case .synSent, .synReceived, .newSynReceived: .stateOpening
    case .finWait1, .finWait2, .closing, .lastAck: .stateClosing
    case .closeWait: .stateCloseWait
    case .timeWait: .stateTimeWait
    case .close, .boundInactive, .unknown: .normal
    }
  }
}
