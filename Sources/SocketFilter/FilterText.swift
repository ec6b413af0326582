/// The words of a filter in one piece, so that every error can point at a place in it.
///
/// It comes from the words of a command line, from the lines of a file, or from a prompt.
package struct FilterText: Hashable, Sendable {
  /// The words, joined by single blanks.
  package private(set) var bytes: [UInt8] = []
  /// Where each word stands in `bytes`: of a command line whole arguments, of a prompt what blanks
  /// separate. Leading `state NAME` pairs are looked for in words only.
  package private(set) var words: [Range<Int>] = []
  /// The number of words that came from the command line or prompt; the rest are a file's lines.
  package private(set) var commandWords = 0

  /// The longest text that is read, in bytes.
  package static let capacity = 1 << 20
  /// The longest line of a filter file, in bytes. As `ss`.
  static let lineCapacity = 1021

  /// What was typed into a prompt: blanks that no
  /// backslash protects separate its words.
  package init(typed text: String) {
    bytes = Array(text.utf8)
    var start: Int?
    var isProtected = false
    for (index, byte) in bytes.enumerated() {
      defer { isProtected = byte == 0x5c && !isProtected }
      if isBlank(byte), !isProtected {
        if let begin = start { words.append(begin..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let begin = start { words.append(begin..<bytes.count) }
    commandWords = words.count
  }

  /// The words of a command line, as the shell passed them.
  package init(words: [String]) {
    for word in words { append(Array(word.utf8)) }
    commandWords = self.words.count
  }

  /// Appends the lines of a filter file (`-F FILE`).
  ///
  /// As in `ss`, a line that begins with `#` (or with `0`, a quirk of it) is skipped.
  ///
  /// - Throws: a line is longer than 1,021 bytes.
  package mutating func append(file contents: [UInt8]) throws(FilterError) {
    for line in contents.split(separator: 0x0a) {
      guard line.count <= Self.lineCapacity else {
        throw FilterError(.lineTooLong, at: bytes.count..<bytes.count)
      }
      guard let first = line.first, first != 0x23, first != 0x30 else { continue }
      append(Array(line))
    }
  }

  /// The text of `range`, clamped to the text.
  package func slice(_ range: Range<Int>) -> [UInt8] {
    Array(bytes[range.clamped(to: 0..<bytes.count)])
  }

  /// The whole text as a `String`.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func append(_ word: [UInt8]) {
    if !bytes.isEmpty { bytes.append(0x20) }
    words.append(bytes.count..<(bytes.count + word.count))
    bytes += word
  }
}

/// Whether `byte` separates words for `ss`: space or tab.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
