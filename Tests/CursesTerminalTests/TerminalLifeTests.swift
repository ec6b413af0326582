import Glibc
import TerminalUI
import TestSupport
import Testing

/// Every way out leaves the terminal as it was, whatever the terminal does.
@Suite(.serialized)
struct TerminalLifeTests {
  @Test(
    arguments: ["xterm-256color", "screen", "linux", "vt100"], [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func `a signal restores the terminal`(terminal: String, signal: Int32) throws {
    let pty = try TerminalProbe.start(terminal: terminal)
    try #require(pty.waitFor("changes 0"))
    pty.process.send(signal)
    #expect(pty.wait() == .exited(128 + Int(signal)))
    expectRestored(pty)
  }

  @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT])
  func `a fatal signal restores the terminal and kills`(signal: Int32) throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    pty.process.send(signal)
    #expect(pty.wait() == .signaled(Int(signal)))
    expectRestored(pty)
  }

  @Test(.disabled(if: TestEnvironment.isSanitized, "sanitizers handle crashes themselves"))
  func `a failing program restores the terminal and says why`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    pty.type("\u{1b}[15~")
    let status = pty.wait()
    #expect(status == .signaled(Int(SIGILL)) || status == .signaled(Int(SIGTRAP)))
    expectRestored(pty)
    // The optimiser leaves the sentence out, not the failure.
    #expect(pty.terminal.text.contains("the probe fails") || !isDebugBuild)
  }

  @Test(
    .disabled(if: TestEnvironment.isSanitized, "sanitizers handle crashes themselves"),
    arguments: ["\u{1b}[17~", "\u{1b}[18~"])
  func `a stack overflow or a crash on a worker restores the terminal`(key: String) throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    pty.type(key)
    #expect(pty.wait() == .signaled(Int(SIGSEGV)))
    expectRestored(pty)
  }

  @Test func `suspending gives the terminal back and continuing takes it again`() throws {
    let pty = try TerminalProbe.start(parent: .shell)
    try #require(pty.waitFor("changes 0"))
    let picture = pty.terminal.lines
    for round in 0..<50 {
      pty.type("\u{1a}")
      #expect(pty.wait() == .stopped)
      expectRestored(pty)
      pty.process.send(SIGCONT)
      let isBack = pty.read {
        $0.terminal.isAlternate && $0.terminal.lines.prefix(6) == picture.prefix(6)
      }
      try #require(isBack, "round \(round)")
      #expect(pty.terminal.modes.contains(2004))
    }
    pty.type("x")
    #expect(pty.waitFor("[character x]"))
  }

  @Test func `a stop that nobody announced is repaired by continuing`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    pty.process.send(SIGSTOP)
    #expect(pty.wait() == .stopped)
    pty.resize(rows: 30, columns: 100)
    pty.process.send(SIGCONT)
    #expect(pty.waitFor("probe 100x30"))
    #expect(pty.waitFor("changes 0"))
    pty.process.send(SIGTERM)
    #expect(pty.wait() == .exited(128 + Int(SIGTERM)))
    #expect(pty.hasOriginalModes)
  }

  @Test(arguments: [false, true])
  func `a lost terminal ends the program`(ignoresHangUp: Bool) throws {
    var launch = try TerminalProbe.launch()
    launch.ignoresHangUp = ignoresHangUp
    let pty = try PseudoTerminal(launch)
    try #require(pty.waitFor("changes 0"))
    pty.hangUp()
    #expect(pty.process.wait() != nil)
  }

  @Test(.disabled(if: TestEnvironment.isSanitized, "measures time"))
  func `a terminal that does not read delays neither keys nor the exit`() throws {
    let pty = try TerminalProbe.start(["--flood"], rows: 60, columns: 200)
    try #require(pty.waitFor("changes 0"))
    // Nobody reads from here on: frames fill the terminal's buffer.
    usleep(300_000)
    let start = Deadline.now
    pty.process.send(SIGTERM)
    #expect(pty.process.wait() == .exited(128 + Int(SIGTERM)))
    #expect(Deadline.now - start < 5)
    #expect(pty.hasOriginalModes)
  }

  @Test func `a crash before a terminal that does not read ends at once`() throws {
    let pty = try TerminalProbe.start(["--flood"], rows: 60, columns: 200)
    try #require(pty.waitFor("changes 0"))
    usleep(300_000)
    pty.process.send(SIGABRT)
    #expect(pty.process.wait() == .signaled(Int(SIGABRT)))
    #expect(pty.hasOriginalModes)
  }

  @Test func `a slow terminal is given whole frames, and the last one at the end`() throws {
    let pty = try TerminalProbe.start(["--flood"], rows: 24, columns: 80)
    try #require(pty.waitFor("changes 0"))
    for _ in 0..<100 {
      pty.readSome(300)
      usleep(2000)
    }
    pty.type("\u{1b}OQs")
    #expect(pty.waitFor("changes 1"))
    #expect(pty.terminal.unexpected == [])
    pty.type("q")
    #expect(pty.wait() == .exited(0))
    expectRestored(pty)
  }

  @Test func `after a pause the newest frame shows`() throws {
    let pty = try TerminalProbe.start(["--flood"], rows: 60, columns: 200)
    try #require(pty.waitFor("changes 0"))
    usleep(300_000)
    pty.type("\u{1b}OQs")
    usleep(100_000)
    let before = pty.output.count
    #expect(pty.waitFor("changes 1"))
    // What was on its way, and one frame: not all frames of the pause.
    #expect(pty.output.count - before < 150_000)
    #expect(pty.terminal.unexpected == [])
  }

  private var isDebugBuild: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return isDebug
  }
}
