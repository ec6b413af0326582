import TerminalUI
import TestSupport
import Testing
import TextSafety

struct ThemeParserTests {
  @Test func `a good file is used whole`() {
    let file = """
      # a comment
      cursor=black on cyan # not a colour

      critical = #d55e00 bold underline
      state-close-wait = bright-red on 231 reverse
      dim = default dim\r
      """
    let (theme, problems) = ThemeParser.parse(RawText(utf8: file), name: "mine")
    #expect(problems == [])
    #expect(theme.name == "mine")
    #expect(theme[.cursor] == Appearance(.ansi(0), on: .ansi(6)))
    let vermilion = TerminalColor.rgb(red: 0xd5, green: 0x5e, blue: 0)
    #expect(theme[.critical] == Appearance(vermilion, on: .standard, [.bold, .underline]))
    #expect(theme[.stateCloseWait] == Appearance(.ansi(9), on: .indexed(231), .reverse))
    #expect(theme[.dim] == Appearance(.standard, on: .standard, .dim))
    #expect(theme[.header] == Theme.terminal[.header])
  }

  @Test(arguments: [
    ("cursor black", "expected 'role = colour'"), ("= red", "expected 'role = colour'"),
    ("kursor = red", "unknown role 'kursor'"),
    ("cursor =", "a colour is missing after '=' or 'on'"),
    ("cursor = red on", "a colour is missing after '=' or 'on'"),
    ("cursor = rot", "unknown colour or attribute 'rot'"),
    ("cursor = red shiny", "unknown colour or attribute 'shiny'"),
    ("cursor = 256", "unknown colour or attribute '256'"),
    ("cursor = #12345", "a colour is missing after '=' or 'on'"),
    ("cursor = red on blau", "unknown colour or attribute 'blau'"),
    ("dim = red\ncursor = \u{1b}[31m", "unknown colour or attribute '·[31m'"),
  ]) func `a bad line is reported and the others count`(line: String, reason: String) {
    let file = "header = blue\n\(line)\nerror = green\n"
    let (theme, problems) = ThemeParser.parse(RawText(utf8: file), name: "mine")
    #expect(problems.map(\.reason.text.string) == [reason])
    #expect(problems.first?.line == (line.contains("\n") ? 3 : 2))
    #expect(theme[.header] == Appearance(.ansi(4)))
    #expect(theme[.error] == Appearance(.ansi(2)))
    #expect(theme[.cursor] == Theme.terminal[.cursor])
  }

  @Test func `a role that is set twice is reported and set`() {
    let (theme, problems) = ThemeParser.parse(
      RawText(utf8: "dim = red\ndim = blue"), name: "mine")
    #expect(theme[.dim] == Appearance(.ansi(4)))
    #expect(problems == [ThemeParser.Problem(line: 2, reason: .repeatedRole(RawText(utf8: "dim")))])
  }

  @Test func `random files never trap`() {
    var generator = SeededGenerator(seed: 9)
    let words = ["dim", "=", "red", "on", "#", "#ff00ff", "\n", " ", "300", "bold", "\u{1b}", "é"]
    for _ in 0..<3000 {
      let file = (0..<20).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
      let (_, problems) = ThemeParser.parse(RawText(utf8: file), name: "x")
      let lines = file.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(problems.allSatisfy { (1...lines).contains($0.line) })
    }
  }
}
