extension SafeText {
  /// Appends `blanks` blanks and the bytes in `range` of `other`; both ends must lie between
  /// characters inside it.
  package mutating func append(
    _ other: borrowing SafeText, bytes range: Range<Int>, afterBlanks blanks: Int
  ) {
    for _ in 0..<max(0, blanks) { utf8.append(0x20) }
    utf8.append(contentsOf: other.utf8[range])
  }

  /// The terminal cells of the bytes in `range`, both ends of which must lie between characters.
  /// Complexity: O(n), without decoding for ASCII.
  package func columns(in range: Range<Int>) -> Int {
    CharacterWidth.columns(ofUTF8: utf8.span.extracting(range))
  }
}
