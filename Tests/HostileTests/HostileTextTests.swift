import Foundation
import TestSupport
import Testing

/// Hostile names at every entrance, and every way out of the real program.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct HostileTextTests {
  private static let formats: [[String]] = [
    ["--once", "-tlnp"], ["--once", "-tanpie"], ["--once", "-tlnpO", "--cgroup"],
    ["--once", "-xlnp"], ["--once", "-axnpem"], ["--once", "-a0np"], ["--once", "-tlp"],
    ["--once", "--json", "-tanpie"], ["--once", "--json", "-axnp"],
    ["--once", "--csv", "-tanpie"], ["--once", "--csv", "-axnp"],
    ["--once", "--csv", "-tlnp", "--columns", "unit,cgroup,container,dev,proc,cmd,sport"],
    ["--batch", "--count", "2", "--interval", "0.05", "-tanp"],
    ["--batch", "--json", "--count", "2", "--interval", "0.05", "-axnp"],
  ]

  @Test func `no byte of a payload comes out of a listing`() throws {
    let zoo = try HostileZoo()
    for arguments in Self.formats {
      let result = try zoo.run(arguments)
      #expect(result.status == .exited(0), "\(arguments) \(result.errorText)")
      let complaint = Verdict.complaint(about: withoutOwnTabs(result.outputText))
      #expect(complaint == nil, "\(arguments): \(complaint ?? "")")
      #expect(Verdict.complaint(about: result.error) == nil)
      let showsNames = !arguments.contains("-a0np")
      #expect(result.outputText.contains(HostileZoo.legitimate) == showsNames, "\(arguments)")
    }
  }

  /// `ss` puts a tab before a second line of details and after the arrow of `-e`; no other counts.
  private func withoutOwnTabs(_ output: String) -> [UInt8] {
    let text = output.replacingOccurrences(of: "\n\t", with: "\n")
      .replacingOccurrences(of: "<->\t", with: "<->")
      .replacingOccurrences(of: "-->\t", with: "-->")
    return Array(text.utf8)
  }

  @Test func `every socket stands on one line, with its owner`() throws {
    let zoo = try HostileZoo()
    let listeners = try zoo.run(["--once", "-Htlnp", "sport >= :9001 and sport <= :9012"])
    let lines = listeners.outputText.split(separator: "\n")
    #expect(lines.count == HostileZoo.payloads, "\(listeners.outputText)")
    #expect(lines.allSatisfy { $0.hasPrefix("LISTEN") && $0.contains("users:((") })
    for port in 9001...9012 {
      #expect(lines.count { $0.contains(":\(port) ") } == 1, "\(port)")
    }
    let paths = try zoo.run(["--once", "-Hxlnp"])
    let unix = paths.outputText.split(separator: "\n")
    #expect(unix.count == 2 * HostileZoo.payloads, "\(paths.outputText)")
    #expect(unix.allSatisfy { $0.hasPrefix("u_str") && $0.contains("users:((") })
  }

  @Test func `JSON and CSV keep their shape`() throws {
    let zoo = try HostileZoo()
    let json = try zoo.run(["--once", "--json", "-Hxlnp"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
    let sockets = try #require(object?["sockets"] as? [[String: Any]])
    #expect(sockets.count == 2 * HostileZoo.payloads)
    let csv = try zoo.run(["--once", "--csv", "-xlnp"])
    #expect(csv.outputText.split(separator: "\n").count == 1 + 2 * HostileZoo.payloads)
  }

  @Test(arguments: [
    "\u{1b}]0;x\u{7}", "\u{1b}[31m", "\u{9b}31m", "a\nb", "a\rb\u{8}c\td", "\u{202e}gpj",
    "n\u{200b}o\u{feff}ne", "\u{1b}P1$q\u{1b}\\\u{7f}", "数据库\u{1b}[2J", "\u{e000}\u{e0041}",
    "\u{2028}x\u{2066}y",
  ])
  func `no error repeats what was typed as it was typed`(payload: String) throws {
    let network = try NetworkNamespace()
    let attempts: [[String]] = [
      [payload], ["sport = \(payload)"], ["src \(payload)"], ["proc = \(payload)", "and"],
      ["--\(payload)"], ["-\(payload)"], ["--sort", payload], ["--columns", payload],
      ["--interval", payload], ["--count", payload], ["--color=\(payload)"], ["--netns", payload],
      ["-f", payload], ["-A", payload], ["-F", "/tmp/\(payload)"], ["--config", "/tmp/\(payload)"],
      ["state", payload], ["dev = \(payload)"], ["cgroup = \(payload)"], ["( \(payload)"],
      ["-D", "/dev/null/\(payload)"], ["-K", payload], ["--\(payload)=\(payload)"],
    ]
    for arguments in attempts {
      var launch = ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: ["--once", "-n"] + arguments)
      launch.network = network
      let result = try ProcessRunner.run(launch)
      let complaint = Verdict.complaint(about: result.output + result.error)
      #expect(complaint == nil, "\(arguments): \(complaint ?? "")")
      #expect(result.status != nil, "\(arguments)")
    }
  }

  @Test func `the screen shows every name inert, in every view`() throws {
    let zoo = try HostileZoo()
    let terminal = try zoo.screen(["-taxlp"], rows: 60, columns: 200)
    #expect(terminal.waitFor(HostileZoo.legitimate, seconds: 60), "\(terminal.terminal.text)")
    // Six views, then detail, kill, sort, columns, help, filter by cell, grouping, search.
    let keys = [
      "1", "2", "3", "4", "5", "6", "1", "\r", "\u{1b}", "j", "\r", "\u{1b}", "K", "\u{1b}", "I",
      "\u{1b}[17~", "\u{1b}", "\u{1b}OQ", "\u{1b}", "?", "\u{1b}", "i", "\u{1b}", "b", "b", "b",
      "=", "\u{1b}", "x", "\u{1b}", "n", "/proc = ", "\t", "\u{1b}", "\\gpj", "\u{1b}", "\u{c}",
    ]
    for key in keys {
      terminal.type(key)
      _ = terminal.read(seconds: 0.12) { _ in false }
      expectInert(terminal, key)
    }
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() == .exited(128 + Int(SIGTERM)))
  }

  private func expectInert(_ terminal: PseudoTerminal, _ key: String) {
    #expect(terminal.terminal.unexpected == [], "after \(key.debugDescription)")
    let shown = terminal.terminal.lines.joined(separator: "\n")
    let complaint = Verdict.complaint(about: Array(shown.utf8))
    #expect(complaint == nil, "after \(key.debugDescription): \(complaint ?? "")")
    for row in terminal.terminal.lines where row.contains("ESTAB 9 9") {
      let isOwnRow = row.hasPrefix("ESTAB")
      #expect(!isOwnRow, "a name forged a row")
    }
  }
}
