package import SocketMetrics
import SocketModel
package import TerminalUI

/// What the table of a view shows: its columns, its order, its cursor, and the rows in view.
package struct SocketTableState: Sendable {
  package internal(set) var columns: [ViewColumn]
  package internal(set) var order: TableOrder
  /// The cells that the user gave a column; one that is missing takes what it needs.
  package internal(set) var widths: [ViewColumn: Int] = [:]
  /// The column under the column cursor, an index into `columns`.
  package internal(set) var selectedColumn: Int
  /// Columns, not counting locked ones, that are scrolled away on the left.
  package internal(set) var firstColumn = 0
  package internal(set) var cursor = ListCursor()
  /// What the cursor stays on; nil until the cursor is moved, when it stays on the first row
  /// whatever that is.
  package internal(set) var selected: RowKey?
  /// What the cursor was on is gone: no row is under it until it is moved.
  package internal(set) var isLost = false
  /// How many rows there are.
  package internal(set) var count = 0
  /// How many of them have ended and stay a moment.
  package internal(set) var endedCount = 0
  /// The rows in view; the first is the cursor's `top`.
  package internal(set) var visible: [RowItem] = []
  /// One key per socket that passes the filter, in no particular order; unused when `items` is.
  var keys: [SortKey] = [] {
    didSet { window = nil }
  }
  /// What `keys` were made of, and in which order; nil where they cannot be used again.
  var basis: (rows: RowBasis, order: RowOrder)?
  /// The lines that were chosen from `keys` as `visible`; nil when that must be done anew.
  var window: Range<Int>?
  /// All rows in order, for tables that are not one long list of sockets; nil for one that is.
  var items: [RowItem]?
  /// Groups that are shown open.
  var expanded: Set<GroupPath> = []
  /// The columns of the table when it is grouped, while it is not, and the other way round.
  var otherColumns: [ViewColumn]?
  /// By what the rows are grouped; nil for not at all.
  package internal(set) var grouping: RowGrouping?

  /// The columns of the design.
  package static let standardColumns: [SocketField] = [
    .netid, .state, .recvq, .sendq, .rx, .tx, .rtt, .retrans, .local, .peer, .proc, .peerProc,
    .rxBytes, .txBytes, .stateAge,
  ]

  /// A table of sockets with these columns, ordered by received and sent bytes, the fastest first.
  package init(
    columns: [SocketField] = standardColumns,
    order: RowOrder = RowOrder(.traffic, descending: true)
  ) {
    self.init(
      columns.map(ViewColumn.field),
      TableOrder(.field(order.field), descending: order.isDescending))
  }

  init(_ columns: [ViewColumn], _ order: TableOrder, grouping: RowGrouping? = nil) {
    self.columns = columns
    self.order = order
    self.grouping = grouping
    selectedColumn =
      columns.firstIndex(of: order.column) ?? columns.firstIndex(of: .field(.rx)) ?? 0
  }

  /// The tables of all views, by their raw values; the first is `sockets`.
  static func all(sockets: SocketTableState) -> [SocketTableState] {
    ViewKind.allCases.map { kind in
      switch kind {
      case .sockets: sockets
      case .listeners: SocketTableState(listenerColumns, TableOrder(.accepted, descending: true))
      case .processes:
        SocketTableState(
          groupColumns, TableOrder(.field(.traffic), descending: true),
          grouping: RowGrouping(.process))
      case .peers:
        SocketTableState(
          groupColumns, TableOrder(.field(.traffic), descending: true),
          grouping: RowGrouping(.field(.dst)))
      case .events: SocketTableState(eventColumns, TableOrder(.time, descending: true))
      case .summary: SocketTableState([], TableOrder(.count, descending: true))
      }
    }
  }

  /// The columns of tables whose rows stand in groups.
  static let groupColumns: [ViewColumn] = [
    .group, .count, .field(.state), .field(.rx), .field(.tx), .field(.rtt), .worstRoundTrip,
    .field(.retransRate), .field(.recvq), .field(.sendq), .field(.rxBytes), .field(.txBytes),
    .field(.drops),
  ]

  static let listenerColumns: [ViewColumn] = [
    .field(.local), .field(.recvq), .field(.sendq), .backlogBar, .accepted, .connections,
    .halfOpen, .field(.dropRate), .field(.drops), .siblings, .balance,
    .field(.user), .field(.proc),
  ]

  static let eventColumns: [ViewColumn] = [
    .time, .event, .field(.netid), .field(.local), .field(.peer), .duration, .field(.rxBytes),
    .field(.txBytes), .field(.retrans), .field(.proc),
  ]
}
