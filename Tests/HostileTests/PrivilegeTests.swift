import Foundation
import TestSupport
import Testing

/// What the program keeps of its privileges, and what it believes of its environment.
@Suite(.serialized)
struct PrivilegeTests {
  private static let hasTracer = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")
  private static let hasSetcap = FileManager.default.isExecutableFile(atPath: "/usr/sbin/setcap")
  /// DAC_READ_SEARCH, NET_ADMIN, SYS_PTRACE, for a screen SYS_ADMIN, and to signal KILL.
  private static let watching: UInt64 = 1 << 2 | 1 << 12 | 1 << 19 | 1 << 21
  private static let signalling = watching | 1 << 5

  private func status(of pid: Int32) throws -> [String: String] {
    let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    return text.split(separator: "\n").reduce(into: [:]) { table, line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return }
      table[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func `privileges that are not needed are given up, in every thread`() throws {
    for (arguments, allowed) in [([], Self.signalling), (["--readonly"], Self.watching)] {
      let launch = ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: arguments)
      let terminal = try PseudoTerminal(launch)
      #expect(terminal.waitFor("F10"))
      let pid = terminal.process.pid
      let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
      for thread in threads.compactMap({ Int32($0) }) {
        let status = try status(of: thread)
        for set in ["CapPrm", "CapEff", "CapInh", "CapAmb"] {
          let held = try #require(UInt64(status[set] ?? "", radix: 16))
          #expect(held & ~allowed == 0, "\(set) \(status[set] ?? "")")
        }
        #expect(status["NoNewPrivs"] == "1")
      }
      terminal.process.send(SIGTERM)
    }
  }

  @Test(.enabled(if: TestEnvironment.isRoot, "needs root, to be somebody else"))
  func `the memory of the program is nobody's but root's`() throws {
    // What is not dumpable belongs to root, whoever runs it.
    func owner(_ path: String, _ arguments: [String], shows text: String) throws -> Int? {
      var launch = ChildProcess.Launch(path: path, arguments: arguments)
      launch.user = 65534
      let terminal = try PseudoTerminal(launch)
      try #require(terminal.waitFor(text, seconds: 20), "\(terminal.terminal.text)")
      let memory = "/proc/\(terminal.process.pid)/mem"
      let attributes = try FileManager.default.attributesOfItem(atPath: memory)
      terminal.process.send(SIGKILL)
      return attributes[.ownerAccountID] as? Int
    }
    #expect(try owner("/bin/sh", ["-c", "echo F10; exec cat"], shows: "F10") == 65534)
    #expect(try owner(try TestEnvironment.product("topss"), [], shows: "F10") == 0)
    let batch = ["--batch", "--json", "-tn"]
    #expect(try owner(try TestEnvironment.product("topss"), batch, shows: "summary") == 0)
  }

  @Test(.enabled(if: hasTracer, "needs strace"))
  func `a screen executes nothing, whatever is pressed`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let trace = "\(folder)/trace"
    let calls = "trace=execve,execveat,fork,vfork,kill,tgkill,pidfd_send_signal,creat,rename,mkdir"
    let launch = ChildProcess.Launch(
      path: "/usr/bin/strace",
      arguments: ["-f", "-qq", "-o", trace, "-e", calls, try TestEnvironment.product("topss")]
        + ["--readonly", "--interval", "0.1", "-tuxap"])
    let terminal = try PseudoTerminal(launch)
    try #require(terminal.waitFor("F10", seconds: 30), "\(terminal.terminal.text)")
    for keys in ["1", "2", "3", "4", "5", "6", "1", "\r", "\u{1b}", "y", "\r", "K", "\u{1b}", "x"] {
      terminal.type(keys)
      _ = terminal.read(seconds: 0.2) { _ in false }
    }
    terminal.type("\u{1b}/dst localhost or proc = x\r")
    _ = terminal.read(seconds: 1) { _ in false }
    terminal.type("\u{3}")
    #expect(terminal.wait(seconds: 30) == .exited(0), "\(terminal.terminal.text)")
    let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1, "\(lines)")
    #expect(lines.first?.contains("execve") == true)
  }

  @Test(.enabled(if: hasTracer, "needs strace"))
  func `a run executes nothing, connects nowhere and writes no file`() throws {
    let refreshes = TestEnvironment.rounds(20, long: 1000)
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let trace = "\(folder)/trace"
    let calls = "trace=execve,execveat,connect,openat,open,creat,unlink,rename,mkdir"
    let launch = ChildProcess.Launch(
      path: "/usr/bin/strace",
      arguments: ["-f", "-qq", "-o", trace, "-e", calls, try TestEnvironment.product("topss")]
        + ["--batch", "--json", "--interval", "0.05", "--count", "\(refreshes)", "-tuxanp"])
    let result = try ProcessRunner.run(launch, seconds: Double(60 + refreshes))
    #expect(result.status == .exited(0), "\(result.errorText)")
    let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    #expect(lines.count { $0.contains("execve") } == 1)
    // The end of a call that another thread interrupted repeats no arguments.
    for line in lines where !line.contains("execve") && !line.contains(" resumed>") {
      let isReading = line.contains("O_RDONLY") || line.contains("ENOENT")
      #expect(isReading, "\(line)")
    }
  }

  @Test(
    .enabled(
      if: TestEnvironment.isRoot && hasSetcap, "needs root, to give a file capabilities"))
  func `a program with file capabilities does not believe its environment`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    let path = try install(in: folder)
    var launch = ChildProcess.Launch(path: path, arguments: ["--once", "-Hltn"])
    launch.user = 65534
    launch.environment =
      TestEnvironment.variables(terminal: "evil").filter { !$0.hasPrefix("HOME") } + [
        "HOME=\(folder)", "TERMINFO=\(folder)/.terminfo", "TERMINFO_DIRS=\(folder)/.terminfo",
        "XDG_CONFIG_HOME=\(folder)", "PROC_ROOT=\(folder)", "PROC_NET_TCP=\(folder)/x",
        "LD_PRELOAD=\(folder)/x.so", "SWIFT_BACKTRACE=enable=yes,output-to=\(folder)/crash",
      ]
    let listed = try ProcessRunner.run(launch)
    // The loader takes no paths from the environment here; where it needs them, nothing starts.
    guard listed.status != .exited(127) else { return }
    #expect(listed.status == .exited(0), "\(listed.errorText)")
    launch.arguments = []
    // The same program without capabilities believes it all.
    var ordinary = launch
    ordinary.path = "\(path)-ordinary"
    let other = try PseudoTerminal(ordinary)
    #expect(other.read { $0.output.count > 500 }, "\(other.terminal.text)")
    other.process.send(SIGTERM)
    let terminal = try PseudoTerminal(launch)
    #expect(terminal.wait() == .exited(1))
    #expect(terminal.terminal.text.contains("not known"), "\(terminal.terminal.text)")
  }

  /// A copy with a capability, and a terminal description beside it that only its caller trusts.
  private func install(in folder: String) throws -> String {
    let path = "\(folder)/topss"
    let product = try TestEnvironment.product("topss")
    try FileManager.default.copyItem(atPath: product, toPath: path)
    try FileManager.default.copyItem(atPath: product, toPath: "\(path)-ordinary")
    let source = "evil|evil,\n\tam, cols#80, lines#24, clear=\\E[H\\E[2J, cup=\\E[%i%p1%d;%p2%dH,\n"
    try source.write(toFile: "\(folder)/evil.src", atomically: true, encoding: .utf8)
    for command in [
      ["/usr/sbin/setcap", "cap_net_admin=ep", path],
      ["/usr/bin/tic", "-o", "\(folder)/.terminfo", "\(folder)/evil.src"],
    ] {
      let launch = ChildProcess.Launch(path: command[0], arguments: Array(command.dropFirst()))
      let result = try ProcessRunner.run(launch)
      try #require(result.status == .exited(0), "\(result.errorText)")
    }
    return path
  }
}
