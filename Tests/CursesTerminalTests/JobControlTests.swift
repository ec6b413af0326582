import Glibc
import TestSupport
import Testing

/// Stops and continuations follow each other as the kernel would have them, whenever they come.
@Suite(.serialized)
struct JobControlTests {
  @Test(arguments: [false, true])
  func `a continuation takes back the stop before it, however slow the terminal`(
    isSlow: Bool
  ) throws {
    let pty = try TerminalProbe.start(
      isSlow ? ["--flood"] : [], rows: isSlow ? 60 : 24, columns: isSlow ? 200 : 80,
      parent: .keeper)
    try #require(pty.waitFor("changes 0"))
    let job = try #require(pty.process.job)
    var random = SeededGenerator(seed: 20)
    for round in 1...(isSlow ? 10 : 200) {
      // A terminal that is full makes the program wait while it gives the terminal back.
      if isSlow { usleep(20_000) }
      kill(job, SIGTSTP)
      usleep(.random(in: 0...(isSlow ? 50_000 : 1500), using: &random))
      kill(job, SIGCONT)
      pty.type("\u{1b}OQ")
      try #require(
        pty.waitFor("changes \(round) refusals 0"),
        "round \(round): \(ChildProcess.state(of: job) ?? "?") \(pty.terminal.text)")
    }
    #expect(pty.terminal.isAlternate)
    pty.type(isSlow ? "sq" : "q")
    #expect(pty.wait() == .exited(0))
    expectRestored(pty)
  }

  @Test func `a stop takes back the continuation before it`() throws {
    let pty = try TerminalProbe.start(parent: .keeper)
    try #require(pty.waitFor("changes 0"))
    let job = try #require(pty.process.job)
    for round in 1...100 {
      kill(job, SIGCONT)
      kill(job, SIGTSTP)
      try #require(
        Deadline.wait { ChildProcess.state(of: job) == "T" }, "round \(round)")
      pty.readAll()
      try #require(pty.hasOriginalModes && !pty.terminal.isAlternate, "round \(round)")
      kill(job, SIGCONT)
      pty.type("\u{1b}OQ")
      try #require(pty.waitFor("changes \(round) refusals 0"), "round \(round)")
    }
  }

  @Test func `without a shell to go back to nothing stops`() throws {
    let pty = try TerminalProbe.start()
    try #require(pty.waitFor("changes 0"))
    for round in 1...20 {
      pty.type("\u{1a}")
      try #require(pty.waitFor("changes 0 refusals \(round)"), "\(pty)")
    }
    #expect(pty.process.poll() == nil)
    #expect(pty.terminal.isAlternate)
    pty.type("q")
    #expect(pty.wait() == .exited(0))
    expectRestored(pty)
  }

  @Test func `a job that is continued in the background waits for the foreground`() throws {
    let pty = try TerminalProbe.start(parent: .shell)
    try #require(pty.waitFor("changes 0"))
    let job = try #require(pty.process.job)
    for round in 1...20 {
      pty.type("\u{1a}")
      try #require(pty.wait() == .stopped)
      let before = ChildProcess.switches(of: job)
      kill(job, SIGCONT)
      let hasStopped = Deadline.wait {
        ChildProcess.switches(of: job) > before && ChildProcess.state(of: job) == "T"
      }
      try #require(hasStopped, "round \(round)")
      pty.readAll()
      expectRestored(pty)
      pty.process.send(SIGCONT)
      pty.type("\u{1b}OQ")
      try #require(pty.waitFor("changes \(round) refusals 0"), "round \(round): \(pty)")
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `what ends a job in the background ends it though it waits for the foreground`(
    signal: Int32
  ) throws {
    let pty = try TerminalProbe.start(parent: .shell)
    try #require(pty.waitFor("changes 0"))
    let job = try #require(pty.process.job)
    pty.type("\u{1a}")
    try #require(pty.wait() == .stopped)
    // As `kill %1` does.
    kill(job, signal)
    kill(job, SIGCONT)
    #expect(Deadline.wait { ChildProcess.state(of: job) == "Z" })
    pty.readAll()
    expectRestored(pty)
    pty.process.send(SIGCONT)
    #expect(pty.wait() == .signaled(Int(signal)))
  }

  @Test func `a script that waits for the program stops with it`() throws {
    var launch = try TerminalProbe.launch()
    launch.parent = .shell
    launch.arguments = ["-c", "\(launch.path); echo status $?"]
    launch.path = "/bin/sh"
    let pty = try PseudoTerminal(launch)
    try #require(pty.waitFor("changes 0"))
    for round in 1...10 {
      pty.type("\u{1a}")
      try #require(pty.wait() == .stopped, "round \(round)")
      // The script stops at once, the program when it has given the terminal back.
      let isRestored = Deadline.wait {
        pty.readAll()
        return pty.hasOriginalModes && !pty.terminal.isAlternate
      }
      try #require(isRestored, "round \(round)")
      pty.process.send(SIGCONT)
      pty.type("\u{1b}OQ")
      try #require(pty.waitFor("changes \(round) refusals 0"), "round \(round)")
    }
    pty.type("q")
    #expect(pty.waitFor("status 0"))
    #expect(pty.wait() == .exited(0))
  }
}
