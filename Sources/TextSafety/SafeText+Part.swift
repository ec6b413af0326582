extension SafeText {
  /// Appends `blanks` blanks and the bytes in `range` of `other`; both ends must lie between
  /// characters inside it.
  package mutating func append(
    _ other: borrowing SafeText, bytes range: Range<Int>, afterBlanks blanks: Int
  ) {
    append(blanksInWords: blanks)
    guard range.lowerBound >= 0, range.upperBound <= other.utf8.count else { return }
    unsafe other.utf8.withUnsafeBufferPointer {
      unsafe utf8.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
    }
  }

  /// The terminal cells of the bytes in `range`, both ends of which must lie between characters.
  /// Complexity: O(n), without decoding for ASCII.
  package func columns(in range: Range<Int>) -> Int {
    CharacterWidth.columns(ofUTF8: utf8.span.extracting(range))
  }
}
