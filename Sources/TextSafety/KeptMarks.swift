/// Decides, code point after code point, what of a text the sanitiser would keep.
struct KeptMarks {
  /// Marks that the character before may still carry.
  private var left = 0

  /// A printable character of ASCII comes next: it is shown, and may carry marks.
  mutating func passASCII() { left = Sanitizer.markLimit }

  /// Whether the next code point is shown as it is.
  mutating func keeps(_ decoded: UTF8Decoder.Decoded) -> Bool {
    let width = CharacterWidth.width(of: decoded.value)
    guard decoded.isValid, width > 0 || (width == 0 && left > 0) else {
      left = 0
      return false
    }
    left = width > 0 ? Sanitizer.markLimit : left &- 1
    return true
  }
}
