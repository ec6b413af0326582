import Foundation
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
  }

  @Test func `the command line outranks the file`() throws {
    let fixture = try ConfigurationFixture(["config": "[sockets]\ncolumns = uid state\n"])
    let terminal = try Self.start(fixture, ["--columns", "inode,peer"])
    #expect(terminal.waitFor("INODE", seconds: 20), "\(terminal.terminal.text)")
    #expect(!terminal.terminal.text.contains("UID"))
    terminal.process.send(SIGTERM)
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
  }

  @Test func `what is printed is the default configuration`() throws {
    let result = try ProcessRunner.run(
      ChildProcess.Launch(
        path: try TestEnvironment.product("topss"), arguments: ["--print-config"]))
    #expect(result.status == .exited(0))
    #expect(result.outputText == ConfigurationPrinter.text(of: Configuration()).string)
  }
}
