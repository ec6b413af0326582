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
    if let keys = rateKeys(of: sample, rows: rows) { return keys }
    switch field.entry.value {
    case .number(let reader): return numberKeys(of: sample, rows: rows, reader)
    case .gauge(let reader): return gaugeKeys(of: sample, rows: rows, reader)
    case .contextNumber(let reader):
      let context = context()
      return keys(of: sample, rows: rows) { record, metric in
        Self.key(reader(SocketRow(record: record, metric: metric, context: context)))
      }
    case .text:
      if let rank = Self.titleRank(of: field) {
        return keys(of: sample, rows: rows) { record, _ in rank(record) }
      }
      return textKeys(of: sample, rows: rows, context: context())
    }
  }

  /// The keys of rates, what most people sort by: of each record only the cookie is read.
  private func rateKeys(of sample: Sample, rows: [UInt32]) -> [SortKey]? {
    let receives = field == .rx || field == .traffic
    let sends = field == .tx || field == .traffic
    guard receives || sends else { return nil }
    var result: [SortKey] = []
    result.reserveCapacity(rows.count)
    let records = sample.snapshot.records
    let metrics = sample.metrics
    let limit = min(records.count, metrics.count)
    for row in rows where Int(row) < limit {
      let receive = receives ? metrics[Int(row)].receiveRateOrNaN : .nan
      let send = sends ? metrics[Int(row)].sendRateOrNaN : .nan
      let value = receive.isNaN ? send : send.isNaN ? receive : receive + send
      result.append(
        SortKey(directed(Self.key(value)), tie: records[Int(row)].cookie, row: row))
    }
    return result
  }

  private func numberKeys(
    of sample: Sample, rows: [UInt32], _ reader: FieldEntry.NumberReader
  ) -> [SortKey] {
    let now = sample.snapshot.time
    return keys(of: sample, rows: rows) { Self.key(reader($0, $1, now)) }
  }

  private func gaugeKeys(
    of sample: Sample, rows: [UInt32], _ reader: FieldEntry.GaugeReader
  ) -> [SortKey] {
    let snapshot = sample.snapshot
    return rows.filter { Int($0) < snapshot.records.count }.map { row in
      let record = snapshot.records[Int(row)]
      let value = snapshot.gauges(at: Int(row)).flatMap { Self.key(reader(record, $0)) }
      return SortKey(directed(value), tie: record.cookie, row: row)
    }
  }

  /// Makes the keys of rows from their values: 0 to `UInt64.max - 1`, nil for unknown.
  func keys(
    of sample: Sample, rows: [UInt32], value: (SocketRecord, SocketMetric) -> UInt64?
  ) -> [SortKey] {
    var result: [SortKey] = []
    result.reserveCapacity(rows.count)
    let limit = min(sample.snapshot.records.count, sample.metrics.count)
    for row in rows where Int(row) < limit {
      let value = value(sample.snapshot.records[Int(row)], sample.metrics[Int(row)])
      result.append(
        SortKey(directed(value), tie: sample.snapshot.records[Int(row)].cookie, row: row))
    }
    return result
  }

  /// The value turned around when descending, `UInt64.max` for unknown.
  private func directed(_ value: UInt64?) -> UInt64 {
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
