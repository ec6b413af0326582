extension SafeText {
  /// The text in lines of at most `columns` cells, broken at blanks where there are any; a word
  /// that is too long is broken between characters. Always at least one line.
  package func wrapped(to columns: Int) -> [SafeText] {
    guard columns > 0, self.columns > columns else { return [self] }
    var lines: [SafeText] = []
    var rest = utf8[...]
    while !rest.isEmpty {
      let text = SafeText(trusted: Array(rest))
      var end = text.prefixEnd(columns: columns)
      // A character wider than the line stands alone, so that there is an end.
      if end == 0 { end = text.scalar(at: 0).length }
      let line = text.utf8[..<end]
      let isLast = end == text.utf8.count
      let isWhole = isLast || text.utf8[end] == 0x20
      let blank = isWhole ? nil : line.lastIndex(of: 0x20)
      let cut = blank.flatMap { $0 > 0 ? $0 : nil } ?? end
      lines.append(SafeText(trusted: Array(line[..<cut])))
      rest = rest.dropFirst(cut)
      if !isLast { rest = rest.drop { $0 == 0x20 } }
    }
    return lines
  }

  /// The byte ranges where `query` occurs, letters of ASCII without regard to case, from left to
  /// right and not overlapping. Empty for an empty query.
  package func ranges(of query: SafeText) -> [Range<Int>] {
    let needle = query.utf8
    guard !needle.isEmpty, needle.count <= utf8.count else { return [] }
    var found: [Range<Int>] = []
    var start = 0
    while start <= utf8.count - needle.count {
      let end = start + needle.count
      let isMatch = needle.indices.allSatisfy {
        Self.lowercase(utf8[start + $0]) == Self.lowercase(needle[$0])
      }
      if isMatch { found.append(start..<end) }
      start = isMatch ? end : start + 1
    }
    return found
  }

  /// The cells in front of byte `offset`; offsets outside the text count as its ends.
  package func column(ofByte offset: Int) -> Int {
    CharacterWidth.columns(ofUTF8: Array(utf8.prefix(max(0, offset))))
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }
}
