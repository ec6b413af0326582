/// A set of characters, for brackets in globs and regular expressions.
struct CharacterSet: Hashable, Sendable {
  /// Those of ASCII, a bit each.
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// Beyond ASCII: those in the ranges, or those that are not.
  private var ranges: [ClosedRange<UInt32>] = []
  private var isWithoutRanges = false

  init() {}

  /// Every character.
  static let all = CharacterSet().inverted

  mutating func insert(_ character: UInt32) { insert(from: character, through: character) }

  /// Adds the range; nothing when it is empty.
  mutating func insert(from first: UInt32, through last: UInt32) {
    guard first <= last else { return }
    if last >= 0x80 { ranges.append(max(first, 0x80)...last) }
    guard first < 0x80 else { return }
    for character in first...min(last, 0x7f) {
      if character < 64 {
        low |= 1 << UInt64(character)
      } else {
        high |= 1 << UInt64(character - 64)
      }
    }
  }

  func contains(_ character: UInt32) -> Bool {
    guard character < 0x80 else {
      return ranges.contains { $0.contains(character) } != isWithoutRanges
    }
    return (character < 64 ? low : high) >> UInt64(character & 63) & 1 == 1
  }

  /// Every character that is not in the set.
  var inverted: CharacterSet {
    var result = self
    (result.low, result.high) = (~low, ~high)
    result.isWithoutRanges.toggle()
    return result
  }

  /// With each letter of ASCII its lower-case form.
  var withLowerCase: CharacterSet {
    var result = self
    for letter in UInt32(0x41)...0x5a where contains(letter) { result.insert(letter | 0x20) }
    return result
  }

  /// The characters of a class such as `alpha` in the C locale; nil for an unknown one.
  static func named(_ name: String) -> CharacterSet? {
    var set = CharacterSet()
    switch name {
    case "alpha": set.insertLetters()
    case "digit": set.insert(from: 0x30, through: 0x39)
    case "alnum":
      set.insertLetters()
      set.insert(from: 0x30, through: 0x39)
    case "upper": set.insert(from: 0x41, through: 0x5a)
    case "lower": set.insert(from: 0x61, through: 0x7a)
    case "space":
      set.insert(0x20)
      set.insert(from: 0x09, through: 0x0d)
    case "blank": for blank: UInt32 in [0x20, 0x09] { set.insert(blank) }
    case "xdigit":
      set.insert(from: 0x30, through: 0x39)
      set.insert(from: 0x41, through: 0x46)
      set.insert(from: 0x61, through: 0x66)
    case "punct":
      set.insert(from: 0x21, through: 0x2f)
      set.insert(from: 0x3a, through: 0x40)
      set.insert(from: 0x5b, through: 0x60)
      set.insert(from: 0x7b, through: 0x7e)
    case "print": set.insert(from: 0x20, through: 0x7e)
    case "graph": set.insert(from: 0x21, through: 0x7e)
    case "cntrl":
      set.insert(from: 0, through: 0x1f)
      set.insert(0x7f)
    default: return nil
    }
    return set
  }

  mutating func insertLetters() {
    insert(from: 0x41, through: 0x5a)
    insert(from: 0x61, through: 0x7a)
  }

  /// Adds the characters of a class, which has none beyond ASCII.
  mutating func formUnion(_ named: CharacterSet) {
    low |= named.low
    high |= named.high
  }
}

extension CharacterSet {
  /// The bracket expression after its `[`, and how many characters it takes with its `]`; nil when
  /// it never closes.
  static func bracket(_ text: ArraySlice<UInt32>) -> (set: CharacterSet, count: Int)? {
    var set = CharacterSet()
    var index = text.startIndex
    let isNegated = text.first == 0x21 || text.first == 0x5e
    if isNegated { index += 1 }
    var isFirst = true
    while index < text.endIndex {
      let character = text[index]
      if character == 0x5d, !isFirst {
        let lowered = set.withLowerCase
        return (isNegated ? lowered.inverted : lowered, index + 1 - text.startIndex)
      }
      isFirst = false
      if let (named, count) = classMember(text[index...]) {
        set.formUnion(named)
        index += count
      } else {
        index += insertMember(text[index...], into: &set)
      }
    }
    return nil
  }

  private static func classMember(_ text: ArraySlice<UInt32>) -> (CharacterSet, Int)? {
    guard text.starts(with: [0x5b, 0x3a]) else { return nil }
    let name = text.dropFirst(2).prefix { $0 != 0x3a }
    guard text.dropFirst(2 + name.count).starts(with: [0x3a, 0x5d]),
      let set = named(Self.string(name))
    else {
      return nil
    }
    return (set, name.count + 4)
  }

  private static func string(_ characters: ArraySlice<UInt32>) -> String {
    String(String.UnicodeScalarView(characters.compactMap { Unicode.Scalar($0) }))
  }

  /// Inserts the character or range at the start of `text` and gives the characters it takes.
  private static func insertMember(_ text: ArraySlice<UInt32>, into set: inout CharacterSet) -> Int
  {
    var rest = text
    guard let low = take(&rest) else { return text.count }
    var lookahead = rest.dropFirst()
    guard rest.first == 0x2d, lookahead.first != 0x5d, let high = take(&lookahead) else {
      set.insert(low)
      return text.count - rest.count
    }
    set.insert(from: low, through: high)
    return text.count - lookahead.count
  }

  private static func take(_ text: inout ArraySlice<UInt32>) -> UInt32? {
    if text.first == 0x5c, text.count > 1 { text = text.dropFirst() }
    return text.popFirst()
  }
}
