internal import TextSafety

/// The forms that tokens have. Names bring their blank and their colon: a literal more or less
/// counts when there are thirty in a row.
extension RowWriter {
  /// Appends `name` and the number, a negative one as 0.
  @inline(__always) func token(
    _ name: StaticString, _ value: some FixedWidthInteger, to text: inout RowBuffer
  ) {
    text.append(name)
    text.append(UInt64(clamping: value))
  }

  /// Appends the token unless the value is 0 or not known.
  @inline(__always) func token<Value: FixedWidthInteger>(
    _ name: StaticString, ifNotZero value: Value?, to text: inout RowBuffer
  ) {
    guard let value, value != 0 else { return }
    token(name, value, to: &text)
  }

  /// Appends `name` and the number in lower-case hexadecimal.
  func token(_ name: StaticString, hex value: some FixedWidthInteger, to text: inout RowBuffer) {
    text.append(name)
    text.append(hex: UInt64(truncatingIfNeeded: value))
  }

  /// Appends `name` and `0x1f`, `0` for zero.
  func token(_ name: StaticString, prefixedHex value: UInt32, to text: inout RowBuffer) {
    guard value != 0 else { return token(name, value, to: &text) }
    text.append(name)
    text.append("0x")
    text.append(hex: UInt64(value))
  }

  /// Appends `value` microseconds as milliseconds unless it is 0 or not known.
  @inline(__always) func token(
    _ name: StaticString, milliseconds value: UInt32?, to text: inout RowBuffer
  ) {
    guard let value, value != 0 else { return }
    text.append(name)
    milliseconds(value, to: &text)
  }

  /// Appends `value` microseconds as milliseconds.
  func milliseconds(_ value: UInt32, to text: inout RowBuffer) {
    // Six digits or fewer are exact.
    guard value >= 1_000_000 else { return text.append(thousandths: value) }
    PrintfNumber.append(general: Double(value) / 1000, to: &text)
  }

  /// Appends ` NAME RATEbps`, `bitsPerSecond` as a whole number with `-n`, else in three digits
  /// with k, M, G or T.
  @inline(__always) func rate(
    _ name: StaticString, _ bitsPerSecond: Double, to text: inout RowBuffer
  ) {
    text.append(name)
    amount(bitsPerSecond, to: &text)
    text.append("bps")
  }

  private func amount(_ value: Double, to text: inout RowBuffer) {
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
