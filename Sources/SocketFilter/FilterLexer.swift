/// A token of the grammar of `ss`.
struct FilterToken: Hashable {
  enum Kind: Hashable {
    case not, and, or, open, close
    case field(FieldWord)
    case comparison(FilterComparison)
    case operand
  }

  var kind: Kind
  /// The text without protecting backslashes.
  var text: [UInt8]
  var range: Range<Int>
}

/// The fields that `ss` knows.
enum FieldWord: String, CaseIterable {
  case src, dst, sport, dport, dev, fwmark, cgroup, autobound
}

/// Splits a filter as `ss` does: at blanks only; a backslash protects what follows it.
struct FilterLexer {
  /// More tokens than any sensible filter has; what has more is refused.
  static let tokenLimit = 4096

  /// The tokens of `text` from word number `first` on.
  ///
  /// - Throws: there are more than `tokenLimit`.
  static func tokens(of text: FilterText, fromWord first: Int = 0) throws(FilterError)
    -> [FilterToken]
  {
    guard text.bytes.count <= FilterText.capacity else {
      throw FilterError(.tooLong, at: 0..<text.bytes.count)
    }
    var tokens: [FilterToken] = []
    for word in text.words.dropFirst(first) {
      try split(text, word, into: &tokens)
    }
    return tokens
  }

  private static func split(
    _ text: FilterText, _ word: Range<Int>, into tokens: inout [FilterToken]
  ) throws(FilterError) {
    var index = word.lowerBound
    while index < word.upperBound {
      guard !isBlank(text.bytes[index]) else {
        index += 1
        continue
      }
      guard tokens.count < tokenLimit else {
        throw FilterError(.tooManyWords, at: index..<word.upperBound)
      }
      tokens.append(token(in: text, from: &index, upTo: word.upperBound))
    }
  }

  private static func token(
    in text: FilterText, from index: inout Int, upTo end: Int
  ) -> FilterToken {
    let start = index
    var bytes: [UInt8] = []
    while index < end, !isBlank(text.bytes[index]) {
      if text.bytes[index] == 0x5c {
        index += 1
        guard index < end else { break }
      }
      bytes.append(text.bytes[index])
      index += 1
    }
    return FilterToken(kind: kind(of: bytes), text: bytes, range: start..<index)
  }

  /// What `bytes` is to `ss`, whatever stands around it.
  static func kind(of bytes: [UInt8]) -> FilterToken.Kind {
    guard bytes.count <= 9 else { return .operand }
    let word = String(decoding: bytes, as: UTF8.self)
    if let field = FieldWord(rawValue: word) { return .field(field) }
    if let comparison = comparison(of: word) { return .comparison(comparison) }
    switch word {
    case "!", "not": return .not
    case "&", "&&", "and": return .and
    case "|", "||", "or": return .or
    case "(": return .open
    case ")": return .close
    default: return .operand
    }
  }

  /// The comparison that `word` spells.
  static func comparison(of word: String) -> FilterComparison? {
    switch word {
    case "=", "==", "eq": .equal
    case "!=", "ne", "neq": .notEqual
    case ">=", "ge", "geq": .greaterOrEqual
    case "<=", "le", "leq": .lessOrEqual
    case ">", "gt": .greater
    case "<", "lt": .less
    default: nil
    }
  }
}
