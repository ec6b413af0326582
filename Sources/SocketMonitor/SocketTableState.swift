package import SocketMetrics
package import SocketModel
package import TerminalUI

/// What the Sockets table shows: its columns, its order, its cursor, and the rows in view.
package struct SocketTableState: Sendable {
  package internal(set) var columns: [SocketField]
  package internal(set) var order: RowOrder
  /// The column under the column cursor, an index into `columns`.
  package internal(set) var selectedColumn: Int
  /// Columns, not counting locked ones, that are scrolled away on the left.
  package internal(set) var firstColumn = 0
  package internal(set) var cursor = ListCursor()
  /// The socket that the cursor stays on; nil until the cursor is moved, when it stays on the first
  /// row whatever socket that is.
  package internal(set) var selected: SocketIdentity?
  /// How many sockets pass the filter.
  package internal(set) var count = 0
  /// The rows in view, as indices into the sample's records; the first is the cursor's `top`.
  package internal(set) var visible: [UInt32] = []
  /// One key per socket that passes the filter, in no particular order.
  var keys: [SortKey] = []

  /// The columns of the design.
  package static let standardColumns: [SocketField] = [
    .netid, .state, .recvq, .sendq, .rx, .tx, .rtt, .retrans, .local, .peer, .proc,
  ]

  /// A table with these columns, ordered by received and sent bytes, the fastest first.
  package init(
    columns: [SocketField] = standardColumns,
    order: RowOrder = RowOrder(.traffic, descending: true)
  ) {
    self.columns = columns
    self.order = order
    selectedColumn = max(0, columns.firstIndex(of: order.field) ?? columns.firstIndex(of: .rx) ?? 0)
  }

  /// Whether `field` reads best with the largest value first.
  package static func sortsDescending(_ field: SocketField) -> Bool {
    field.definition.unit.sortsDescending
  }
}
