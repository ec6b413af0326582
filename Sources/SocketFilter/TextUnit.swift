internal import TextSafety

/// What patterns take for one character of a text.
enum TextUnit: Hashable, Sendable {
  /// Each byte, as `ss` takes the names of unix sockets.
  case byte
  /// A code point of UTF-8, or a byte that belongs to none.
  case codePoint

  /// The character at `index` and how many bytes it has. Bytes that are no text have numbers above
  /// all code points.
  @inline(__always)
  func character(in text: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    let byte = text[index]
    return byte < 0x80 ? (UInt32(byte), 1) : longCharacter(in: text, at: index)
  }

  @inline(never)
  private func longCharacter(
    in text: Span<UInt8>, at index: Int
  ) -> (value: UInt32, length: Int) {
    switch self {
    case .byte: break
    case .codePoint:
      let decoded = UTF8Decoder.decode(text, at: index)
      if decoded.isValid { return (decoded.value, decoded.length) }
    }
    return (0x11_0000 + UInt32(text[index]), 1)
  }

  /// All characters of `text`.
  func characters(of text: [UInt8]) -> [UInt32] {
    var characters: [UInt32] = []
    var index = 0
    while index < text.count {
      let character = character(in: text.span, at: index)
      characters.append(character.value)
      index += character.length
    }
    return characters
  }
}

/// `character` with an ASCII letter in lower case.
func lowercased(_ character: UInt32) -> UInt32 {
  character >= 0x41 && character <= 0x5a ? character | 0x20 : character
}
