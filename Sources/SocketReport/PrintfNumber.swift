internal import TextSafety

/// Numbers as C's `printf` writes them, rounded from the exact binary value.
enum PrintfNumber {
  /// Appends what `%.PRECISIONg` writes; `precision` is 1 to 17.
  ///
  /// Exact for magnitudes from 10^-8 to 10^27; nothing here is outside of that. What is not finite
  /// is `nan` or `inf`.
  static func append(general value: Double, precision: Int = 6, to text: inout RowBuffer) {
    if appendQuickly(general: value, precision: precision, to: &text) { return }
    guard value.isFinite else { return text.append(value.isNaN ? "nan" : "inf") }
    if value.sign == .minus { text.append("-") }
    guard value != 0 else { return text.append("0") }
    let (digits, exponent) = significant(value.magnitude, count: precision)
    guard exponent >= -4, exponent < precision else {
      append(digits, pointAfter: 1, to: &text)
      text.append(exponent < 0 ? "e-" : "e+")
      return text.append(UInt64(exponent.magnitude), digits: 2)
    }
    guard exponent < 0 else { return append(digits, pointAfter: exponent + 1, to: &text) }
    text.append("0.")
    for _ in 0..<(-exponent - 1) { text.append("0") }
    append(digits, pointAfter: digits.count, to: &text)
  }

  /// Appends what `%.DIGITSf` writes; `digits` is 0 to 9, the magnitude below 10^27.
  static func append(fixed value: Double, digits: Int, to text: inout RowBuffer) {
    if digits == 0, let whole = nearest(value) { return text.append(whole) }
    guard value.isFinite else { return text.append(value.isNaN ? "nan" : "inf") }
    if value.sign == .minus { text.append("-") }
    let scaled = scaled(value.magnitude, byTenTo: digits)
    let parts = scaled.quotientAndRemainder(dividingBy: power(digits))
    append(parts.quotient, to: &text)
    guard digits > 0 else { return }
    text.append(".")
    text.append(UInt64(truncatingIfNeeded: parts.remainder), digits: digits)
  }

  /// The first `count` digits of `value` without zeros at the end, and the power of ten of the
  /// first one.
  private static func significant(
    _ value: Double, count: Int
  ) -> (digits: [UInt8], exponent: Int) {
    var exponent = 0
    while exponent < 30, Double(power(exponent + 1)) <= value { exponent += 1 }
    while exponent <= 0, exponent > -9, value < tenTo(exponent) { exponent -= 1 }
    var number = scaled(value, byTenTo: count - 1 - exponent)
    // A double next to a power of ten may be on its other side, or rounding may have reached it.
    if number < power(count - 1) {
      exponent -= 1
      number = scaled(value, byTenTo: count - 1 - exponent)
    }
    if number >= power(count) {
      exponent += 1
      number = scaled(value, byTenTo: count - 1 - exponent)
    }
    var digits: [UInt8] = []
    while number > 0 {
      let parts = number.quotientAndRemainder(dividingBy: 10)
      if parts.remainder != 0 || !digits.isEmpty {
        digits.append(UInt8(truncatingIfNeeded: parts.remainder))
      }
      number = parts.quotient
    }
    return (digits.reversed(), exponent)
  }

  /// `value * 10^power` rounded to a whole number, halves to even.
  private static func scaled(_ value: Double, byTenTo power: Int) -> UInt128 {
    guard value > 0 else { return 0 }
    let shift = value.exponent - Double.Exponent(Double.significandBitCount)
    let isNormal = value.isNormal
    var numerator = UInt128(value.significandBitPattern)
    if isNormal { numerator |= UInt128(1) << UInt128(Double.significandBitCount) }
    var denominator: UInt128 = 1
    if power >= 0 { numerator *= Self.power(min(power, 22)) }
    if power < 0 { denominator = Self.power(min(-power, 30)) }
    guard shift < 0 else {
      return rounded(numerator << UInt128(min(shift, 48)), by: denominator)
    }
    guard shift > -120 else { return 0 }
    // The numerator stays below 2^127, the denominator is 1 unless the value is a large one.
    let bits = UInt128(-shift)
    guard denominator > 1 else { return rounded(numerator, by: UInt128(1) << bits) }
    return rounded(numerator, by: denominator << bits)
  }

  private static func rounded(_ numerator: UInt128, by denominator: UInt128) -> UInt128 {
    let parts = numerator.quotientAndRemainder(dividingBy: denominator)
    let rest = denominator - parts.remainder
    if parts.remainder > rest { return parts.quotient + 1 }
    return parts.remainder == rest ? parts.quotient + (parts.quotient & 1) : parts.quotient
  }

  private static func power(_ exponent: Int) -> UInt128 {
    var result: UInt128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  private static func tenTo(_ exponent: Int) -> Double {
    exponent >= 0 ? Double(power(exponent)) : 1 / Double(power(-exponent))
  }

  private static func append(
    _ digits: [UInt8], pointAfter point: Int, to text: inout RowBuffer
  ) {
    for index in 0..<max(digits.count, point) {
      if index == point { text.append(".") }
      text.append(UInt64(index < digits.count ? digits[index] : 0))
    }
  }

  private static func append(_ value: UInt128, to text: inout RowBuffer) {
    if let small = UInt64(exactly: value) { return text.append(small) }
    let parts = value.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
    append(parts.quotient, to: &text)
    text.append(UInt64(truncatingIfNeeded: parts.remainder), digits: 19)
  }
}
