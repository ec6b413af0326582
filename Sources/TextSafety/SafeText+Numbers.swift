extension SafeText {
  /// Appends `value` in decimal.
  package mutating func append(_ value: some BinaryInteger) {
    if let small = Int64(exactly: value) {
      append(small)
    } else if let large = UInt64(exactly: value) {
      append(large)
    } else {
      utf8.append(contentsOf: String(value).utf8)
    }
  }

  /// Appends `value` in decimal without an intermediate `String`.
  package mutating func append(_ value: Int) { append(Int64(value)) }

  /// Appends `value` in decimal.
  package mutating func append(_ value: Int32) { append(Int64(value)) }

  /// Appends `value` in decimal.
  package mutating func append(_ value: UInt8) { append(UInt64(value)) }

  /// Appends `value` in decimal.
  package mutating func append(_ value: UInt16) { append(UInt64(value)) }

  /// Appends `value` in decimal.
  package mutating func append(_ value: UInt32) { append(UInt64(value)) }

  /// Appends `value` in decimal.
  package mutating func append(_ value: Int64) {
    if value < 0 { utf8.append(0x2d) }
    append(value.magnitude)
  }

  /// Appends `value` in decimal.
  package mutating func append(_ value: UInt64) {
    guard value > 9 else {
      utf8.append(0x30 &+ UInt8(truncatingIfNeeded: value))
      return
    }
    guard value < 100_000_000 else {
      append(value / 100_000_000)
      return appendPacked(Self.packed(value % 100_000_000, digits: 8))
    }
    appendPacked(Self.packed(value, digits: 1))
  }

  /// Appends an IPv4 address, the first octet in the highest byte: `10.0.0.1`.
  package mutating func append(ipv4 address: UInt32) {
    var high = Packed()
    for place in 0..<4 {
      let octet = UInt64(address >> UInt32(24 &- 8 &* place) & 0xff)
      var part = Self.packed(octet, digits: 1)
      if place < 3 { part.append(0x2e) }
      // Two octets and their dots fill a word at most.
      if place == 2 {
        appendPacked(high)
        high = part
      } else {
        high.append(part)
      }
    }
    appendPacked(high)
  }

  /// Up to eight characters in a word, the first in its lowest byte: one append instead of eight.
  private struct Packed {
    var bytes: UInt64 = 0
    var count = 0

    mutating func append(_ byte: UInt8) {
      bytes |= UInt64(byte) &<< UInt64(8 &* count)
      count &+= 1
    }

    mutating func append(_ other: Packed) {
      bytes |= other.bytes &<< UInt64(8 &* count)
      count &+= other.count
    }
  }

  /// The digits of a value under 100,000,000, at least `digits` of them.
  @inline(__always) private static func packed(_ value: UInt64, digits: Int) -> Packed {
    var result = Packed()
    var rest = UInt32(truncatingIfNeeded: value)
    while rest > 0 || result.count < digits {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      result.bytes = result.bytes &<< 8 | UInt64(0x30 &+ digit)
      result.count &+= 1
      rest = quotient
    }
    return result
  }

  @inline(__always) private mutating func appendPacked(_ packed: Packed) {
    unsafe withUnsafeBytes(of: packed.bytes.littleEndian) { bytes in
      unsafe utf8.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(packed.count)))
    }
  }

  /// Appends `value` in decimal with zeros in front, at least `digits` digits.
  package mutating func append(_ value: UInt64, digits: Int) {
    var shown = 1
    var rest = value / 10
    while rest > 0 {
      shown &+= 1
      rest /= 10
    }
    if digits > shown { utf8.append(contentsOf: repeatElement(0x30, count: digits &- shown)) }
    append(value)
  }

  /// Appends `value` in lower-case hexadecimal without a prefix.
  package mutating func append(hex value: some BinaryInteger) {
    guard let small = UInt64(exactly: value) else {
      utf8.append(contentsOf: String(value, radix: 16).utf8)
      return
    }
    append(hex: small)
  }

  /// Appends `value` in lower-case hexadecimal without a prefix.
  package mutating func append(hex value: UInt64) {
    append(hex: value, digits: max(1, (67 &- value.leadingZeroBitCount) / 4))
  }

  /// Appends the lowest `digits` (1 to 16) hexadecimal digits of `value`, lower case, with zeros
  /// in front.
  package mutating func append(hex value: UInt64, digits: Int) {
    for position in (0..<min(16, max(1, digits))).reversed() {
      utf8.append(HexDigits.digit(value >> UInt64(position * 4)))
    }
  }

  /// Appends `value` rounded to `digits` (0 to 9) decimals, `-` when it is not finite.
  ///
  /// Values of 10^18 and more are shown without decimals, in the shortest form.
  package mutating func append(fixed value: Double, digits: Int) {
    guard value.isFinite else {
      append("-")
      return
    }
    let digits = min(9, max(0, digits))
    var scale: UInt64 = 1
    for _ in 0..<digits { scale *= 10 }
    // Not `rounded()`: it needs libm, which a program without Glibc does not link.
    let scaled = value.magnitude * Double(scale) + 0.5
    guard scaled < 1e18 else {
      utf8.append(contentsOf: String(value).utf8)
      return
    }
    let parts = UInt64(scaled).quotientAndRemainder(dividingBy: scale)
    if value < 0, scaled >= 1 { utf8.append(0x2d) }
    append(parts.quotient)
    guard digits > 0 else { return }
    utf8.append(0x2e)
    append(parts.remainder, digits: digits)
  }
}

/// The sixteen digits.
enum HexDigits {
  /// The lower-case digit of the lowest four bits of `value`.
  static func digit(_ value: UInt64) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: value & 0xf)
    return nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble
  }
}
