import Foundation
import MonitorConfiguration
import SocketMetrics
import TerminalUI
import TestSupport
import Testing
import TextSafety

@testable import topss

/// What is written down of the program, held against the program.
@Suite(.serialized)
struct PaperTests {
  @Test func `the manual page is that of the tables`() throws {
    try PaperFile.check(ManualPage.text, "Resources/man/topss.8")
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc"), "needs mandoc"))
  func `mandoc finds nothing wrong with the manual page`() throws {
    let page = PaperFile.root.appendingPathComponent("Resources/man/topss.8").path
    let result = try ProcessRunner.run(
      ChildProcess.Launch(
        path: "/usr/bin/mandoc", arguments: ["-T", "lint", "-W", "warning", page]))
    #expect(result.status == .exited(0))
    #expect(result.outputText.isEmpty)
  }

  @Test func `the completions are those of the tables`() throws {
    try PaperFile.check(Completions.bash, "Resources/completions/topss.bash")
    try PaperFile.check(Completions.zsh, "Resources/completions/_topss")
    try PaperFile.check(Completions.fish, "Resources/completions/topss.fish")
  }

  @Test func `the default configuration is what --print-config prints`() throws {
    let text = ConfigurationPrinter.text(of: Configuration()).string
    try PaperFile.check(text, "Resources/configuration/config")
  }

  @Test(arguments: Theme.builtIn.map(\.name.string))
  func `a theme's file says what is built in`(name: String) throws {
    let theme = try #require(Theme.named(name))
    let text = ThemeFile.text(of: theme)
    try PaperFile.check(text, "Resources/themes/\(name)")
    let (read, problems) = ThemeParser.parse(RawText(utf8: text), name: theme.name)
    #expect(problems.isEmpty)
    for role in StyleRole.allCases { #expect(read[role] == theme[role], "\(role)") }
  }

  @Test func `the README's tables are the program's`() throws {
    try PaperFile.check(readme: "keys", ReadmeTables.keys)
    try PaperFile.check(readme: "fields", ReadmeTables.fields)
  }

  @Test func `the README's screen is a golden one`() throws {
    let golden = try #require(
      PaperFile.read("Tests/SocketMonitorTests/Golden/\(Self.screen).txt"))
    let picture = try #require(golden.components(separatedBy: "=== roles\n").first)
    try PaperFile.check(readme: "screen", "```\n\(picture)```\n")
  }

  /// The golden picture that the README shows.
  private static let screen = "sockets-80x24"
}
