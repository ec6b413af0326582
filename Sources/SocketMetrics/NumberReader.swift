internal import SocketModel

/// The way to a field's number, fetched once for many rows: it saves the way through the table.
package struct NumberReader: Sendable {
  private let read: FieldEntry.NumberReader

  /// Nil for a field that is text or needs the row's context.
  package init?(_ field: SocketField) {
    guard case .number(let reader) = field.entry.value else { return nil }
    read = reader
  }

  /// The number in base units, as `SocketField.number(of:)`; NaN when it is unknown.
  package func number(of row: borrowing SocketRow) -> Double {
    read(row.record, row.metric, row.context.snapshot.time)
  }
}
