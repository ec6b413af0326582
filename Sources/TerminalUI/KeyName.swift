package import TextSafety

/// The names of keys, as the help shows them and as a configuration file gives them.
///
/// `Key` and name correspond one to one: `F9`, `^U`, `Enter`, `K`, `Alt-x`, `Space`, `PgUp`.
package enum KeyName {
  /// The name of `key`.
  package static func text(_ key: Key) -> SafeText {
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
      text.append(name(of: key))
    }
    return text
  }

  /// The key that `name` means, nil when it means none; names of more than one letter may be
  /// spelled in lower case, arrows also as `Up`, `Down`, `Left`, `Right`.
  package static func key(_ name: String) -> Key? {
    let scalars = Array(name.unicodeScalars)
    let lower = name.lowercased()
    if let key = named.first(where: { matches($0, lower) })?.key { return key }
    if scalars.first == "^", scalars.count == 2 { return control(scalars[1]) }
    if lower.hasPrefix("ctrl-"), scalars.count == 6 { return control(scalars[5]) }
    if lower.hasPrefix("alt-") { return character(String(name.dropFirst(4))).map(Key.alt) }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...12).contains(number),
      lower == "f\(number)"
    {
      return .function(number)
    }
    return character(name).map(Key.character)
  }

  private struct Entry {
    let key: Key
    let name: SafeText
    let aliases: [String]
  }

  private static let named: [Entry] = [
    Entry(key: .enter, name: "Enter", aliases: ["return"]),
    Entry(key: .tab, name: "Tab", aliases: []),
    Entry(key: .backTab, name: "S-Tab", aliases: ["backtab"]),
    Entry(key: .backspace, name: "Backspace", aliases: []),
    Entry(key: .delete, name: "Del", aliases: ["delete"]),
    Entry(key: .escape, name: "Esc", aliases: ["escape"]),
    Entry(key: .up, name: "↑", aliases: ["up"]),
    Entry(key: .down, name: "↓", aliases: ["down"]),
    Entry(key: .left, name: "←", aliases: ["left"]),
    Entry(key: .right, name: "→", aliases: ["right"]),
    Entry(key: .home, name: "Home", aliases: []),
    Entry(key: .end, name: "End", aliases: []),
    Entry(key: .pageUp, name: "PgUp", aliases: ["pageup"]),
    Entry(key: .pageDown, name: "PgDn", aliases: ["pagedown"]),
    Entry(key: .insert, name: "Ins", aliases: ["insert"]),
  ]

  private static func name(of key: Key) -> SafeText {
    named.first { $0.key == key }?.name ?? SafeText()
  }

  private static func matches(_ entry: Entry, _ lower: String) -> Bool {
    entry.aliases.contains(lower) || entry.name.string.lowercased() == lower
  }

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

  private static func character(_ name: String) -> Unicode.Scalar? {
    let scalars = name.unicodeScalars
    let lower = name.lowercased()
    if lower == "space" { return " " }
    if lower.hasPrefix("u+"), let value = UInt32(lower.dropFirst(2), radix: 16) {
      return Unicode.Scalar(value)
    }
    guard scalars.count == 1, let scalar = scalars.first else { return nil }
    let isArrow = (0x2190...0x2193).contains(scalar.value)
    return CharacterWidth.width(of: scalar) > 0 && !isArrow ? scalar : nil
  }

  private static func control(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar {
    case "a"..."z", "\\", "]", "^", "_": .control(scalar)
    case "A"..."Z": .control(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value &+ 0x20)))
    default: nil
    }
  }

  private static func uppercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ("a"..."z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value &- 0x20))
  }
}
