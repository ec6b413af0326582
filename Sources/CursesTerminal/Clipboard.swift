internal import TextSafety

/// The terminal's clipboard, by its escape sequence OSC 52.
enum Clipboard {
  /// The sequence that puts `text` there; terminals that do not know it ignore it.
  static func sequence(for text: SafeText) -> [UInt8] {
    Array("\u{1b}]52;c;".utf8) + base64(text.utf8) + [0x07]
  }

  /// RFC 4648.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(bytes.count, start + 3)]
      var word: UInt32 = 0
      for byte in group { word = word << 8 | UInt32(byte) }
      word <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[Int(word >> UInt32(18 - 6 * place) & 63)]
        result.append(place <= group.count ? digit : 0x3d)
      }
    }
    return result
  }
}
