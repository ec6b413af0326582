internal import SocketModel
internal import TextSafety

/// By which field rows are ordered, and in which direction.
package struct RowOrder: Hashable, Sendable {
  package var field: SocketField
  package var isDescending: Bool

  package init(_ field: SocketField, descending: Bool) {
    self.field = field
    isDescending = descending
  }

  /// The keys of `rows` (indices into the sample's records; nil for all), one per row, in order.
  ///
  /// Ascending keys are the wanted order. What is unknown comes last in both directions; rows with
  /// equal values stand by their cookies, oldest first, so that they never change places.
  package func keys(
    of sample: Sample, rows: [UInt32]? = nil, context: @autoclosure () -> RowContext
  ) -> [SortKey] {
    let rows = rows ?? Array(0..<UInt32(clamping: sample.snapshot.records.count))
    if needsAllRows { return textKeys(of: sample, rows: rows, context: context()) }
    var keys: [SortKey] = []
    keys.reserveCapacity(rows.count)
    append(to: &keys, of: sample, rows: rows, context: context())
    return keys
  }

  /// Whether a row's key is its rank among all rows; else it is made of that row alone.
  package var needsAllRows: Bool {
    guard case .text = field.entry.value else { return false }
    return Self.titleRank(of: field) == nil
  }

  /// Appends the keys of `rows`, as `keys(of:rows:context:)` has them: for a few rows at a time,
  /// whose records are still at hand. Nothing where all rows are needed.
  package func append(
    to keys: inout [SortKey], of sample: Sample, rows: [UInt32],
    context: @autoclosure () -> RowContext
  ) {
    if appendRates(to: &keys, of: sample, rows: rows) { return }
    switch field.entry.value {
    case .number(let reader):
      let now = sample.snapshot.time
      append(to: &keys, of: sample, rows: rows) { Self.key(reader($0, $1, now)) }
    case .gauge(let reader): appendGauges(to: &keys, of: sample, rows: rows, reader)
    case .contextNumber(let reader):
      let context = context()
      append(to: &keys, of: sample, rows: rows) { record, metric in
        Self.key(reader(SocketRow(record: record, metric: metric, context: context)))
      }
    case .text:
      guard let rank = Self.titleRank(of: field) else { return }
      append(to: &keys, of: sample, rows: rows) { record, _ in rank(record) }
    }
  }

  /// Makes of the keys of one direction those of the other.
  package static func reverse(_ keys: inout [SortKey]) {
    for place in keys.indices {
      let key = keys[place].key
      keys[place].key = key == .max ? .max : (UInt64.max - 1) &- key
    }
  }

  /// The keys of rates, what most people sort by: of each record only the cookie is read. False for
  /// other fields.
  private func appendRates(
    to keys: inout [SortKey], of sample: Sample, rows: [UInt32]
  ) -> Bool {
    let receives = field == .rx || field == .traffic
    let sends = field == .tx || field == .traffic
    guard receives || sends else { return false }
    let records = sample.snapshot.records
    let metrics = sample.metrics
    let limit = min(records.count, metrics.count)
    keys.append(addingCapacity: rows.count) { output in
      for row in rows where Int(row) < limit {
        let receive = receives ? metrics[Int(row)].receiveRateOrNaN : .nan
        let send = sends ? metrics[Int(row)].sendRateOrNaN : .nan
        let value = receive.isNaN ? Double(send) : Double(receive) + (send.isNaN ? 0 : Double(send))
        output.append(SortKey(directed(Self.key(value)), tie: records[Int(row)].cookie, row: row))
      }
    }
    return true
  }

  private func appendGauges(
    to keys: inout [SortKey], of sample: Sample, rows: [UInt32], _ reader: FieldEntry.GaugeReader
  ) {
    let snapshot = sample.snapshot
    for row in rows where Int(row) < snapshot.records.count {
      let record = snapshot.records[Int(row)]
      let value = snapshot.gauges(at: Int(row)).flatMap { Self.key(reader(record, $0)) }
      keys.append(SortKey(directed(value), tie: record.cookie, row: row))
    }
  }

  /// Makes the keys of rows from their values: 0 to `UInt64.max - 1`, nil for unknown.
  private func append(
    to keys: inout [SortKey], of sample: Sample, rows: [UInt32],
    value: (SocketRecord, SocketMetric) -> UInt64?
  ) {
    let limit = min(sample.snapshot.records.count, sample.metrics.count)
    keys.append(addingCapacity: rows.count) { output in
      for row in rows where Int(row) < limit {
        let value = value(sample.snapshot.records[Int(row)], sample.metrics[Int(row)])
        output.append(
          SortKey(directed(value), tie: sample.snapshot.records[Int(row)].cookie, row: row))
      }
    }
  }

  /// The value turned around when descending, `UInt64.max` for unknown.
  func directed(_ value: UInt64?) -> UInt64 {
    guard let value else { return .max }
    return isDescending ? (UInt64.max - 1) &- value : value
  }

  /// The bits of `number` in its order; nil for NaN.
  private static func key(_ number: Double) -> UInt64? {
    guard !number.isNaN else { return nil }
    let bits = (number + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
}

/// A row's place in an order, packed.
package struct SortKey: Comparable, Hashable, Sendable {
  package var key: UInt64
  /// Decides between equal keys.
  package var tie: UInt64
  /// Index into the sample's records.
  package var row: UInt32

  package init(_ key: UInt64, tie: UInt64, row: UInt32) {
    self.key = key
    self.tie = tie
    self.row = row
  }

  package static func < (left: Self, right: Self) -> Bool {
    if left.key != right.key { return left.key < right.key }
    if left.tie != right.tie { return left.tie < right.tie }
    return left.row < right.row
  }
}
