internal import SocketMetrics
internal import TextSafety

/// Reads the value that a field is compared with, as the field's unit wants it.
struct FieldValueParser {
  /// The field's name, for errors.
  let name: String
  let field: SocketField
  let range: Range<Int>

  private var unit: FieldUnit { field.definition.unit }

  /// Whether a field of `unit` is compared so.
  static func allows(_ comparison: FieldComparison, unit: FieldUnit) -> Bool {
    switch (unit, comparison) {
    case (.text, .contains), (.text, .ordered(.equal)), (.text, .ordered(.notEqual)): true
    case (.text, .ordered), (_, .contains): false
    case (_, .ordered): true
    }
  }

  func value(_ text: [UInt8], isExpression: Bool) throws(FilterError) -> FieldValue {
    if isExpression {
      guard PatternMatcher(text) != nil else {
        throw FilterError(.badPattern(RawText(text)), at: range)
      }
      return FieldValue(meaning: .regularExpression, spelling: text)
    }
    if case .text = unit { return FieldValue(meaning: .glob, spelling: text) }
    if field == .backlog, text.last == 0x25, let share = UnitText.number(text[...], unit: .share) {
      return FieldValue(meaning: .fill(share), spelling: text)
    }
    if case .identifier = unit, let integer = Self.integer(text[...]) {
      return FieldValue(meaning: .integer(integer), spelling: text)
    }
    if let dash = text.dropFirst().firstIndex(of: 0x2d) {
      let low = try number(text[..<dash])
      let high = try number(text[(dash + 1)...])
      guard low <= high else { throw FilterError(.emptyRange(RawText(text)), at: range) }
      return FieldValue(meaning: .numbers(low...high), spelling: text)
    }
    return FieldValue(meaning: .number(try number(text[...])), spelling: text)
  }

  /// Decimal or `0x` hexadecimal, 64 bits.
  static func integer(_ text: ArraySlice<UInt8>) -> UInt64? {
    if text.starts(with: "0x".utf8) {
      return UInt64(String(decoding: text.dropFirst(2), as: UTF8.self), radix: 16)
    }
    guard text.first != 0x2b else { return nil }
    return UInt64(String(decoding: text, as: UTF8.self))
  }

  private func number(_ text: ArraySlice<UInt8>) throws(FilterError) -> Double {
    if let number = UnitText.number(text, unit: unit) { return number }
    guard UnitText.plain(text) != nil, let example = UnitText.example(text, of: field) else {
      throw FilterError(.badNumber(RawText(text), field: RawText(utf8: name)), at: range)
    }
    throw FilterError(
      .unitMissing(RawText(text), field: RawText(utf8: name), example: example), at: range)
  }
}
