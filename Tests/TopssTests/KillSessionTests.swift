import Foundation
import TestSupport
import Testing

/// Signals and destroyed sockets, by the real program on a pseudo-terminal.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct KillSessionTests {
  let network: NetworkNamespace

  init() throws { network = try NetworkNamespace() }

  private func pair(_ port: UInt16, rate: UInt64 = 50_000) throws -> TrafficPair {
    try TrafficPair(in: network, port: port, bytesPerSecond: rate, seconds: 60)
  }

  private func start(
    _ arguments: [String] = [], wrapper: [String] = [], columns: Int = 120
  ) throws -> PseudoTerminal {
    let words = wrapper + [try TestEnvironment.product("topss")] + arguments
    var launch = ChildProcess.Launch(path: words[0], arguments: Array(words.dropFirst()))
    launch.network = network
    return try PseudoTerminal(launch, rows: 24, columns: columns)
  }

  /// Answers a question once it has stood as long as it must.
  private func confirm(_ terminal: PseudoTerminal) {
    _ = terminal.read(seconds: 0.4) { _ in false }
    terminal.type("y")
  }

  @Test func `a process that was handed the socket after the dump is in the dialog`() throws {
    let shell = "exec 9<>/dev/tcp/127.0.0.1/7300; sleep 60 & echo PID $!; exec sleep 60"
    let server = try pair(7300)
    var launch = ChildProcess.Launch(path: "/bin/bash", arguments: ["-c", shell])
    launch.network = network
    let holder = try PseudoTerminal(launch, rows: 5, columns: 40)
    try #require(holder.waitFor("PID"))
    let terminal = try start(["dport = :7300 and proc = sleep"])
    #expect(terminal.waitFor("sleep["), "\(terminal.terminal.text)")
    terminal.type("K")
    let text = { terminal.terminal.text }
    let bothListed = terminal.read { $0.terminal.text.contains("[\(holder.process.pid)]  user") }
    #expect(bothListed, "\(text())")
    #expect(text().components(separatedBy: "  user ").count == 3, "\(text())")
    terminal.type("\u{1b}")
    #expect(terminal.waitFor("nothing was signalled"))
    #expect(server.isRunning)
    terminal.process.send(SIGTERM)
  }

  @Test func `x resets the connection under the cursor and no other`() throws {
    let victim = try pair(7400)
    let bystander = try pair(7401)
    let terminal = try start(["sport = :7400 and state established"])
    #expect(terminal.waitFor("1 of "), "\(terminal.terminal.text)")
    terminal.type("x")
    #expect(terminal.waitFor("7400"), "\(terminal.terminal.text)")
    confirm(terminal)
    #expect(terminal.waitFor("the connection is reset"), "\(terminal.terminal.text)")
    let sample = try JSONSample.once(["-tn", "state", "established"], in: network)
    #expect(!sample.sockets.contains { $0.sport == 7400 })
    #expect(sample.sockets.contains { $0.sport == 7401 })
    #expect(bystander.isRunning)
    withExtendedLifetime(victim) {}
    terminal.process.send(SIGTERM)
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
  func `readonly makes no system call that could end anything`() throws {
    let victim = try pair(7500)
    let log = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(log) }
    let strace = [
      "/usr/bin/strace", "-f", "-o", "\(log)/calls", "-e",
      "trace=kill,tkill,tgkill,pidfd_open,pidfd_send_signal,sendto,sendmsg", "-e", "signal=none",
      "-s", "64",
    ]
    let terminal = try start(["--readonly", "--interval", "0.2"], wrapper: strace)
    try #require(terminal.waitFor("7500", seconds: 20), "\(terminal.terminal.text)")
    terminal.type("K")
    #expect(terminal.waitFor("read-only"), "\(terminal.terminal.text)")
    let escape = "\u{1b}"
    for keys in ["\ry", escape, escape, "x", "y", escape, "\u{1b}[20~", "y", " K", "Ux", escape] {
      terminal.type(keys)
      _ = terminal.read(seconds: 0.35) { _ in false }
    }
    terminal.type("q")
    #expect(terminal.wait(seconds: 60) == .exited(0))
    let calls = try String(contentsOfFile: "\(log)/calls", encoding: .utf8)
    #expect(calls.contains("SOCK_DIAG_BY_FAMILY"), "the calls were not recorded")
    for name in ["kill(", "pidfd_", "SOCK_DESTROY"] {
      #expect(!calls.contains(name), "\(name) was called")
    }
    #expect(victim.isRunning)
  }
}
