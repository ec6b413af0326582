import Glibc
import TestSupport
import Testing

/// A session of random keys in the real program, beside a process whose sockets come and go.
///
/// With an odd seed it is read-only, and has a parent that could continue it. Else it may signal and
/// destroy: in namespaces of its own, where that process is all there is.
final class RandomSession {
  private static let terminals = ["xterm-256color", "tmux-256color", "linux", "vt100", "xterm"]

  private let seed: UInt64
  private let terminal: PseudoTerminal
  private var keys: RandomKeys
  /// What was done last.
  private var log: [RandomKeys.Action] = []

  init(seed: UInt64, in network: NetworkNamespace) throws {
    self.seed = seed
    // Without an alternate screen nothing shows that the program has its terminal again.
    let name = Self.terminals[Int(seed / 2 % UInt64(Self.terminals.count))]
    let isReadOnly = seed % 2 == 1
    keys = RandomKeys(seed: seed, canStop: isReadOnly && Self.hasAlternateScreen(name))
    var command = [try TestEnvironment.product("topss"), "--no-config"]
    command += ["--interval", "0.\(seed % 5 + 1)"]
    if isReadOnly { command.append("--readonly") }
    if seed % 3 == 0 { command.append("--ascii") }
    if seed % 4 < 2 { command += ["-a", "-A", "all"] }
    let child = try TestEnvironment.product("test-child")
    let script = "'\(child)' flicker \(seed) </dev/null >/dev/null 2>&1 & exec \"$@\""
    var launch = ChildProcess.Launch(
      path: "/bin/sh", arguments: ["-c", script, "sh"] + command)
    if !isReadOnly {
      launch.arguments =
        ["--pid", "--fork", "--kill-child", "--mount-proc", launch.path] + launch.arguments
      launch.path = "/usr/bin/unshare"
    }
    launch.parent = isReadOnly ? .keeper : .test
    launch.environment = TestEnvironment.variables(terminal: name)
    launch.network = network
    terminal = try PseudoTerminal(launch, rows: 30, columns: 120)
  }

  private static func hasAlternateScreen(_ name: String) -> Bool {
    name.hasPrefix("xterm") || name.hasPrefix("tmux")
  }

  /// Presses anything `count` times; false when something went wrong, which is recorded.
  func run(_ count: Int) -> Bool {
    guard terminal.waitFor("F10") else { return fail("does not begin") }
    for number in 1...count {
      guard act(keys.next()) else { return fail("does not take what is typed") }
      let pause = keys.pause()
      if pause > 0 { _ = terminal.read(seconds: pause) { _ in false } }
      if let end = terminal.process.poll() { return fail("ended: \(end)") }
      if number % 25 == 0, !answers() { return fail("does not answer") }
    }
    guard answers() else { return fail("does not answer at the end") }
    guard quits() else { return fail("does not quit") }
    MonitorOnTerminal.expectRestored(terminal, "seed \(seed), after \(log)", copies: true)
    return true
  }

  private func act(_ action: RandomKeys.Action) -> Bool {
    log = log.suffix(20) + [action]
    // A keeper gives its job a group of its own.
    let group = terminal.process.job ?? terminal.process.pid
    switch action {
    case .type(let bytes): return terminal.typeAll(bytes, seconds: TestEnvironment.patience)
    case .resize(let rows, let columns): terminal.resize(rows: rows, columns: columns)
    case .resizeSignals(let count): for _ in 0..<count { kill(-group, SIGWINCH) }
    case .stop(let isAsked, let microseconds):
      let begin = terminal.output.count
      kill(group, isAsked ? SIGTSTP : SIGSTOP)
      usleep(microseconds)
      kill(group, SIGCONT)
      // Keys that come before would be echoed.
      return writes(Array("\u{1b}[?1049h".utf8), since: begin, seconds: TestEnvironment.patience)
    }
    return true
  }

  /// Whether the program paints everything anew when it is asked to, as it does wherever it is but
  /// in a paste.
  private func answers() -> Bool {
    terminal.resize(rows: 30, columns: 120)
    let deadline = Deadline(seconds: TestEnvironment.patience)
    repeat {
      let begin = terminal.output.count
      guard terminal.typeAll(Array("\u{1b}[201~\u{c}".utf8)) else { return false }
      if writes(Array("\u{1b}[H\u{1b}[".utf8), since: begin, seconds: 1) { return true }
    } while !deadline.hasPassed
    return false
  }

  private func writes(_ text: [UInt8], since begin: Int, seconds: Double) -> Bool {
    var looked = begin
    return terminal.read(seconds: seconds) { terminal in
      let start = max(begin, looked - text.count)
      looked = terminal.output.count
      return terminal.output[start...].firstRange(of: text) != nil
    }
  }

  /// Leaves whatever is open and quits.
  private func quits() -> Bool {
    let deadline = Deadline(seconds: TestEnvironment.patience)
    var end: ChildProcess.Status?
    repeat {
      for key in ["\u{1b}[201~", "\u{1b}", "q"] {
        terminal.type(key)
        _ = terminal.read(seconds: 0.2) { _ in false }
      }
      end = terminal.wait(seconds: 0.5)
    } while end == nil && !deadline.hasPassed
    return end == .exited(0)
  }

  private func fail(_ what: String) -> Bool {
    let group = terminal.process.job ?? terminal.process.pid
    let state = ChildProcess.state(of: group) ?? "gone"
    Issue.record("seed \(seed) \(what); state \(state), after \(log)\n\(terminal)")
    return false
  }
}
