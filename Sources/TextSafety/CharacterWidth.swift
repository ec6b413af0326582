/// Terminal cells taken by characters, independent of the locale.
///
/// The widths are those of glibc's `wcwidth()` in a UTF-8 locale, because that is what ncurses
/// goes by; a test compares them character by character.
package enum CharacterWidth {
  /// The cells that valid UTF-8 takes. Complexity: O(n), a byte compare for each ASCII byte.
  package static func columns(ofUTF8 bytes: [UInt8]) -> Int {
    columns(ofUTF8: bytes.span)
  }

  /// The cells that valid UTF-8 takes; characters that are not safe to show count as one cell.
  package static func columns(ofUTF8 bytes: Span<UInt8>) -> Int {
    var seen: UInt8 = 0
    for index in bytes.indices { seen |= bytes[index] }
    guard seen >= 0x80 else { return bytes.count }
    var columns = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        columns &+= 1
        index &+= 1
        continue
      }
      let decoded = UTF8Decoder.decode(bytes, at: index)
      columns &+= max(0, abs(width(of: decoded.value)))
      index &+= decoded.length
    }
    return columns
  }

  /// The cells that `scalar` takes: 1, 2 for wide characters, 0 for combining marks, −1 for what
  /// is not safe to show (the sanitiser replaces it).
  package static func width(of scalar: Unicode.Scalar) -> Int { width(of: scalar.value) }

  /// `width(of:)` for a code point; anything that is no character gives −1.
  static func width(of value: UInt32) -> Int {
    if value < 0x7f { return value >= 0x20 ? 1 : -1 }
    guard value <= 0x10ffff else { return -1 }
    let table = transitions
    let key = value << 2 | 3
    var low = 0
    var high = table.count
    while high &- low > 1 {
      let middle = (low &+ high) / 2
      if table[middle] <= key { low = middle } else { high = middle }
    }
    let kind = Int(table[low] & 3)
    return kind == 3 ? -1 : kind
  }
}
