extension SafeText {
  /// Appends the body of a JSON string (without the quotes) that carries `raw` with nothing lost.
  ///
  /// The decoded string holds valid UTF-8 as it is; a byte that is not part of valid UTF-8 is the
  /// four characters `\xNN`, and a backslash is doubled, so that undoing `\\` and `\xNN` gives the
  /// bytes back. In the written form controls, direction changes and everything else that the
  /// screen would not show are JSON's own `\uNNNN`; they decode to themselves.
  package mutating func append(jsonEscaped raw: RawText) {
    let span = raw.bytes.span
    var marks = KeptMarks()
    var index = 0
    while index < span.count {
      let decoded = UTF8Decoder.decode(span, at: index)
      let isKept = marks.keeps(decoded)
      for offset in index..<(index &+ decoded.length) {
        if isKept {
          appendJSON(kept: span[offset], backslash: "\\\\\\\\")
        } else if !decoded.isValid {
          append("\\\\x")
          append(hex: UInt64(span[offset]), digits: 2)
        }
      }
      if decoded.isValid, !isKept { appendJSON(escaped: decoded.value) }
      index &+= decoded.length
    }
  }

  /// Appends the body of a JSON string (without the quotes) for text of the program.
  package mutating func append(jsonEscaped text: SafeText) {
    for byte in text.utf8 { appendJSON(kept: byte, backslash: "\\\\") }
  }

  /// Appends a field of a CSV line as RFC 4180 has it: quoted when it holds a comma, a semicolon,
  /// a quote or a blank at an end, quotes doubled. Line ends cannot occur in safe text.
  package mutating func append(csvField field: SafeText) {
    guard field.needsQuotes else {
      append(field)
      return
    }
    append("\"")
    for byte in field.utf8 {
      if byte == 0x22 { utf8.append(byte) }
      utf8.append(byte)
    }
    append("\"")
  }

  private var needsQuotes: Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    if first == 0x20 || last == 0x20 { return true }
    return utf8.contains { $0 == 0x22 || $0 == 0x2c || $0 == 0x3b }
  }

  private mutating func appendJSON(kept byte: UInt8, backslash: StaticString) {
    switch byte {
    case 0x22: append("\\\"")
    case 0x5c: append(backslash)
    default: utf8.append(byte)
    }
  }

  private mutating func appendJSON(escaped value: UInt32) {
    switch value {
    case 0x0a: append("\\n")
    case 0x0d: append("\\r")
    case 0x09: append("\\t")
    case 0x10000...:
      let high = 0xd800 &+ (value &- 0x10000) >> 10
      appendJSON(unit: high)
      appendJSON(unit: 0xdc00 &+ (value & 0x3ff))
    default: appendJSON(unit: value)
    }
  }

  private mutating func appendJSON(unit: UInt32) {
    append("\\u")
    append(hex: UInt64(unit), digits: 4)
  }
}
