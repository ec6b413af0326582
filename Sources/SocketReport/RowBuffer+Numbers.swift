internal import SocketModel

/// Numbers, eight digits at a time.
extension RowBuffer {
  /// Appends `value` in decimal.
  mutating func append(_ value: UInt64) {
    makeRoom(24)
    appendDigits(value)
  }

  /// Appends `value` in decimal.
  @inline(__always) mutating func append(_ value: UInt32) {
    append(UInt64(value))
  }

  /// Appends `value` in decimal.
  mutating func append(_ value: Int32) {
    if value < 0 { append("-") }
    append(UInt64(value.magnitude))
  }

  /// Appends `value` in decimal with zeros in front, at least `digits` (at most 20) digits.
  mutating func append(_ value: UInt64, digits: Int) {
    var shown = 1
    var rest = value / 10
    while rest > 0 {
      shown &+= 1
      rest /= 10
    }
    for _ in 0..<max(0, min(digits, 20) &- shown) { append("0") }
    append(value)
  }

  private mutating func appendDigits(_ value: UInt64) {
    guard value > 9 else { return store(0x30 &+ value, 1) }
    guard value < 100_000_000 else {
      let parts = value.quotientAndRemainder(dividingBy: 100_000_000)
      appendDigits(parts.quotient)
      return store(Self.eightDigits(parts.remainder) | 0x3030_3030_3030_3030, 8)
    }
    let digits = Self.eightDigits(value)
    // A digit beyond the last one keeps zero from having none at all.
    let zeros = (digits | 1 &<< 56).trailingZeroBitCount & ~7
    store((digits | 0x3030_3030_3030_3030) &>> UInt64(zeros), 8 &- zeros / 8)
  }

  /// The eight digits of a value under 100,000,000, the first in the lowest byte: halves, quarters
  /// and digits are taken apart side by side in one word.
  @inline(__always) private static func eightDigits(_ value: UInt64) -> UInt64 {
    let high = value / 10_000
    let halves = high | (value &- high &* 10_000) &<< 32
    let hundreds = (halves &* 10_486) &>> 20 & 0x7f_0000_007f
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// Appends `value` in lower-case hexadecimal without a prefix.
  mutating func append(hex value: UInt64) {
    append(hex: value, digits: max(1, (67 &- value.leadingZeroBitCount) / 4))
  }

  /// Appends the lowest `digits` (1 to 16) hexadecimal digits of `value`, lower case, with zeros
  /// in front.
  mutating func append(hex value: UInt64, digits: Int) {
    makeRoom(16)
    var shift = 4 &* min(16, max(1, digits))
    while shift > 0 {
      shift &-= 4
      store(Self.digit(value &>> UInt64(shift)), 1)
    }
  }

  private static func digit(_ value: UInt64) -> UInt64 {
    let nibble = value & 0xf
    return nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble
  }

  /// Appends an IPv6 address, without brackets.
  mutating func append(ipv6 bits: AddressBits) {
    let form = IPv6Form(bits)
    var index = 0
    while index < 8 {
      if index == form.zeros.lowerBound, !form.zeros.isEmpty {
        append("::")
        index = form.zeros.upperBound
        continue
      }
      if form.isDotted, index == 6 { return append(ipv4: UInt32(truncatingIfNeeded: bits.low)) }
      let half = index < 4 ? bits.high : bits.low
      append(hex: half &>> UInt64(48 &- (index & 3) &* 16) & 0xffff)
      index &+= 1
      if index < 8, index != form.zeros.lowerBound || form.zeros.isEmpty { append(":") }
    }
  }

  /// Appends `value / 1000` as `%g` does; `value` is below 1,000,000, so that six digits hold it.
  mutating func append(thousandths value: UInt32) {
    let parts = value.quotientAndRemainder(dividingBy: 1000)
    append(parts.quotient)
    guard parts.remainder > 0 else { return }
    makeRoom(8)
    let hundreds = parts.remainder / 100
    let tens = parts.remainder / 10 % 10
    let ones = parts.remainder % 10
    let digits =
      UInt64(0x3030_302e) &+ UInt64(hundreds) &<< 8 &+ UInt64(tens) &<< 16
      &+ UInt64(ones) &<< 24
    store(digits, ones > 0 ? 4 : tens > 0 ? 3 : 2)
  }

  /// Appends four bytes that are no text: for numbers beside it.
  @inline(__always) mutating func append(word: UInt32) {
    makeRoom(4)
    store(UInt64(word), 4)
  }
}
