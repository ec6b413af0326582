import Foundation
import LinuxHost
import MonitorConfiguration
import TestSupport
import Testing
import TextSafety

@testable import topss

/// The real program with a configuration.
@Suite(.serialized)
struct ConfigurationSessionTests {
  private static func start(
    _ fixture: ConfigurationFixture, _ arguments: [String] = []
  ) throws -> PseudoTerminal {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: arguments)
    launch.environment.append("XDG_CONFIG_HOME=\(fixture.path)")
    return try PseudoTerminal(launch, rows: 24, columns: 100)
  }

  @Test func `columns, keys and problems of the file reach the screen`() throws {
    let fixture = try ConfigurationFixture([
      "config": "nonsense\nbind help = Z\n[sockets]\ncolumns = uid state peer\n"
    ])
    let terminal = try Self.start(fixture)
    #expect(terminal.waitFor("UID", seconds: 20), "\(terminal.terminal.text)")
    #expect(!terminal.terminal.text.contains("RX/s "))
    #expect(terminal.waitFor("line 1: expected NAME = VALUE"), "\(terminal.terminal.text)")
    terminal.type("Z")
    #expect(terminal.waitFor("Help: "), "\(terminal.terminal.text)")
    terminal.process.send(SIGTERM)
    withExtendedLifetime(fixture) {}
  }

  @Test func `the command line outranks the file`() throws {
    let fixture = try ConfigurationFixture(["config": "[sockets]\ncolumns = uid state\n"])
    let terminal = try Self.start(fixture, ["--columns", "inode,peer"])
    #expect(terminal.waitFor("INODE", seconds: 20), "\(terminal.terminal.text)")
    #expect(!terminal.terminal.text.contains("UID"))
    terminal.process.send(SIGTERM)
    withExtendedLifetime(fixture) {}
  }

  @Test func `columns that are saved on the screen are there at the next start`() throws {
    let fixture = try ConfigurationFixture()
    let first = try Self.start(fixture)
    #expect(first.waitFor("1 Sockets", seconds: 20))
    first.type("\u{1b}OQ")
    #expect(first.waitFor("Toggle"), "\(first.terminal.text)")
    first.type("3s")
    #expect(first.waitFor("saved in"), "\(first.terminal.text)")
    first.type("q")
    #expect(first.wait() == .exited(0))
    let second = try Self.start(fixture)
    #expect(second.waitFor("CWND", seconds: 20), "\(second.terminal.text)")
    second.process.send(SIGTERM)
    withExtendedLifetime(fixture) {}
  }

  @Test func `the mouse is taken, and its clicks reach the program`() throws {
    let fixture = try ConfigurationFixture()
    let terminal = try Self.start(fixture)
    #expect(terminal.waitFor("2 Listeners", seconds: 60))
    #expect(terminal.read(seconds: 60) { $0.terminal.modes.isSuperset(of: [1000, 1006]) })
    // Pressed and let go on the second tab.
    terminal.type("\u{1b}[<0;16;5M\u{1b}[<0;16;5m")
    #expect(terminal.waitFor("BACKLOG", seconds: 60), "\(terminal.terminal.text)")
    terminal.process.send(SIGTERM)
    withExtendedLifetime(fixture) {}
  }

  @Test(arguments: [["--no-mouse"], []])
  func `without the mouse the terminal keeps its own selection`(arguments: [String]) throws {
    let file = arguments.isEmpty ? ["config": "mouse = no\n"] : [:]
    let fixture = try ConfigurationFixture(file)
    let terminal = try Self.start(fixture, arguments)
    #expect(terminal.waitFor("RECV-Q", seconds: 60))
    #expect(terminal.terminal.modes.isDisjoint(with: [1000, 1002, 1003, 1006]))
    terminal.process.send(SIGTERM)
    withExtendedLifetime(fixture) {}
  }

  @Test func `the tables of the kernel are told by --version and --diagnose`() throws {
    let program = try TestEnvironment.product("topss")
    let version = try ProcessRunner.run(
      ChildProcess.Launch(path: program, arguments: ["--version"])
    ).outputText
    let lines = version.split(separator: "\n").map(String.init)
    #expect(lines[0] == "topss \(ProgramVersion.number.string)")
    #expect(lines.contains { $0.hasPrefix("kernel: ") })
    let known = ["sock_diag:", "/proc/net:", "not there:"].flatMap { label in
      lines.filter { $0.hasPrefix(label) }.flatMap {
        $0.dropFirst(label.count).split(separator: " ")
      }
    }
    #expect(Set(known.map(String.init)) == Set(DiagTable.allCases.map(\.title.string)))
    let diagnosis = try ProcessRunner.run(
      ChildProcess.Launch(path: program, arguments: ["--diagnose"])
    ).outputText
    for table in DiagTable.allCases { #expect(diagnosis.contains("  \(table.title.string) ")) }
    for word in ["counters of tcp: ", "ends of sockets: ", "privileges: ", "cgroup2: "] {
      #expect(diagnosis.contains("\n\(word)"), "\(word)")
    }
  }

  @Test func `what is printed is the default configuration`() throws {
    let result = try ProcessRunner.run(
      ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: ["--print-config"]))
    #expect(result.status == .exited(0))
    #expect(result.outputText == ConfigurationPrinter.text(of: Configuration()).string)
  }
}
