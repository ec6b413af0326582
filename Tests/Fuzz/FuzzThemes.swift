import TerminalUI
import TextSafety

/// Theme files.
enum FuzzThemes {
  static func run(_ bytes: [UInt8]) {
    let (theme, problems) = ThemeParser.parse(RawText(bytes), name: "fuzz")
    for problem in problems { FuzzText.check(problem.reason.text) }
    for role in StyleRole.allCases { _ = theme[role] }
  }
}
