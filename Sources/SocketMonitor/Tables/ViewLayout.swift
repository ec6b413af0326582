import SocketMetrics
package import TextSafety

/// What a view shows when it is opened: its columns, their widths and its order. Configurations hold
/// one a view.
package struct ViewLayout: Hashable, Sendable {
  /// At least one, except of the summary, which has no table.
  package var columns: [ViewColumn]
  package var order: TableOrder
  /// Cells of the columns that the user gave a width; the others take what they need.
  package var widths: [ViewColumn: Int]

  /// The widths that a column may be given.
  package static let widths = 3...120

  /// A layout of these columns in this order.
  package init(columns: [ViewColumn], order: TableOrder, widths: [ViewColumn: Int] = [:]) {
    self.columns = columns
    self.order = order
    self.widths = widths
  }

  /// The layout that a view has when nobody changed it.
  package static func standard(_ view: ViewKind) -> ViewLayout {
    let table = SocketTableState.all(sockets: SocketTableState())[view.rawValue]
    return ViewLayout(columns: table.columns, order: table.order)
  }

  /// The columns that a view can show: its own and all fields.
  package static func available(in view: ViewKind) -> [ViewColumn] {
    guard view != .summary else { return [] }
    let own = standard(view).columns.filter { $0.field == nil }
    return own + SocketField.allCases.map(ViewColumn.field)
  }
}

extension MonitorState {
  /// The layout of a view as it is now, whatever it is grouped by at the moment.
  package func layout(of view: ViewKind) -> ViewLayout {
    let table = tables[view.rawValue]
    let isUsual = (table.grouping == nil) == (view != .processes && view != .peers)
    let columns = isUsual ? table.columns : table.otherColumns ?? table.columns
    return ViewLayout(
      columns: columns, order: table.order,
      widths: table.widths.filter { columns.contains($0.key) })
  }

  /// Gives a view this layout; for the time before the first sample.
  package mutating func arrange(_ view: ViewKind, as layout: ViewLayout) {
    tables[view.rawValue].columns = layout.columns
    tables[view.rawValue].order = layout.order
    tables[view.rawValue].widths = layout.widths
    tables[view.rawValue].selectedColumn = layout.columns.firstIndex(of: layout.order.column) ?? 0
  }

  /// Begins with this view, with names or numbers.
  package mutating func begin(in view: ViewKind, isNumeric: Bool) {
    self.view = view
    self.isNumeric = isNumeric
  }
}

extension ViewKind {
  /// The view's name in the configuration: `sockets`.
  package var identifier: SafeText {
    switch self {
    case .sockets: "sockets"
    case .listeners: "listeners"
    case .processes: "processes"
    case .peers: "peers"
    case .events: "events"
    case .summary: "summary"
    }
  }
}

extension ViewColumn {
  /// The column's name in the configuration: the field's identifier, or one of its own.
  package var identifier: SafeText {
    switch self {
    case .field(let field): field.definition.identifier
    case .group: "group"
    case .count: "count"
    case .worstRoundTrip: "worst_rtt"
    case .backlogBar: "backlog_bar"
    case .accepted: "accepted"
    case .connections: "connections"
    case .halfOpen: "half_open"
    case .siblings: "siblings"
    case .balance: "balance"
    case .time: "time"
    case .event: "event"
    case .duration: "duration"
    }
  }
}
