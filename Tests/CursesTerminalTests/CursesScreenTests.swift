import Glibc
import TerminalUI
import TestSupport
import Testing

/// What a person sees and types.
@Suite(.serialized)
struct CursesScreenTests {
  static let terminals = [
    "xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "linux", "vt100",
  ]

  @Test(arguments: terminals)
  func `the picture is on the screen and nothing else is sent`(terminal: String) throws {
    let pty = try TerminalProbe.start(terminal: terminal)
    try #require(pty.waitFor("changes 0"))
    let lines = pty.terminal.lines
    #expect(lines[0].hasPrefix("probe 80x24 colors "))
    #expect(lines[1] == "wide 漢字 end")
    #expect(lines[2] == "marks e\u{301}a\u{308} end")
    #expect(lines[3] == "critical")
    #expect(pty.terminal.unexpected == [])
    pty.type("q")
    #expect(pty.wait() == .exited(0))
    #expect(pty.hasOriginalModes)
    #expect(pty.terminal.modes == [7, 25])
    #expect(pty.terminal.unexpected == [])
  }

  @Test(arguments: [("xterm-256color", 256), ("linux", 8), ("vt100", 0)])
  func `colours are the nearest that the terminal has`(terminal: String, colors: Int) throws {
    let pty = try TerminalProbe.start(terminal: terminal)
    try #require(pty.waitFor("changes 0"))
    #expect(pty.terminal.lines[0].hasSuffix("colors \(colors)"))
    let critical = pty.terminal.cells[3][0].attributes
    let warning = pty.terminal.cells[4][0].attributes
    #expect(critical.bold)
    // A Linux console cannot show both, says its description.
    #expect(warning.underline == (terminal != "linux"))
    switch colors {
    case 256:
      #expect(critical.foreground == .indexed(196))
      #expect(warning.foreground == .indexed(208))
      #expect(warning.background == .indexed(4))
    case 8:
      #expect(critical.foreground == .indexed(1))
      #expect(warning.background == .indexed(4))
    default:
      #expect(critical.foreground == .standard)
      #expect(warning.background == .standard)
    }
    #expect(pty.terminal.cells[0][0].attributes.reverse)
  }

  @Test(arguments: [
    (["--never"], [], 0), ([], ["NO_COLOR=1"], 0), ([], ["NO_COLOR="], 256),
    (["--always"], ["NO_COLOR=1"], 256),
  ])
  func `colours can be refused`(arguments: [String], extra: [String], colors: Int) throws {
    let pty = try TerminalProbe.start(arguments, extra: extra)
    try #require(pty.waitFor("changes 0"))
    #expect(pty.terminal.lines[0].hasSuffix("colors \(colors)"))
  }

  @Test(arguments: ["LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=xx_YY.ISO-8859-1", "LANG="])
  func `text is UTF-8 in any locale`(variable: String) throws {
    let pty = try TerminalProbe.start(extra: [variable])
    #expect(pty.waitFor("wide 漢字 end"))
  }

  @Test func `only changed cells are sent`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    let before = pty.output.count
    pty.type("\u{1b}OQ")
    try #require(pty.waitFor("[function 2]"))
    #expect(pty.terminal.text.contains("changes 1"))
    #expect(pty.output.count - before < 60)
  }

  @Test func `a redraw sends everything anew`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    let before = pty.output.count
    pty.type("\u{c}")
    try #require(pty.waitFor("[control l]"))
    #expect(pty.output.count - before > 100)
  }

  @Test(arguments: [(10, 40), (50, 200), (1, 1), (2, 3), (24, 81), (3, 400)])
  func `the screen follows the terminal's size`(rows: Int, columns: Int) throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    pty.resize(rows: rows, columns: columns)
    let title = "probe \(columns)x\(rows) colors 256".prefix(columns)
    #expect(pty.read { $0.terminal.lines[0] == title })
    pty.resize(rows: 30, columns: 90)
    #expect(pty.waitFor("probe 90x30"))
    #expect(pty.waitFor("changes 0"))
    #expect(pty.terminal.lines[1] == "wide 漢字 end")
    #expect(pty.terminal.unexpected == [])
  }

  @Test func `a storm of sizes ends in the right picture`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    for step in 0..<500 {
      pty.resize(rows: step % 7 == 0 ? 0 : 1 + step * 37 % 60, columns: 1 + step * 53 % 250)
    }
    pty.resize(rows: 24, columns: 80)
    try #require(pty.waitFor("probe 80x24"))
    pty.type("\u{c}")
    try #require(pty.waitFor("[control l]"))
    #expect(pty.terminal.lines[1] == "wide 漢字 end")
  }

  @Test func `keys, pastes and the mouse arrive`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    #expect(pty.terminal.modes.isSuperset(of: [1000, 1006, 2004]))
    let typed = [
      ("é", "[character é]"), ("\u{1b}OA", "[up]"), ("\u{1b}", "[escape]"),
      ("\u{1b}x", "[alt x]"), ("\u{1b}[<0;5;7M", "[press 6,4]"),
      ("\u{1b}[200~one\u{1b}[201~", "[paste 3 one]"), ("\u{3}", "[control c]"),
    ]
    for (bytes, shown) in typed {
      pty.type(bytes)
      #expect(pty.waitFor(shown), "\(shown)")
    }
    // In pieces, as slow lines bring them.
    pty.type("\u{1b}[200~tw")
    usleep(60_000)
    pty.type("o\u{1b}[20")
    pty.type("1~\u{1b}[1")
    pty.type("9~")
    #expect(pty.waitFor("[paste 3 two]"))
    #expect(pty.waitFor("[function 8]"))
  }

  @Test func `the mouse can be left to the terminal`() throws {
    let pty = try TerminalProbe.start(["--no-mouse"])
    try #require(pty.waitFor("changes 0"))
    #expect(pty.terminal.modes.isDisjoint(with: [1000, 1006]))
    #expect(pty.terminal.modes.contains(2004))
  }

  @Test(arguments: [
    (nil, "unknown terminal type"), ("", "unknown terminal type"),
    ("no-such-terminal", "unknown terminal type"), ("dumb", "the terminal cannot move its cursor"),
  ])
  func `a terminal that cannot be used is a sentence`(terminal: String?, sentence: String) throws {
    let pty = try TerminalProbe.start(terminal: terminal)
    #expect(pty.wait() == .exited(1))
    #expect(pty.terminal.lines[0] == sentence)
    #expect(!pty.output.contains(0x1b))
    expectRestored(pty)
  }

  @Test func `no terminal is a sentence`() throws {
    var launch = try TerminalProbe.launch()
    launch.inputPath = "/dev/null"
    let pty = try PseudoTerminal(launch)
    #expect(pty.wait() == .exited(1))
    #expect(pty.terminal.lines[0] == "standard input is no terminal")
    let result = try ProcessRunner.run(TerminalProbe.launch())
    #expect(result.status == .exited(1))
    #expect(result.outputText == "standard output is no terminal\n")
  }
}
