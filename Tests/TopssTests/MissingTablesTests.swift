import Foundation
import TestSupport
import Testing

enum KernelLacks {
  /// The options of the tables that this kernel lacks.
  static let options: [String] = ["-d", "-S", "--xdp", "--tipc", "--vsock"].filter { option in
    let sample = try? JSONSample.once([option])
    return sample?.notes?.contains { $0.contains("not available in this kernel") } == true
  }
}

/// Tables that the running kernel lacks: said to be missing, not shown as empty, and hardly asked
/// for, which could make a kernel load modules at each refresh.
@Suite(
  .serialized,
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"),
  .enabled(if: !KernelLacks.options.isEmpty, "this kernel has every table"))
struct MissingTablesTests {
  private func requests(refreshes: Int, _ option: String, trace: String) throws -> Int {
    let topss = [try TestEnvironment.product("topss"), "--batch", "--json", option, "-a"]
    let pace = ["--interval", "0.1", "--count", "\(refreshes)"]
    let launch = ChildProcess.Launch(
      path: "/usr/bin/strace",
      arguments: ["-f", "-qq", "-o", trace, "-e", "trace=sendto,sendmsg"] + topss + pace)
    let result = try ProcessRunner.run(launch, seconds: 60)
    #expect(result.status == .exited(0), "\(result.errorText)")
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.count == refreshes)
    for line in lines {
      #expect(line.contains("not available in this kernel"), "\(option): \(line)")
      #expect(line.contains(#""sockets":[]"#), "\(option): \(line)")
    }
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    return calls.count { $0.contains("NLM_F_DUMP") }
  }

  @Test func `what the kernel lacks is asked for no more at each refresh`() throws {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    for option in KernelLacks.options {
      let first = try requests(refreshes: 1, option, trace: "\(folder)/trace")
      let all = try requests(refreshes: 20, option, trace: "\(folder)/trace")
      #expect((1...4).contains(first), "\(option)")
      // Once more is due after a minute.
      #expect(all <= 2 * first, "\(option): \(all) requests")
    }
  }

  @Test func `the screen says what the kernel lacks`() throws {
    for option in KernelLacks.options {
      let launch = ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: [option, "-a"])
      let terminal = try PseudoTerminal(launch)
      #expect(terminal.waitFor("not available in this kernel"), "\(terminal.terminal.text)")
      #expect(!terminal.terminal.text.contains("no sockets"))
      terminal.process.send(SIGTERM)
    }
  }
}
