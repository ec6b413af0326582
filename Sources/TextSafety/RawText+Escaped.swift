extension RawText {
  /// The bytes with nothing lost, as C writes them: what the sanitiser would keep stands as it is,
  /// a backslash is `\\`, and every other byte is `\n`, `\r`, `\t` or `\xNN`.
  ///
  /// Two different values never look the same.
  package var escaped: SafeText {
    var result = SafeText()
    let span = bytes.span
    var marks = KeptMarks()
    var index = 0
    while index < span.count {
      let decoded = UTF8Decoder.decode(span, at: index)
      let isKept = marks.keeps(decoded)
      for offset in index..<(index &+ decoded.length) {
        if isKept, span[offset] != 0x5c {
          result.utf8.append(span[offset])
        } else {
          result.appendEscape(of: span[offset])
        }
      }
      index &+= decoded.length
    }
    return result
  }
}

extension SafeText {
  /// Appends the C escape of one byte.
  fileprivate mutating func appendEscape(of byte: UInt8) {
    switch byte {
    case 0x5c: append("\\\\")
    case 0x0a: append("\\n")
    case 0x0d: append("\\r")
    case 0x09: append("\\t")
    default:
      append("\\x")
      append(hex: UInt64(byte), digits: 2)
    }
  }
}
