import Foundation
import TestSupport
import Testing

/// What happens to a terminal while the real program runs.
@Suite(.serialized)
struct MonitorLifeTests {
  @Test func `suspensions give the terminal back and take it again`() throws {
    let terminal = try MonitorOnTerminal.start(parent: .shell)
    for round in 0..<TestEnvironment.rounds(100, long: 1000) {
      terminal.type("\u{1a}")
      try #require(terminal.wait() == .stopped, "round \(round)")
      MonitorOnTerminal.expectRestored(terminal, "round \(round)")
      terminal.process.send(SIGCONT)
      let isBack = terminal.read {
        $0.terminal.isAlternate && $0.terminal.text.contains("F10")
      }
      try #require(isBack, "round \(round)")
    }
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() == .exited(128 + Int(SIGTERM)))
    MonitorOnTerminal.expectRestored(terminal, "at the end")
  }

  @Test func `stops that are taken back at once leave a screen that answers`() throws {
    let terminal = try MonitorOnTerminal.start(parent: .keeper)
    let job = try #require(terminal.process.job)
    var random = SystemRandomNumberGenerator()
    for round in 0..<TestEnvironment.rounds(100, long: 10_000) {
      kill(job, SIGTSTP)
      usleep(.random(in: 0...1500, using: &random))
      kill(job, SIGCONT)
      // A column that no other view has: listeners, sockets.
      let (key, column) = round % 2 == 0 ? ("2", "BACKLOG") : ("1", "RECV-Q")
      terminal.type(key)
      guard terminal.waitFor(column) else {
        Issue.record("round \(round), \(ChildProcess.state(of: job) ?? "gone"): \(terminal)")
        break
      }
    }
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() == .exited(128 + Int(SIGTERM)))
    MonitorOnTerminal.expectRestored(terminal, "at the end")
  }

  @Test func `the stop of a program that nobody could continue is refused`() throws {
    let terminal = try MonitorOnTerminal.start()
    terminal.type("\u{1a}")
    #expect(terminal.waitFor("no shell to suspend to"), "\(terminal)")
    #expect(terminal.terminal.isAlternate)
    terminal.type("q")
    #expect(terminal.wait() == .exited(0))
    MonitorOnTerminal.expectRestored(terminal, "at the end")
  }

  @Test func `sizes, the smallest and the largest too, leave a whole frame`() throws {
    let terminal = try MonitorOnTerminal.start()
    var random = SystemRandomNumberGenerator()
    let sizes = [(1, 1), (0, 0), (2, 3), (3, 300), (100, 1), (200, 400), (5, 10), (1000, 1000)]
    for round in 0..<TestEnvironment.rounds(1000, long: 10_000) {
      let size =
        round % 10 == 0
        ? sizes[round / 10 % sizes.count]
        : (Int.random(in: 1...80, using: &random), Int.random(in: 1...250, using: &random))
      terminal.resize(rows: size.0, columns: size.1)
    }
    terminal.resize(rows: 30, columns: 110)
    let isWhole = terminal.read { terminal in
      terminal.terminal.lines.last?.contains("F10") == true
        && terminal.terminal.text.contains("Listeners")
    }
    #expect(isWhole, "\(terminal.terminal.text)")
    #expect(terminal.terminal.unexpected == [])
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() == .exited(128 + Int(SIGTERM)))
    MonitorOnTerminal.expectRestored(terminal, "resized")
  }

  @Test(arguments: ["vt100", "linux", "screen", "xterm", "xterm-256color", "screen-256color"])
  func `a terminal that is known shows the screen`(name: String) throws {
    var launch = ChildProcess.Launch(path: try TestEnvironment.product("topss"))
    launch.environment = TestEnvironment.variables(terminal: name)
    let terminal = try PseudoTerminal(launch)
    #expect(terminal.waitFor("F10"), "\(terminal.terminal.text)")
    #expect(terminal.terminal.unexpected == [])
    terminal.type("q")
    #expect(terminal.wait() == .exited(0))
    #expect(terminal.hasOriginalModes)
  }

  @Test(arguments: [nil, "", "dumb", "unknown", "no-such-terminal", "../../etc/passwd", "\u{1b}c"])
  func `a terminal that is not known is a sentence`(name: String?) throws {
    var launch = ChildProcess.Launch(path: try TestEnvironment.product("topss"))
    launch.environment = TestEnvironment.variables(terminal: name)
    let terminal = try PseudoTerminal(launch)
    #expect(terminal.wait() == .exited(1))
    #expect(terminal.terminal.text.contains("topss: "), "\(terminal.terminal.text)")
    #expect(terminal.terminal.text.contains("TERM"), "\(terminal.terminal.text)")
    #expect(!terminal.output.contains(0x1b))
    #expect(terminal.hasOriginalModes)
  }

  @Test func `no terminal to read from is a sentence`() throws {
    var launch = ChildProcess.Launch(path: try TestEnvironment.product("topss"))
    launch.inputPath = "/dev/null"
    let terminal = try PseudoTerminal(launch)
    #expect(terminal.wait() == .exited(1))
    #expect(terminal.terminal.text.contains("standard input is not a terminal"))
    #expect(!terminal.output.contains(0x1b))
  }
}
