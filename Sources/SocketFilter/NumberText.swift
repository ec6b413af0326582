/// Numbers as C's `strtol` reads them: decimal, `0x` hexadecimal, leading `0` octal.
enum NumberText {
  /// The number at the start of `bytes` and how many bytes it takes; nil when there is none.
  ///
  /// A magnitude beyond `Int64` gives `Int64.max` or `.min`.
  static func leading(_ bytes: ArraySlice<UInt8>) -> (value: Int64, count: Int)? {
    var index = bytes.startIndex
    var isNegative = false
    if let sign = bytes.first, sign == 0x2b || sign == 0x2d {
      isNegative = sign == 0x2d
      index += 1
    }
    let radix = radix(bytes[index...])
    if radix == 16 { index += 2 }
    let start = index
    var magnitude: Int64 = 0
    while index < bytes.endIndex, let digit = digit(bytes[index], radix: radix) {
      let (product, isOver) = magnitude.multipliedReportingOverflow(by: radix)
      let (sum, isOverToo) = product.addingReportingOverflow(digit)
      magnitude = isOver || isOverToo ? Int64.max : sum
      index += 1
    }
    guard index > start else { return nil }
    let value = isNegative ? 0 &- magnitude : magnitude
    return (value, index - bytes.startIndex)
  }

  /// The number that all of `bytes` is; nil when it is not one, or one beyond `range`.
  static func whole(
    _ bytes: some Collection<UInt8>, in range: ClosedRange<Int64> = Int64.min...Int64.max
  ) -> Int64? {
    let bytes = ArraySlice(bytes)
    guard let (value, count) = leading(bytes), count == bytes.count, range.contains(value) else {
      return nil
    }
    return value
  }

  /// The decimal number at the start of `bytes`, as C's `%u` reads it: negative ones wrap around, and
  /// those beyond 64 bits give the largest. Nil when there is none.
  static func scanned(_ bytes: ArraySlice<UInt8>) -> UInt64? {
    let isSigned = bytes.first == 0x2b || bytes.first == 0x2d
    let digits = bytes.dropFirst(isSigned ? 1 : 0).prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      let (product, isOver) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) = product.addingReportingOverflow(UInt64(digit &- 0x30))
      guard !isOver, !isOverToo else { return .max }
      value = sum
    }
    return bytes.first == 0x2d ? 0 &- value : value
  }

  private static func radix(_ bytes: ArraySlice<UInt8>) -> Int64 {
    guard bytes.first == 0x30 else { return 10 }
    let rest = bytes.dropFirst()
    guard let mark = rest.first, mark | 0x20 == 0x78, let next = rest.dropFirst().first,
      digit(next, radix: 16) != nil
    else { return 8 }
    return 16
  }

  private static func digit(_ byte: UInt8, radix: Int64) -> Int64? {
    let value: Int64
    switch byte {
    case 0x30...0x39: value = Int64(byte) - 0x30
    case 0x41...0x46: value = Int64(byte) - 0x37
    case 0x61...0x66: value = Int64(byte) - 0x57
    default: return nil
    }
    return value < radix ? value : nil
  }
}
