package import TextSafety

/// The names of keys, as the help shows them and as a configuration file gives them.
///
/// `Key` and name correspond one to one: `F9`, `^U`, `Enter`, `K`, `Alt-x`, `Space`, `PgUp`.
package enum KeyName {
  /// The name of `key`; in ASCII the arrows are `Up`, `Down`, `Left` and `Right`.
  package static func text(_ key: Key, isASCII: Bool = false) -> SafeText {
    var text = SafeText()
    switch key {
    case .character(let scalar): append(scalar, to: &text)
    case .control(let scalar):
      text.append("^")
      append(uppercase(scalar), to: &text)
    case .alt(let scalar):
      text.append("Alt-")
      append(scalar, to: &text)
    case .function(let number): text.append("F\(number)" as SafeText)
    case .enter, .tab, .backTab, .backspace, .delete, .escape, .up, .down, .left, .right, .home,
      .end, .pageUp, .pageDown, .insert:
      let entry = named.first { $0.key == key }
      text.append((isASCII ? entry?.asciiName : entry?.name) ?? SafeText())
    }
    return text
  }

  /// The key that `name` means, nil when it means none; names of more than one letter may be
  /// spelled in lower case, arrows also as `Up`, `Down`, `Left`, `Right`.
  package static func key(_ name: String) -> Key? {
    // Code points, not characters: a mark after `Alt-` must not join the hyphen.
    let scalars = Array(name.unicodeScalars)
    let lower = scalars.map(lowercase)
    if let entry = named.first(where: { $0.spellings.contains(lower) }) { return entry.key }
    if scalars.first == "^", scalars.count == 2 { return control(scalars[1]) }
    if lower.starts(with: "ctrl-".unicodeScalars), scalars.count == 6 { return control(scalars[5]) }
    if lower.starts(with: "alt-".unicodeScalars) {
      return character(scalars[4...]).map(Key.alt)
    }
    return function(lower) ?? character(scalars[...]).map(Key.character)
  }

  private struct Entry {
    let key: Key
    let name: SafeText
    let asciiName: SafeText
    /// In lower case.
    let spellings: [[Unicode.Scalar]]

    init(_ key: Key, _ name: SafeText, ascii: SafeText? = nil, _ aliases: String...) {
      self.key = key
      self.name = name
      asciiName = ascii ?? name
      spellings = ([name.string] + aliases).map { $0.unicodeScalars.map(lowercase) }
    }
  }

  private static let named: [Entry] = [
    Entry(.enter, "Enter", "return"),
    Entry(.tab, "Tab"),
    Entry(.backTab, "S-Tab", "backtab"),
    Entry(.backspace, "Backspace"),
    Entry(.delete, "Del", "delete"),
    Entry(.escape, "Esc", "escape"),
    Entry(.up, "↑", ascii: "Up", "up"),
    Entry(.down, "↓", ascii: "Down", "down"),
    Entry(.left, "←", ascii: "Left", "left"),
    Entry(.right, "→", ascii: "Right", "right"),
    Entry(.home, "Home"),
    Entry(.end, "End"),
    Entry(.pageUp, "PgUp", "pageup"),
    Entry(.pageDown, "PgDn", "pagedown"),
    Entry(.insert, "Ins", "insert"),
  ]

  /// A character of a name: itself, `Space`, or `U+1B` for what cannot be shown or would be taken
  /// for another name (the arrows).
  private static func append(_ scalar: Unicode.Scalar, to text: inout SafeText) {
    if scalar == " " { return text.append("Space") }
    let isArrow = (0x2190...0x2193).contains(scalar.value)
    let isShown = CharacterWidth.width(of: scalar) > 0 && !isArrow
    guard !isShown else { return text.append(scalar: scalar) }
    text.append("U+")
    text.append(hex: UInt64(scalar.value))
  }

  private static func character(_ name: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    let lower = name.map(lowercase)
    if lower == Array("space".unicodeScalars) { return " " }
    if lower.count > 2, lower.starts(with: "u+".unicodeScalars) {
      return hexadecimal(lower[2...]).flatMap { Unicode.Scalar($0) }
    }
    guard name.count == 1, let scalar = name.first else { return nil }
    let isArrow = (0x2190...0x2193).contains(scalar.value)
    return CharacterWidth.width(of: scalar) > 0 && !isArrow ? scalar : nil
  }

  private static func hexadecimal(_ digits: ArraySlice<Unicode.Scalar>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      guard digits.count <= 6, let nibble = Character(digit).hexDigitValue else { return nil }
      value = value << 4 | UInt32(nibble)
    }
    return value
  }

  private static func function(_ lower: [Unicode.Scalar]) -> Key? {
    (1...12).first { lower == Array("f\($0)".unicodeScalars) }.map(Key.function)
  }

  private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ("A"..."Z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value &+ 0x20))
  }

  private static func control(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar {
    case "a"..."z", "\\", "]", "^", "_": .control(scalar)
    case "A"..."Z": .control(lowercase(scalar))
    default: nil
    }
  }

  private static func uppercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ("a"..."z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value &- 0x20))
  }
}
