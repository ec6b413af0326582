internal import TextSafety

/// The same numbers by one multiplication, where that cannot round wrongly.
extension PrintfNumber {
  private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
  private static let wholePowers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// Appends `value` as `%.PRECISIONg` does if it is one of the plain cases: 0.001 to below
  /// 10^precision, precision 3 to 6, not close to the middle between two results.
  static func appendQuickly(
    general value: Double, precision: Int, to text: inout RowBuffer
  ) -> Bool {
    guard value >= 0.001, precision <= 6, value < powers[precision] else { return false }
    var whole = 0
    while whole < precision, value >= powers[whole] { whole += 1 }
    // Below 1 the zeros behind the point do not count as digits.
    var decimals = precision - whole
    if whole == 0 { decimals += value < 0.01 ? 2 : value < 0.1 ? 1 : 0 }
    guard let number = nearest(value * powers[decimals]), number < wholePowers[precision]
    else { return false }
    append(number, decimals: decimals, to: &text)
    return true
  }

  /// The whole number next to `value`; nil when it lies so close to the middle between two that
  /// rounding before may have moved it, or is not in 0..<2^52.
  static func nearest(_ value: Double) -> UInt64? {
    guard value >= 0, value < 0x1p52 else { return nil }
    let whole = UInt64(value)
    let fraction = value - Double(whole)
    guard fraction < 0.499_999 || fraction > 0.500_001 else { return nil }
    return fraction < 0.5 ? whole : whole &+ 1
  }

  /// Appends `number / 10^decimals` without zeros at the end.
  private static func append(_ number: UInt64, decimals: Int, to text: inout RowBuffer) {
    let parts = number.quotientAndRemainder(dividingBy: wholePowers[decimals])
    text.append(parts.quotient)
    guard parts.remainder > 0 else { return }
    var rest = parts.remainder
    var digits = decimals
    while rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    text.append(".")
    text.append(rest, digits: digits)
  }
}
