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

  /// Sets `numbers`, in base units as `SocketField.number(of:)`, of those of `records` whose bits
  /// are set in `rows`; NaN where it is unknown. `gauges` has theirs from `first` on.
  package func fill(
    _ rows: UInt64, of records: Span<SocketRecord>, _ gauges: [SocketGauges?], from first: Int,
    to numbers: inout [Double]
  ) {
    var rows = rows
    while rows != 0 {
      let row = rows.trailingZeroBitCount
      rows &= rows &- 1
      guard first &+ row < gauges.count, let told = gauges[first &+ row] else {
        numbers[row] = .nan
        continue
      }
      numbers[row] = read(records[row], told)
    }
  }
}
