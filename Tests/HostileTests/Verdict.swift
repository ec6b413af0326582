/// What may not come out of the program, whatever went in.
enum Verdict {
  /// The first byte or scalar that a terminal would obey or hide, in words; nil for clean output.
  static func complaint(about output: [UInt8]) -> String? {
    var decoder = UTF8()
    var bytes = output.makeIterator()
    var place = 0
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar):
        if isHostile(scalar.value) {
          let number = String(scalar.value, radix: 16)
          return "U+\(number) after \(place) scalars: \(context(output, scalar))"
        }
        place += 1
      case .emptyInput: return nil
      case .error: return "no UTF-8 after \(place) scalars"
      }
    }
  }

  private static func context(_ output: [UInt8], _ scalar: Unicode.Scalar) -> String {
    let text = String(decoding: output, as: UTF8.self).unicodeScalars
    guard let place = text.firstIndex(of: scalar) else { return "" }
    return text[..<place].suffix(40).map { "\($0)" }.joined()
  }

  static func isHostile(_ value: UInt32) -> Bool {
    switch value {
    case 0x0a: false
    case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
      0xfff9...0xfffb, 0xe000...0xf8ff, 0xe0000...0xe007f, 0xf0000...0x10ffff:
      true
    default: false
    }
  }
}
