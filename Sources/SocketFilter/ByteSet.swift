/// A set of byte values, for brackets in globs and regular expressions.
struct ByteSet: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init() {}

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  /// Adds the range; nothing when it is empty.
  mutating func insert(from low: UInt8, through high: UInt8) {
    guard low <= high else { return }
    for byte in low...high { insert(byte) }
  }

  func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return word >> UInt64(byte & 63) & 1 == 1
  }

  /// Every byte that is not in the set.
  var inverted: ByteSet {
    var result = ByteSet()
    result.words = (~words.0, ~words.1, ~words.2, ~words.3)
    return result
  }

  /// With each letter its lower-case form.
  var withLowerCase: ByteSet {
    var result = self
    for byte in UInt8(0x41)...0x5a where contains(byte) { result.insert(byte | 0x20) }
    return result
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  /// The bytes of a class such as `alpha` in the C locale; nil for an unknown one.
  static func named(_ name: ArraySlice<UInt8>) -> ByteSet? {
    var set = ByteSet()
    switch String(decoding: name, as: UTF8.self) {
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
    case "blank": for byte: UInt8 in [0x20, 0x09] { set.insert(byte) }
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

  mutating func formUnion(_ other: ByteSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }
}

extension ByteSet {
  /// The bracket expression after its `[`, and how many bytes it takes with its `]`; nil when it
  /// never closes.
  static func bracket(_ text: ArraySlice<UInt8>) -> (set: ByteSet, count: Int)? {
    var set = ByteSet()
    var index = text.startIndex
    let isNegated = text.first == 0x21 || text.first == 0x5e
    if isNegated { index += 1 }
    var isFirst = true
    while index < text.endIndex {
      let byte = text[index]
      if byte == 0x5d, !isFirst {
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

  private static func classMember(_ text: ArraySlice<UInt8>) -> (ByteSet, Int)? {
    guard text.starts(with: [0x5b, 0x3a]) else { return nil }
    let name = text.dropFirst(2).prefix { $0 != 0x3a }
    guard text.dropFirst(2 + name.count).starts(with: [0x3a, 0x5d]), let set = named(name) else {
      return nil
    }
    return (set, name.count + 4)
  }

  /// Inserts the byte or range at the start of `text` and gives the bytes it takes.
  private static func insertMember(_ text: ArraySlice<UInt8>, into set: inout ByteSet) -> Int {
    var rest = text
    guard let low = takeByte(&rest) else { return text.count }
    var lookahead = rest.dropFirst()
    guard rest.first == 0x2d, lookahead.first != 0x5d, let high = takeByte(&lookahead) else {
      set.insert(low)
      return text.count - rest.count
    }
    set.insert(from: low, through: high)
    return text.count - lookahead.count
  }

  private static func takeByte(_ text: inout ArraySlice<UInt8>) -> UInt8? {
    if text.first == 0x5c, text.count > 1 { text = text.dropFirst() }
    return text.popFirst()
  }
}
