import Foundation
import TestSupport
import Testing

/// Every end of the real program, in every kind of screen, leaves a clean terminal.
@Suite(.serialized)
struct TerminalExitTests {
  @Test(
    .disabled(if: TestEnvironment.isSanitized, "sanitizers defer signals"),
    arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGTRAP])
  func `a fatal signal restores the terminal and kills`(signal: Int32) throws {
    for scene in MonitorOnTerminal.scenes {
      let terminal = try MonitorOnTerminal.start(scene.keys)
      terminal.process.send(signal)
      #expect(terminal.wait() == .signaled(Int(signal)), "\(scene.name)")
      MonitorOnTerminal.expectRestored(terminal, scene.name)
    }
  }

  @Test(
    .disabled(if: TestEnvironment.isSanitized, "sanitizers defer signals"),
    arguments: [
      SIGSYS, SIGXCPU, SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGIO, SIGPWR, 16,
      34,
      64,
    ])
  func `a signal that nobody expects restores the terminal and kills`(signal: Int32) throws {
    let terminal = try MonitorOnTerminal.start("/")
    terminal.process.send(signal)
    #expect(terminal.wait() == .signaled(Int(signal)))
    MonitorOnTerminal.expectRestored(terminal, "prompt")
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGQUIT, SIGHUP])
  func `a signal that asks for the end restores the terminal`(signal: Int32) throws {
    for scene in MonitorOnTerminal.scenes {
      let terminal = try MonitorOnTerminal.start(scene.keys)
      terminal.process.send(signal)
      #expect(terminal.wait() == .exited(128 + Int(signal)), "\(scene.name)")
      MonitorOnTerminal.expectRestored(terminal, scene.name)
    }
  }

  @Test(arguments: [false, true])
  func `a lost terminal ends the program within a second, at rest`(ignoresHangUp: Bool) throws {
    for scene in MonitorOnTerminal.scenes {
      let terminal = try MonitorOnTerminal.start(scene.keys, ignoresHangUp: ignoresHangUp)
      let before = try #require(ProcessFigures(pid: terminal.process.pid))
      terminal.hangUp()
      // Not reaped before it is looked at: a zombie still has its figures. A second is the goal on
      // a machine that runs nothing beside it; the other suites take their share of this one.
      var after = before
      let hasEnded = Deadline.wait(seconds: 10) {
        after = ProcessFigures(pid: terminal.process.pid) ?? after
        return after.hasEnded
      }
      #expect(hasEnded, "\(scene.name)")
      #expect(after.processorSeconds - before.processorSeconds <= 0.051, "\(scene.name)")
    }
  }

  @Test func `a terminal that nobody reads delays neither samples nor the end`() throws {
    let terminal = try MonitorOnTerminal.start(rows: 60, columns: 200, interval: "0.1")
    // Whole frames until the terminal takes no more.
    for _ in 0..<60 {
      terminal.type("\u{c}")
      usleep(5_000)
    }
    usleep(200_000)
    let before = try #require(ProcessFigures(pid: terminal.process.pid))
    // Each poll reads the host's counters, several files.
    var (after, start) = (before, Deadline.now)
    let goesOn = Deadline.wait(seconds: 30) {
      after = ProcessFigures(pid: terminal.process.pid) ?? after
      return after.reads - before.reads >= 5 * 3 && Deadline.now - start >= 1
    }
    #expect(goesOn)
    let share = (after.processorSeconds - before.processorSeconds) / (Deadline.now - start)
    #expect(share < 0.9)
    start = Deadline.now
    terminal.process.send(SIGTERM)
    #expect(terminal.process.wait() == .exited(128 + Int(SIGTERM)))
    #expect(Deadline.now - start < 5)
    #expect(terminal.hasOriginalModes)
  }

  @Test func `a slow terminal gets the newest frame, not all of them`() throws {
    let terminal = try MonitorOnTerminal.start(rows: 50, columns: 160, interval: "0.1")
    let start = terminal.output.count
    for round in 0..<150 {
      terminal.type(["1", "3", "5", "6"][round % 4])
      terminal.readSome(100)
      usleep(5_000)
    }
    terminal.type("1/newest\r")
    #expect(terminal.waitFor("newest"), "\(terminal.terminal.text)")
    #expect(terminal.terminal.unexpected == [])
    // 150 frames of some 5 kB would be 750 kB.
    #expect(terminal.output.count - start < 300_000)
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() != nil)
    MonitorOnTerminal.expectRestored(terminal, "slow")
  }

  @Test(.enabled(if: TestEnvironment.isLong, "takes ten minutes: TOPSS_LONG"))
  func `ten minutes at 300 bytes a second cost no sample and no memory`() throws {
    let terminal = try MonitorOnTerminal.start(rows: 24, columns: 80, interval: "0.5")
    func figures() throws -> ProcessFigures {
      try #require(ProcessFigures(pid: terminal.process.pid))
    }
    func read(seconds: Int) {
      for _ in 0..<seconds * 10 {
        terminal.readSome(30)
        usleep(100_000)
      }
    }
    read(seconds: 60)
    let (before, start) = (try figures(), Deadline.now)
    read(seconds: 600)
    let (after, elapsed) = (try figures(), Deadline.now - start)
    // Each poll reads the host's counters, several files.
    let polls = elapsed / 0.5
    #expect(Double(after.reads - before.reads) >= 0.99 * polls * 3)
    #expect(after.residentKilobytes - before.residentKilobytes <= 1024)
    terminal.type("/newest\r")
    #expect(terminal.waitFor("newest", seconds: 60), "\(terminal.terminal.text)")
    terminal.process.send(SIGTERM)
    #expect(terminal.wait(seconds: 60) != nil)
  }
}
