package import TextSafety

/// Why the screen cannot be opened.
package enum ScreenError: Error, Hashable, Sendable {
  /// Standard input or output is no terminal.
  case noTerminal(StandardStream)
  /// The system has no description for the value of `TERM`; empty when that is not set.
  case unknownTerminalType(RawText)
  /// The description says that the cursor cannot be placed, as for `dumb`.
  case terminalCannotMoveCursor(RawText)
  /// A system call failed: its name and its `errno`.
  case system(call: Call, errno: Int32)

  /// The standard streams that must be terminals.
  package enum StandardStream: Hashable, Sendable { case input, output }

  /// The system calls that can fail while the screen is opened.
  package enum Call: String, Hashable, Sendable {
    case open, signalfd, tcgetattr, tcsetattr
    case memoryFile = "memfd_create"
  }
}
