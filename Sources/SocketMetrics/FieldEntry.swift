internal import SocketModel
internal import TextSafety

/// A field's definition and how its value is read and written.
struct FieldEntry: Sendable {
  /// Reads a number from one socket at an instant; NaN when it is unknown.
  typealias NumberReader =
    @Sendable (_ record: SocketRecord, _ metric: SocketMetric, _ now: MonotonicTime) -> Double
  /// Reads a number of what is told on demand; NaN when it is unknown.
  typealias GaugeReader = @Sendable (_ record: SocketRecord, _ gauges: SocketGauges) -> Double
  typealias TextReader = @Sendable (SocketRow) -> RawText?
  typealias Writer = @Sendable (SocketRow, inout SafeText) -> Void

  enum Value: Sendable {
    case number(NumberReader)
    /// A number that is read on demand, see `SocketGauges`.
    case gauge(GaugeReader)
    /// A number that needs the row's context.
    case contextNumber(@Sendable (SocketRow) -> Double)
    case text(TextReader)
  }

  var field: SocketField
  var definition: FieldDefinition
  var value: Value
  /// What a cell shows, where the unit's usual form is not it.
  var writer: Writer?

  /// A field that is a number.
  static func number(
    _ field: SocketField, _ identifier: SafeText, _ title: SafeText, _ unit: FieldUnit,
    _ widths: ClosedRange<Int>, priority: Int, source: SafeText, help: SafeText,
    writer: Writer? = nil, reader: @escaping NumberReader
  ) -> FieldEntry {
    FieldEntry(
      field: field,
      definition: FieldDefinition(
        identifier: identifier, title: title, unit: unit, help: help, source: source,
        minimumWidth: widths.lowerBound, width: widths.upperBound, alignment: .right,
        priority: priority, isFilterable: true),
      value: .number(reader), writer: writer)
  }

  /// A field that is a number of what is told on demand.
  static func gauge(
    _ field: SocketField, _ identifier: SafeText, _ title: SafeText, _ unit: FieldUnit,
    _ widths: ClosedRange<Int>, priority: Int, source: SafeText, help: SafeText,
    writer: Writer? = nil, reader: @escaping GaugeReader
  ) -> FieldEntry {
    var entry = number(
      field, identifier, title, unit, widths, priority: priority, source: source, help: help,
      writer: writer, reader: { _, _, _ in .nan })
    entry.value = .gauge(reader)
    return entry
  }

  /// A field that is text.
  static func text(
    _ field: SocketField, _ identifier: SafeText, _ title: SafeText, _ widths: ClosedRange<Int>,
    priority: Int, source: SafeText, help: SafeText, writer: Writer? = nil,
    reader: @escaping TextReader
  ) -> FieldEntry {
    FieldEntry(
      field: field,
      definition: FieldDefinition(
        identifier: identifier, title: title, unit: .text, help: help, source: source,
        minimumWidth: widths.lowerBound, width: widths.upperBound, alignment: .left,
        priority: priority, isFilterable: true),
      value: .text(reader), writer: writer)
  }

  /// The same field, its number read from the row with its context.
  func reading(_ reader: @escaping @Sendable (SocketRow) -> Double) -> FieldEntry {
    var result = self
    result.value = .contextNumber(reader)
    return result
  }
}

/// The table of all fields.
enum FieldTable {
  /// One entry per field, at its raw value.
  static let entries: [FieldEntry] = {
    let all = identity + traffic + tcp + memory + owner + place
    return SocketField.allCases.compactMap { field in all.first { $0.field == field } }
  }()

  /// A quantity that is there only with `flag`, else NaN.
  static func known(
    _ record: SocketRecord, _ flag: KnownFields, _ value: some BinaryInteger
  ) -> Double {
    record.known.contains(flag) ? Double(value) : .nan
  }

  /// The same, and none for a listener: it carries nothing.
  static func connected(
    _ record: SocketRecord, _ flag: KnownFields, _ value: some BinaryInteger
  ) -> Double {
    record.state == .listen ? .nan : known(record, flag, value)
  }

  static func microseconds(
    _ record: SocketRecord, _ flag: KnownFields, _ value: some BinaryInteger
  ) -> Double {
    record.known.contains(flag) ? Double(value) / 1e6 : .nan
  }
}
