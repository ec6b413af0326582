package import TextSafety

/// One line of text that the user edits: the filter prompt, a search.
///
/// The text is always safe to show: control characters of a paste are dropped (line ends and tabs
/// become blanks), marks without a base too. The cursor stands between characters, never between a
/// character and its marks.
package struct LineEditor: Hashable, Sendable {
  /// The most bytes that a line holds; what does not fit is dropped character by character.
  package static let byteLimit = 4096

  /// The text; valid UTF-8.
  package internal(set) var utf8: [UInt8] = []
  /// The cursor's byte offset into `utf8`, from 0 to its count.
  package internal(set) var cursor = 0
  /// Earlier lines, oldest first; ↑ and ^R look here.
  package var history: [SafeText]
  /// The entry of `history` that is shown, nil for a line of the user's own.
  var historyIndex: Int?
  /// The user's own line while an entry of the history is shown.
  var draft: [UInt8] = []
  /// What the last kill took; ^Y brings it back.
  var killed: [UInt8] = []
  /// The backward search through the history, nil when there is none.
  package internal(set) var search: HistorySearch?

  /// An editor with the cursor at the end of `text`.
  package init(_ text: SafeText = SafeText(), history: [SafeText] = []) {
    self.history = history
    replace(with: text)
  }

  /// The text for drawing.
  package var text: SafeText { SafeText(RawText(utf8)) }

  /// The text for parsing.
  package var string: String { String(decoding: utf8, as: UTF8.self) }

  /// Whether there is no text.
  package var isEmpty: Bool { utf8.isEmpty }

  /// Replaces the whole line and puts the cursor at its end; ends a search.
  package mutating func replace(with text: SafeText) {
    utf8 = []
    cursor = 0
    historyIndex = nil
    search = nil
    insert(text.utf8)
  }

  /// Replaces the bytes of `range`, widened to whole characters, with `text` (a completion) and
  /// puts the cursor behind it.
  package mutating func replace(_ range: Range<Int>, with text: SafeText) {
    let start = boundary(atOrBefore: min(utf8.count, max(0, range.lowerBound)))
    var end = min(utf8.count, max(start, range.upperBound))
    if boundary(atOrBefore: end) != end { end = boundary(after: end) }
    utf8.removeSubrange(start..<end)
    cursor = start
    insert(text.utf8)
  }

  /// Inserts typed or pasted bytes at the cursor.
  package mutating func insert(_ bytes: [UInt8]) {
    var marks = marksBeforeCursor
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let isBlank = scalar == "\n" || scalar == "\r" || scalar == "\t"
      let shown: Unicode.Scalar = isBlank ? " " : scalar
      let width = CharacterWidth.width(of: shown)
      guard width > 0 || (width == 0 && marks < 2) else { continue }
      guard let encoded = UTF8.encode(shown), utf8.count + encoded.count <= Self.byteLimit else {
        return
      }
      utf8.insert(contentsOf: encoded, at: cursor)
      cursor += encoded.count
      marks = width > 0 ? 0 : marks + 1
    }
  }

  /// The marks of the character before the cursor; 2, so that none is accepted, at the beginning.
  private var marksBeforeCursor: Int {
    guard cursor > 0 else { return 2 }
    let start = boundary(before: cursor)
    let cluster = String(decoding: utf8[start..<cursor], as: UTF8.self)
    return cluster.unicodeScalars.count - 1
  }
}

/// Places between characters.
extension LineEditor {
  /// Whether the cursor may stand at byte `offset`.
  func isBoundary(_ offset: Int) -> Bool {
    guard offset > 0, offset < utf8.count else { return offset == 0 || offset == utf8.count }
    guard utf8[offset] & 0xc0 != 0x80 else { return false }
    guard utf8[offset] >= 0x80 else { return true }
    var decoder = utf8[offset...].makeIterator()
    var codec = UTF8()
    guard case .scalarValue(let scalar) = codec.decode(&decoder) else { return true }
    return CharacterWidth.width(of: scalar) != 0
  }

  func boundary(atOrBefore offset: Int) -> Int {
    var place = offset
    while !isBoundary(place) { place -= 1 }
    return place
  }

  func boundary(before offset: Int) -> Int {
    offset > 0 ? boundary(atOrBefore: offset - 1) : 0
  }

  func boundary(after offset: Int) -> Int {
    var place = min(utf8.count, offset + 1)
    while !isBoundary(place) { place += 1 }
    return place
  }

  /// The cells in front of byte `offset`.
  func column(of offset: Int) -> Int {
    CharacterWidth.columns(ofUTF8: Array(utf8[..<offset]))
  }
}
