import TerminalUI
import TestSupport
import Testing

/// The probe on a pseudo-terminal.
enum TerminalProbe {
  static func start(
    _ arguments: [String] = [], terminal: String? = "xterm-256color", rows: Int = 24,
    columns: Int = 80, extra: [String] = [], parent: ChildProcess.Parent = .test
  ) throws -> PseudoTerminal {
    var launch = try launch(arguments, terminal: terminal, extra: extra)
    launch.parent = parent
    return try PseudoTerminal(launch, rows: rows, columns: columns)
  }

  static func launch(
    _ arguments: [String] = [], terminal: String? = "xterm-256color", extra: [String] = []
  ) throws -> ChildProcess.Launch {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("terminal-probe"), arguments: arguments)
    launch.environment = TestEnvironment.variables(terminal: terminal) + extra
    return launch
  }
}

/// Expects a terminal as it was before the program.
func expectRestored(
  _ pty: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(pty.hasOriginalModes, "modes", sourceLocation: sourceLocation)
  #expect(!pty.terminal.isAlternate, "alternate screen", sourceLocation: sourceLocation)
  #expect(!pty.terminal.hasApplicationKeypad, "keypad", sourceLocation: sourceLocation)
  #expect(pty.terminal.modes == [7, 25], "private modes", sourceLocation: sourceLocation)
  #expect(pty.terminal.unexpected == [], "sequences", sourceLocation: sourceLocation)
}
