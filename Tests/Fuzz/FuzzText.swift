import SocketMetrics
import SocketModel
import TextSafety

/// Text from outside: whatever it is, what is shown holds no control and has the width it claims.
enum FuzzText {
  static func run(_ bytes: [UInt8]) {
    let raw = RawText(bytes.dropFirst())
    let width = Int(bytes.first ?? 0)
    let text = SafeText(raw)
    check(text)
    demand(SafeText(RawText(text.utf8)) == text, "not the same the second time")
    for end in [TextElision.tail, .middle] {
      let cut = text.truncated(to: width, end)
      check(cut)
      demand(cut.columns <= width, "wider than asked")
    }
    check(text.padded(to: width))
    check(text.asciiOnly())
    if width > 0 { text.wrapped(to: width).forEach(check) }
    var line = SafeText()
    line.append(jsonEscaped: raw)
    line.append(jsonEscaped: text)
    line.append(csvField: text)
    check(line)
  }

  /// One field of a row, as text.
  static func check(_ row: SocketRow, _ field: SocketField) {
    var text = SafeText()
    field.write(row, to: &text)
    check(text)
  }

  /// No control, no direction, nothing invisible; UTF-8 throughout.
  static func check(_ text: SafeText) {
    var decoder = UTF8()
    var bytes = text.utf8.makeIterator()
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): demand(isHarmless(scalar.value), "\(scalar.value) is shown")
      case .emptyInput: return
      case .error: demand(false, "shown text is no UTF-8")
      }
    }
  }

  private static func isHarmless(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x20, 0x7f..<0xa0, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
      0xfff9...0xfffb, 0xe000...0xf8ff, 0xe0000...0xe007f, 0xf0000...0x10ffff:
      false
    default: true
    }
  }
}
