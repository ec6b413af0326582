import TerminalUI
import TextSafety

/// Themes as files, in the language of `ThemeParser`.
enum ThemeFile {
  static func text(of theme: Theme) -> String {
    var text = """
      # The theme \(theme.name.string) of topss. Copy it to ~/.config/topss/themes/NAME and choose it by
      # theme = NAME in ~/.config/topss/config.
      #
      # ROLE = COLOUR [on COLOUR] [bold] [dim] [underline] [reverse]
      # A colour is default, black red green yellow blue magenta cyan white, one of these with bright-
      # before it, a number from 0 to 255, or #rrggbb. Where the terminal has fewer colours, the nearest
      # are taken; where it has none, bold, dim, underlined and reversed text takes their place. A role
      # that is left out looks as in the theme default.

      """
    for role in StyleRole.allCases {
      text += "\n# \(role.help.string)\n\(role.fileName) = \(words(theme[role]))\n"
    }
    return text
  }

  private static func words(_ appearance: Appearance) -> String {
    var words = [name(of: appearance.foreground)]
    if appearance.background != .standard { words += ["on", name(of: appearance.background)] }
    if appearance.attributes.contains(.bold) { words.append("bold") }
    if appearance.attributes.contains(.dim) { words.append("dim") }
    if appearance.attributes.contains(.underline) { words.append("underline") }
    if appearance.attributes.contains(.reverse) { words.append("reverse") }
    return words.joined(separator: " ")
  }

  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  private static func name(of color: TerminalColor) -> String {
    switch color {
    case .standard: return "default"
    case .ansi(let index):
      return (index < 8 ? "" : "bright-") + names[Int(index % 8)]
    case .indexed(let index): return "\(index)"
    case .rgb(let red, let green, let blue):
      return "#"
        + [red, green, blue].map { byte in
          let digits = String(byte, radix: 16)
          return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
  }
}
