package import TextSafety

/// Reads theme files: one `role = foreground on background attributes` a line, `#` begins a
/// comment.
///
///     cursor   = black on cyan
///     critical = #d55e00 bold underline
///     dim      = default dim
///
/// Roles are spelled as in `StyleRole` with `-` between words (`state-close-wait`). A colour is
/// `default`, one of the eight names, `bright-` and a name, a number from 0 to 255, or `#rrggbb`.
package enum ThemeParser {
  /// A line that could not be used.
  package struct Problem: Hashable, Sendable {
    /// From 1.
    package var line: Int
    /// What is wrong with it.
    package var reason: Reason

    /// A problem in a line.
    package init(line: Int, reason: Reason) {
      self.line = line
      self.reason = reason
    }
  }

  /// Why a line could not be used; the words are the file's.
  package enum Reason: Error, Hashable {
    case missingEqualsSign
    case unknownRole(RawText)
    case unknownWord(RawText)
    case missingColor
    case repeatedRole(RawText)

    /// The reason in words.
    package var text: SafeText {
      switch self {
      case .missingEqualsSign: "expected 'role = colour'"
      case .unknownRole(let word): "unknown role '\(word)'"
      case .unknownWord(let word): "unknown colour or attribute '\(word)'"
      case .missingColor: "a colour is missing after '=' or 'on'"
      case .repeatedRole(let word): "role '\(word)' is set twice; the later line counts"
      }
    }
  }

  /// The theme as far as the file is good, on top of `base`, and what is wrong with the rest.
  package static func parse(
    _ file: RawText, name: SafeText, base: Theme = .terminal
  ) -> (theme: Theme, problems: [Problem]) {
    var theme = Theme(name, base: base)
    var problems: [Problem] = []
    var seen: Set<StyleRole> = []
    for (index, line) in lines(file.bytes).enumerated() {
      let words = words(line)
      guard let first = words.first else { continue }
      do throws(Reason) {
        let role = try role(words)
        theme[role] = try appearance(words[2...])
        guard seen.insert(role).inserted else { throw .repeatedRole(RawText(first)) }
      } catch {
        problems.append(Problem(line: index + 1, reason: error))
      }
    }
    return (theme, problems)
  }

  private static func role(_ words: [[UInt8]]) throws(Reason) -> StyleRole {
    guard words.count > 1, words[1] == [0x3d] else { throw .missingEqualsSign }
    let name = String(decoding: words[0], as: UTF8.self)
    guard let role = StyleRole.allCases.first(where: { $0.fileName == name }) else {
      throw .unknownRole(RawText(words[0]))
    }
    return role
  }

  private static func appearance(_ words: ArraySlice<[UInt8]>) throws(Reason) -> Appearance {
    var result = Appearance()
    var rest = words
    guard let first = rest.popFirst() else { throw .missingColor }
    guard let color = color(first) else { throw .unknownWord(RawText(first)) }
    result.foreground = color
    while let word = rest.popFirst() {
      switch String(decoding: word, as: UTF8.self) {
      case "bold": result.attributes.insert(.bold)
      case "dim": result.attributes.insert(.dim)
      case "underline": result.attributes.insert(.underline)
      case "reverse": result.attributes.insert(.reverse)
      case "on":
        guard let next = rest.popFirst() else { throw .missingColor }
        guard let background = Self.color(next) else { throw .unknownWord(RawText(next)) }
        result.background = background
      default: throw .unknownWord(RawText(word))
      }
    }
    return result
  }

  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// The colour that a word means, nil when it means none.
  package static func color(_ word: [UInt8]) -> TerminalColor? {
    let text = String(decoding: word, as: UTF8.self)
    if text == "default" { return .standard }
    if let index = names.firstIndex(of: text) { return .ansi(UInt8(index)) }
    if text.hasPrefix("bright-"), let index = names.firstIndex(of: String(text.dropFirst(7))) {
      return .ansi(UInt8(index + 8))
    }
    if let first = word.first, (0x30...0x39).contains(first) {
      return UInt8(text).map(TerminalColor.indexed)
    }
    guard word.first == 0x23, word.count == 7, let value = hexadecimal(word.dropFirst()) else {
      return nil
    }
    return .rgb(
      red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
      blue: UInt8(truncatingIfNeeded: value))
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    guard digits.first != 0x2b, digits.first != 0x2d else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
  }

  /// The words of a line; `=` is one by itself, a comment begins at `#` where no colour stands.
  private static func words(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    var words: [[UInt8]] = []
    for part in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) {
      if part.first == 0x23, color(Array(part)) == nil || words.isEmpty { break }
      append(part, to: &words)
    }
    return words
  }

  /// Appends a part of a line; the first `=` of the line splits it.
  private static func append(_ part: ArraySlice<UInt8>, to words: inout [[UInt8]]) {
    guard !words.contains([0x3d]), let equals = part.firstIndex(of: 0x3d) else {
      words.append(Array(part))
      return
    }
    if equals > part.startIndex { words.append(Array(part[..<equals])) }
    words.append([0x3d])
    if part.index(after: equals) < part.endIndex { words.append(Array(part[(equals + 1)...])) }
  }
}

extension StyleRole {
  /// The role's name in theme files, such as `state-close-wait`.
  package var fileName: String {
    var name = ""
    for letter in String(describing: self) {
      if letter.isUppercase { name += "-" }
      name += letter.lowercased()
    }
    return name
  }
}
