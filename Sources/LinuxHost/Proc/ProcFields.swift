/// The words of one line of a table in `/proc`, read from left to right.
///
/// Nothing here traps: what is missing or is no number reads as nil.
package struct ProcFields {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// The words of `range` within `bytes`, separated by blanks and tabs.
  package init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    let range = range.clamped(to: 0..<bytes.count)
    position = range.lowerBound
    end = range.upperBound
  }

  /// Everything in `bytes`.
  package init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

  /// The place of the next word; nil at the end of the line.
  package mutating func word() -> Range<Int>? {
    while position < end, Self.isBlank(bytes[position]) { position &+= 1 }
    guard position < end else { return nil }
    let start = position
    while position < end, !Self.isBlank(bytes[position]) { position &+= 1 }
    return start..<position
  }

  /// Passes over `count` words; false when the line ends before.
  package mutating func skip(_ count: Int = 1) -> Bool {
    for _ in 0..<count where word() == nil { return false }
    return true
  }

  /// The next word as a decimal number.
  package mutating func decimal<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number?
  {
    word().flatMap { Self.number(bytes, in: $0, radix: 10) }
  }

  /// The next word as a hexadecimal number.
  package mutating func hex<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
    word().flatMap { Self.number(bytes, in: $0, radix: 16) }
  }

  /// The places of what stands before and after the first colon of the next word.
  package mutating func colonPair() -> (address: Range<Int>, port: Range<Int>)? {
    guard let word = word(), let colon = bytes[word].firstIndex(of: 0x3a) else { return nil }
    return (word.lowerBound..<colon, (colon &+ 1)..<word.upperBound)
  }

  /// The next word, two hexadecimal numbers with a colon between, as in `00000000:0000001A`.
  package mutating func hexPair() -> (UInt32, UInt32)? {
    guard let pair = colonPair(),
      let first: UInt32 = Self.number(bytes, in: pair.address, radix: 16),
      let second: UInt32 = Self.number(bytes, in: pair.port, radix: 16)
    else { return nil }
    return (first, second)
  }

  /// The number that the whole of `range` spells in `radix`; nil when it spells none.
  package func number<Number: FixedWidthInteger>(
    _ range: Range<Int>, radix: Number, as: Number.Type = Number.self
  ) -> Number? {
    Self.number(bytes, in: range, radix: radix)
  }

  /// What is left of the line after one blank: a path, which may hold blanks itself.
  package mutating func rest() -> ArraySlice<UInt8> {
    if position < end, bytes[position] == 0x20 { position &+= 1 }
    defer { position = end }
    return bytes[position..<end]
  }

  /// The number that the whole of `range` spells in `radix`; nil for an empty range, a sign, a
  /// foreign byte, or a number that is too large.
  package static func number<Number: FixedWidthInteger>(
    _ bytes: [UInt8], in range: Range<Int>, radix: Number, as: Number.Type = Number.self
  ) -> Number? {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    var value: Number = 0
    for index in range {
      guard let digit = digit(bytes[index]), digit < UInt8(truncatingIfNeeded: radix) else {
        return nil
      }
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(Number(truncatingIfNeeded: digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// The lines of a file in `/proc`, as ranges without their ends.
package struct ProcLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != 0x0a { position &+= 1 }
    defer { position &+= 1 }
    return start..<position
  }
}
