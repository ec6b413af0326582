internal import TextSafety

/// A pattern with `*`, `?`, `[…]` and backslash, matched against the whole text without regard to
/// the case of ASCII letters; `*` crosses slashes. As `fnmatch` with `FNM_CASEFOLD` for `ss`.
struct Glob: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case character(UInt32)
    case any
    case anyText
    case set(CharacterSet)
  }

  private let pieces: [Piece]
  private let spelling: [UInt8]
  private let unit: TextUnit

  init(_ pattern: [UInt8], by unit: TextUnit) {
    var pieces: [Piece] = []
    var rest = unit.characters(of: pattern)[...]
    while let character = rest.popFirst() {
      switch character {
      case 0x2a: if pieces.last != .anyText { pieces.append(.anyText) }
      case 0x3f: pieces.append(.any)
      case 0x5b:
        guard let (set, count) = CharacterSet.bracket(rest) else {
          pieces.append(.character(character))
          continue
        }
        pieces.append(.set(set))
        rest = rest.dropFirst(count)
      case 0x5c: pieces.append(.character(lowercased(rest.popFirst() ?? character)))
      default: pieces.append(.character(lowercased(character)))
      }
    }
    self.pieces = pieces
    spelling = pattern
    self.unit = unit
  }

  /// Whether `bytes[range]` matches; NUL counts as `@` when `nulIsAt`, as `ss` writes abstract
  /// unix names. At most pattern times text steps, no allocation.
  func matches(_ bytes: [UInt8], _ range: Range<Int>, nulIsAt: Bool = false) -> Bool {
    let text = bytes.span.extracting(range)
    var index = 0
    var piece = 0
    var resume: (piece: Int, index: Int)?
    while index < text.count {
      if piece < pieces.count, case .anyText = pieces[piece] {
        piece += 1
        resume = (piece, index)
        continue
      }
      let (value, length) = unit.character(in: text, at: index)
      let character = value == 0 && nulIsAt ? 0x40 : lowercased(value)
      if piece < pieces.count, Self.accepts(pieces[piece], character) {
        piece += 1
        index += length
        continue
      }
      guard let back = resume else { return false }
      piece = back.piece
      index = back.index + unit.character(in: text, at: back.index).length
      resume = (back.piece, index)
    }
    return piece == pieces.count || piece == pieces.count - 1 && pieces[piece] == .anyText
  }

  /// Whether the whole of a field's text matches, or is spelled as the pattern is: the names of
  /// namespaces, `net:[4026531840]`, hold brackets.
  func matches(_ bytes: [UInt8]) -> Bool {
    matches(bytes, 0..<bytes.count) || bytes == spelling
  }

  /// The same as the steps of a regular expression: the whole text matches, or is as spelled.
  var steps: [PatternMatcher.Step] {
    let whole = [.start] + pieces.flatMap(Self.steps) + [.end]
    guard spelling.contains(where: { $0 == 0x5b || $0 == 0x5c }) else { return whole }
    let literal =
      [.start] + unit.characters(of: spelling).map { PatternMatcher.Step.exactly($0) } + [.end]
    return [.split(1, whole.count + 2)] + whole + [.jump(literal.count + 1)] + literal
  }

  private static func steps(_ piece: Piece) -> [PatternMatcher.Step] {
    switch piece {
    case .character(let character): [.character(character)]
    case .any: [.set(.all)]
    case .anyText: [.split(1, 3), .set(.all), .jump(-2)]
    case .set(let set): [.set(set)]
    }
  }

  private static func accepts(_ piece: Piece, _ character: UInt32) -> Bool {
    switch piece {
    case .character(let wanted): wanted == character
    case .any, .anyText: true
    case .set(let set): set.contains(character)
    }
  }

  /// Whether `pattern` matches itself only.
  static func isLiteral(_ pattern: [UInt8]) -> Bool {
    !pattern.contains(where: isSpecial)
  }

  /// The pattern that matches `text`; one that can be typed and shown: `?` stands for each character
  /// of what cannot.
  static func escaping(_ text: [UInt8], by unit: TextUnit = .codePoint) -> [UInt8] {
    let isShown = SafeText(RawText(text)).utf8 == text
    if isShown { return text.flatMap { isSpecial($0) ? [0x5c, $0] : [$0] } }
    return unit.characters(of: text).flatMap { character -> [UInt8] in
      guard (0x20..<0x7f).contains(character) else { return [0x3f] }
      let byte = UInt8(truncatingIfNeeded: character)
      return isSpecial(byte) ? [0x5c, byte] : [byte]
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool { [0x2a, 0x3f, 0x5b, 0x5c].contains(byte) }
}
