internal import TextSafety

/// A pattern with `*`, `?`, `[…]` and backslash, matched against the whole text without regard to
/// the case of ASCII letters; `*` crosses slashes. As `fnmatch` with `FNM_CASEFOLD` for `ss`.
struct Glob: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case byte(UInt8)
    case anyByte
    case anyText
    case set(ByteSet)
  }

  private let pieces: [Piece]
  private let spelling: [UInt8]

  init(_ pattern: some Sequence<UInt8>) {
    var pieces: [Piece] = []
    var rest = Array(pattern)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0x2a: if pieces.last != .anyText { pieces.append(.anyText) }
      case 0x3f: pieces.append(.anyByte)
      case 0x5b:
        guard let (set, count) = ByteSet.bracket(rest) else {
          pieces.append(.byte(byte))
          continue
        }
        pieces.append(.set(set))
        rest = rest.dropFirst(count)
      case 0x5c: pieces.append(.byte(lowercased(rest.popFirst() ?? byte)))
      default: pieces.append(.byte(lowercased(byte)))
      }
    }
    self.pieces = pieces
    spelling = Array(pattern)
  }

  /// Whether `bytes[range]` matches; NUL counts as `@` when `nulIsAt`, as `ss` writes abstract
  /// unix names. At most pattern times text steps, no allocation.
  func matches(_ bytes: [UInt8], _ range: Range<Int>, nulIsAt: Bool = false) -> Bool {
    var index = range.lowerBound
    var piece = 0
    var resume: (piece: Int, index: Int)?
    while index < range.upperBound {
      if piece < pieces.count, case .anyText = pieces[piece] {
        piece += 1
        resume = (piece, index)
        continue
      }
      let byte = bytes[index] == 0 && nulIsAt ? 0x40 : lowercased(bytes[index])
      if piece < pieces.count, Self.accepts(pieces[piece], byte) {
        piece += 1
        index += 1
        continue
      }
      guard let back = resume else { return false }
      piece = back.piece
      index = back.index + 1
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
    let literal = [.start] + spelling.map { PatternMatcher.Step.exactly($0) } + [.end]
    return [.split(1, whole.count + 2)] + whole + [.jump(literal.count + 1)] + literal
  }

  private static func steps(_ piece: Piece) -> [PatternMatcher.Step] {
    switch piece {
    case .byte(let byte): [.byte(byte)]
    case .anyByte: [.set(ByteSet().inverted)]
    case .anyText: [.split(1, 3), .set(ByteSet().inverted), .jump(-2)]
    case .set(let set): [.set(set)]
    }
  }

  private static func accepts(_ piece: Piece, _ byte: UInt8) -> Bool {
    switch piece {
    case .byte(let wanted): wanted == byte
    case .anyByte, .anyText: true
    case .set(let set): set.contains(byte)
    }
  }

  /// Whether `pattern` matches itself only.
  static func isLiteral(_ pattern: [UInt8]) -> Bool {
    !pattern.contains { $0 == 0x2a || $0 == 0x3f || $0 == 0x5b || $0 == 0x5c }
  }

  /// The pattern that matches `text`; one that can be typed and shown: `?` stands for each byte of
  /// what cannot.
  static func escaping(_ text: [UInt8]) -> [UInt8] {
    let isShown = SafeText(RawText(text)).utf8 == text
    return text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x2a, 0x3f, 0x5b, 0x5c: [0x5c, byte]
      case 0x20..<0x7f: [byte]
      default: isShown ? [byte] : [0x3f]
      }
    }
  }
}
