internal import TextSafety

/// The forms that tokens have.
extension RowWriter {
  /// Appends ` NAME:VALUE`; `name` brings its colon.
  func token(_ name: StaticString, _ value: some FixedWidthInteger, to text: inout SafeText) {
    text.append(" ")
    part(name, value, to: &text)
  }

  /// Appends the token unless the value is 0 or not known.
  func token<Value: FixedWidthInteger>(
    _ name: StaticString, ifNotZero value: Value?, to text: inout SafeText
  ) {
    guard let value, value != 0 else { return }
    token(name, value, to: &text)
  }

  /// Appends ` NAME:VALUE` in lower-case hexadecimal.
  func token(_ name: StaticString, hex value: some FixedWidthInteger, to text: inout SafeText) {
    text.append(" ")
    text.append(name)
    text.append(hex: UInt64(truncatingIfNeeded: value))
  }

  /// Appends ` NAME:0x1f`, ` NAME:0` for zero.
  func token(_ name: StaticString, prefixedHex value: UInt32, to text: inout SafeText) {
    guard value != 0 else { return token(name, value, to: &text) }
    text.append(" ")
    text.append(name)
    text.append("0x")
    text.append(hex: UInt64(value))
  }

  /// Appends `value` microseconds as milliseconds unless it is 0 or not known.
  func token(
    _ name: StaticString, milliseconds value: UInt32?, to text: inout SafeText
  ) {
    guard let value, value != 0 else { return }
    text.append(" ")
    text.append(name)
    milliseconds(value, to: &text)
  }

  /// Appends `value` microseconds as milliseconds.
  func milliseconds(_ value: UInt32, to text: inout SafeText) {
    PrintfNumber.append(general: Double(value) / 1000, to: &text)
  }

  /// Appends `name` and the number.
  func part(_ name: StaticString, _ value: some FixedWidthInteger, to text: inout SafeText) {
    text.append(name)
    if Value.isSigned(value) {
      text.append(Int64(truncatingIfNeeded: value))
    } else {
      text.append(UInt64(truncatingIfNeeded: value))
    }
  }

  private enum Value {
    static func isSigned<Number: FixedWidthInteger>(_ value: Number) -> Bool { Number.isSigned }
  }

  /// Appends ` NAME RATEbps`, `bitsPerSecond` as a whole number with `-n`, else in three digits
  /// with k, M, G or T.
  func rate(_ name: StaticString, _ bitsPerSecond: Double, to text: inout SafeText) {
    text.append(name)
    amount(bitsPerSecond, to: &text)
    text.append("bps")
  }

  private func amount(_ value: Double, to text: inout SafeText) {
    if options.isNumeric {
      PrintfNumber.append(fixed: value, digits: 0, to: &text)
    } else if value > 1e12 {
      PrintfNumber.append(general: value / 1e12, precision: 3, to: &text)
      text.append("T")
    } else if value > 1e9 {
      PrintfNumber.append(general: value / 1e9, precision: 3, to: &text)
      text.append("G")
    } else if value > 1e6 {
      PrintfNumber.append(general: value / 1e6, precision: 3, to: &text)
      text.append("M")
    } else if value > 1000 {
      PrintfNumber.append(general: value / 1000, precision: 3, to: &text)
      text.append("k")
    } else {
      PrintfNumber.append(general: value, to: &text)
    }
  }
}
