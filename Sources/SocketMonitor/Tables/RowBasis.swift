import SocketMetrics

/// What rows are chosen by and what they are ordered by: while it stays the same, so do they.
struct RowBasis: Hashable, Sendable {
  /// The count of the changes of samples, of filters, of names.
  var rows: Int
  /// The count of the changes of owners; nil for rows that do not depend on them.
  var owners: Int?
}

/// What the groups of a view are made of.
struct GroupBasis: Hashable, Sendable {
  var rows: RowBasis
  var view: ViewKind
  var grouping: RowGrouping
}
