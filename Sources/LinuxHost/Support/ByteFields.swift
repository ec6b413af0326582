/// Lines and fields of the text files under `/proc` and `/etc`, as bytes.
enum ByteFields {
  static let newline = UInt8(ascii: "\n")

  /// The lines of `text` without their newlines; the last may lack its own.
  static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(separator: newline)
  }

  /// The fields between blanks and tabs.
  static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
  }

  /// A whole number in decimal that fits the type; nil for anything else, a sign included.
  static func decimal<Number: FixedWidthInteger>(
    _ digits: some Collection<UInt8>, as type: Number.Type = Number.self
  ) -> Number? {
    guard !digits.isEmpty else { return nil }
    var value: Number = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(Number(digit - 0x30))
      guard !first, !second else { return nil }
      value = sum
    }
    return value
  }

  /// A whole number in hexadecimal without a prefix; nil for anything else.
  static func hexadecimal(_ digits: some Collection<UInt8>) -> UInt64? {
    guard !digits.isEmpty, digits.count <= 16 else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard let nibble = nibble(digit) else { return nil }
      value = value << 4 | UInt64(nibble)
    }
    return value
  }

  /// The bytes of `text` after `prefix`; nil when it begins otherwise.
  static func rest(
    of text: ArraySlice<UInt8>, after prefix: StaticString
  ) -> ArraySlice<UInt8>? {
    let wanted = Array(prefix.description.utf8)
    guard text.starts(with: wanted) else { return nil }
    return text.dropFirst(wanted.count)
  }

  /// Writes `number` in decimal and a NUL, as a file name for the kernel.
  static func writeName(_ number: Int32, into name: inout [UInt8]) {
    name.removeAll(keepingCapacity: true)
    var rest = UInt32(clamping: number)
    repeat {
      name.append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
      rest /= 10
    } while rest > 0
    name.reverse()
    name.append(0)
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
