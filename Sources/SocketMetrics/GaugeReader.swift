package import SocketModel

/// The way to a number that is told on demand, fetched once for many rows: it saves the way through
/// the table.
package struct GaugeReader: Sendable {
  private let read: FieldEntry.GaugeReader

  /// Nil for any other field.
  package init?(_ field: SocketField) {
    guard case .gauge(let reader) = field.entry.value else { return nil }
    read = reader
  }

  /// The number in base units, as `SocketField.number(of:)`; NaN when it is unknown.
  package func number(of record: SocketRecord, _ gauges: SocketGauges?) -> Double {
    gauges.map { read(record, $0) } ?? .nan
  }
}
