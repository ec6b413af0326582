/// Walks over a filter byte by byte, as the superset reads it: words end at blanks, operators and
/// parentheses.
struct SupersetScanner {
  let bytes: [UInt8]
  private(set) var index: Int
  /// Where the last comparison stands.
  private(set) var lastComparison = 0..<0
  /// The quotation mark around a whole group of conditions, as a shell would want it, and its
  /// place.
  private var groupQuote: UInt8?
  private var groupQuoteStart = 0

  init(text: FilterText, from start: Int) {
    bytes = text.bytes
    index = start
  }

  /// The next byte that is not blank; nil at the end.
  mutating func next() -> UInt8? {
    while let byte = peek(), isSeparator(byte) { index += 1 }
    return peek()
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    index + distance < bytes.count ? bytes[index + distance] : nil
  }

  /// Passes `count` bytes and gives their place.
  mutating func take(_ count: Int) -> Range<Int> {
    let start = index
    index = min(index + count, bytes.count)
    return start..<index
  }

  /// Steps over a quotation mark that stands where a condition would: it groups for a shell.
  mutating func takeGroupQuote() {
    groupQuote = groupQuote == nil ? peek() : nil
    groupQuoteStart = index
    index += 1
  }

  /// Throws when a group's quotation mark is open at the end.
  func finish() throws(FilterError) {
    guard groupQuote != nil else { return }
    throw FilterError(.unclosedQuote, at: groupQuoteStart..<(groupQuoteStart + 1))
  }

  /// Goes back to `index`.
  mutating func rewind(to index: Int) { self.index = index }

  /// A word where a condition begins: up to a blank, an operator, a parenthesis or a quote.
  mutating func word() -> (text: [UInt8], range: Range<Int>) {
    let start = index
    var text: [UInt8] = []
    while let byte = peek(), !isSeparator(byte), !Self.endsWord(byte) {
      if byte == 0x5c, index + 1 < bytes.count { index += 1 }
      text.append(bytes[index])
      index += 1
    }
    return (text, start..<index)
  }

  /// A value: quoted, or up to a blank, a comma, `&`, `|` or the end of the parenthesis around it.
  ///
  /// A regular expression ends at a blank or at the end of the parenthesis only.
  mutating func operand(
    isExpression: Bool = false
  ) throws(FilterError) -> (text: [UInt8], range: Range<Int>)? {
    guard let first = next() else { return nil }
    if first == 0x22 || first == 0x27, first != groupQuote { return try quoted(first) }
    let start = index
    var text: [UInt8] = []
    var depth = 0
    while let byte = peek(), !isSeparator(byte), byte != groupQuote {
      if byte == 0x28 { depth += 1 }
      if byte == 0x29 { depth -= 1 }
      guard depth >= 0, isExpression || !Self.endsValue(byte) else { break }
      if byte == 0x5c, index + 1 < bytes.count {
        if isExpression { text.append(byte) }
        index += 1
      }
      text.append(bytes[index])
      index += 1
    }
    return index > start ? (text, start..<index) : nil
  }

  private mutating func quoted(
    _ quote: UInt8
  ) throws(FilterError) -> (text: [UInt8], range: Range<Int>)? {
    let start = index
    var text: [UInt8] = []
    index += 1
    while let byte = peek(), byte != quote {
      if byte == 0x5c, let next = peek(1), next == quote || next == 0x5c { index += 1 }
      text.append(bytes[index])
      index += 1
    }
    guard peek() == quote else { throw FilterError(.unclosedQuote, at: start..<(start + 1)) }
    index += 1
    return (text, start..<index)
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == 0x0a || byte == 0x0d
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    // ! " & ' ( ) , < = > | ~
    case 0x21, 0x22, 0x26, 0x27, 0x28, 0x29, 0x2c, 0x3c, 0x3d, 0x3e, 0x7c, 0x7e: true
    default: false
    }
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    byte == 0x2c || byte == 0x26 || byte == 0x7c
  }
}

extension SupersetScanner {
  /// The comparison that comes next; nil, without moving, when there is none.
  mutating func comparison() -> FieldComparison? {
    let start = index
    guard next() != nil else { return nil }
    for (symbol, comparison) in Self.symbols where starts(with: symbol) {
      lastComparison = take(symbol.utf8.count)
      return comparison
    }
    let (text, range) = word()
    if let known = FilterLexer.comparison(of: String(decoding: text, as: UTF8.self).lowercased()) {
      lastComparison = range
      return .ordered(known)
    }
    rewind(to: start)
    return nil
  }

  private func starts(with symbol: String) -> Bool {
    bytes[index...].starts(with: symbol.utf8)
  }

  /// Longer ones first.
  private static let symbols: [(String, FieldComparison)] = [
    ("!~", .contains(isNegated: true)), ("=~", .contains(isNegated: false)),
    ("==", .ordered(.equal)), ("!=", .ordered(.notEqual)), (">=", .ordered(.greaterOrEqual)),
    ("<=", .ordered(.lessOrEqual)), ("~", .contains(isNegated: false)), ("=", .ordered(.equal)),
    (">", .ordered(.greater)), ("<", .ordered(.less)),
  ]
}
