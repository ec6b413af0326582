import SocketMetrics

/// By which column a table is ordered, and in which direction.
package struct TableOrder: Hashable, Sendable {
  package var column: ViewColumn
  package var isDescending: Bool

  package init(_ column: ViewColumn, descending: Bool) {
    self.column = column
    isDescending = descending
  }

  /// The order of sockets: by the column's field, by traffic where the column is none.
  var rowOrder: RowOrder { RowOrder(column.field ?? .traffic, descending: isDescending) }

  /// Whether `column` reads best with the largest value first.
  package static func sortsDescending(_ column: ViewColumn) -> Bool {
    switch column {
    case .field(let field): field.definition.unit.sortsDescending
    case .group, .event: false
    case .count, .worstRoundTrip, .backlogBar, .accepted, .connections, .halfOpen, .siblings,
      .balance,
      .time, .duration:
      true
    }
  }
}
