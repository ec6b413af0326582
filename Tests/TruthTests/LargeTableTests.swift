import CTestSupport
import Foundation
import TestSupport
import Testing

/// The screen with more sockets than it orders between two keys.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct LargeTableTests {
  private static let count = 18_000

  @Test func `no key is lost while samples are taken in, and they are shown`() throws {
    var load: KernelLoad? = try KernelLoad(topss_test_plan_unix, stable: Self.count)
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["--interval", "0.1", "-xa"])
    launch.network = load?.network
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 120)
    let all = "of \(Self.count) sockets"
    try #require(terminal.waitFor(all, seconds: 60), "\(terminal.terminal.text)")
    for _ in 0..<5 {
      // Each character comes at another moment of a refresh.
      for character in "/recvq = 0 and sendq > 7\r" {
        terminal.type(String(character))
        _ = terminal.read(seconds: 0.02) { _ in false }
      }
      let isFiltered = terminal.read(seconds: 60) { terminal in
        terminal.terminal.text.contains("0 \(all)")
          && terminal.terminal.text.contains("recvq = 0 and sendq > 7")
      }
      try #require(isFiltered, "\(terminal.terminal.text)")
      terminal.type("\u{1b}")
      let isBack = terminal.waitFor("\(Self.count) \(all)", seconds: 60)
      try #require(isBack, "\(terminal.terminal.text)")
    }
    load = nil
    #expect(terminal.waitFor("0 of 0 sockets", seconds: 60), "\(terminal.terminal.text)")
    terminal.process.send(SIGTERM)
    #expect(terminal.wait(seconds: 60) == .exited(128 + Int(SIGTERM)))
  }
}
