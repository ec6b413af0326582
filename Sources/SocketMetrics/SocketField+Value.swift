package import SocketModel
package import TextSafety

extension SocketField {
  /// The field's number in base units (bytes, bytes per second, seconds); NaN when it is unknown
  /// or the field is text.
  package func number(of row: SocketRow) -> Double {
    switch entry.value {
    case .number(let reader): reader(row.record, row.metric, row.context.snapshot.time)
    case .gauge(let reader): row.gauges.map { reader(row.record, $0) } ?? .nan
    case .contextNumber(let reader): reader(row)
    case .text: .nan
    }
  }

  /// The same without a row, for loops over all sockets: `now` is the snapshot's time. NaN also
  /// for `pid` and `fd`, which need the owners.
  package func number(
    of record: SocketRecord, _ metric: SocketMetric, _ gauges: SocketGauges? = nil,
    now: MonotonicTime
  ) -> Double {
    switch entry.value {
    case .number(let reader): reader(record, metric, now)
    case .gauge(let reader): gauges.map { reader(record, $0) } ?? .nan
    case .contextNumber, .text: .nan
    }
  }

  /// Whether the field is told on demand only: a snapshot must have been asked for gauges.
  package var readsGauges: Bool {
    if case .gauge = entry.value { return true }
    return false
  }

  /// The exact value of a field whose unit is `.identifier`, for JSON and comparison (a `Double`
  /// is exact to 2^53 only); nil when it is unknown or the field is another one.
  package func identifierNumber(of row: SocketRow) -> UInt64? {
    if self == .cookie { return row.record.cookie == 0 ? nil : row.record.cookie }
    if self == .cgroup { return row.record.known.contains(.cgroup) ? row.record.cgroup : nil }
    guard definition.unit == .identifier else { return nil }
    let value = number(of: row)
    return value >= 0 && value < 0x1p63 ? UInt64(value) : nil
  }

  /// The field's text as it came from outside; nil when it is unknown or the field is a number.
  /// Fields of owners give the first owner's.
  package func text(of row: SocketRow) -> RawText? {
    guard case .text(let reader) = entry.value else { return nil }
    return reader(row)
  }

  /// Whether the field needs the row's context (names, owners, the snapshot's tables).
  package var needsContext: Bool {
    switch entry.value {
    case .number, .gauge: false
    case .contextNumber, .text: true
    }
  }

  /// Appends what a table cell shows: with units, `-` for unknown.
  package func write(_ row: SocketRow, to text: inout SafeText) {
    // Parts of the entry in its place: a copy of all of it costs more than most cells.
    let place = Int(rawValue)
    if let writer = FieldTable.entries[place].writer { return writer(row, &text) }
    switch FieldTable.entries[place].value {
    case .text(let reader):
      if let raw = reader(row) { text.append(raw) } else { text.append("-") }
    case .number, .gauge, .contextNumber:
      FieldTable.entries[place].definition.unit.write(
        number(of: row), as: row.context.quantity, to: &text)
    }
  }
}

extension FieldUnit {
  /// Appends `value` in the unit's usual form; `-` for NaN. Text and identifiers are whole numbers.
  /// Bits are for rates only: what lies in a queue or buffer is bytes.
  package func write(
    _ value: Double, as quantity: QuantityText = QuantityText(), to text: inout SafeText
  ) {
    guard value.isFinite else { return text.append("-") }
    let amount = value < 0 ? 0 : value
    let whole = Self.whole(amount + 0.5)
    switch self {
    case .text, .identifier: text.append(whole)
    case .count, .segments: QuantityText.append(count: whole, to: &text)
    case .bytes: QuantityText(base: quantity.base).append(bytes: whole, to: &text)
    case .bytesPerSecond: quantity.append(bytesPerSecond: amount, to: &text)
    case .perSecond: QuantityText.append(perSecond: amount, to: &text)
    case .share: QuantityText.append(share: amount, to: &text)
    case .seconds:
      QuantityText.append(microseconds: Self.whole(amount * 1e6 + 0.5), to: &text)
    }
  }

  /// Appends an age of `seconds` without fractions: `42s`, `3h12m`; `-` for NaN.
  package static func write(age seconds: Double, to text: inout SafeText) {
    guard seconds.isFinite else { return text.append("-") }
    QuantityText.append(seconds: whole(seconds), to: &text)
  }

  /// The whole part, limited to what fits. (`rounded()` would need the C library's mathematics.)
  private static func whole(_ value: Double) -> UInt64 { UInt64(max(0, min(value, 0x1p62))) }
}
