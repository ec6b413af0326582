internal import CSys
internal import Glibc
internal import TextSafety

/// The environment variables that choose and describe the terminal.
enum TerminalEnvironment {
  /// The value of `TERM`, empty when it is not set.
  static var terminalType: RawText {
    guard let text = unsafe getenv("TERM") else { return RawText([]) }
    return RawText(utf8: unsafe String(cString: text))
  }

  /// Whether `NO_COLOR` is set and not empty (https://no-color.org).
  static var refusesColors: Bool {
    guard let text = unsafe getenv("NO_COLOR") else { return false }
    return unsafe text.pointee != 0
  }

  /// Runs `body` so that ncurses reads no description that the caller wrote, when the program has
  /// privileges that its caller lacks.
  ///
  /// ncurses checks for set-uid but not for file capabilities.
  static func withTrustedDescriptions<Result>(
    _ body: () throws(ScreenError) -> Result
  ) throws(ScreenError) -> Result {
    guard topss_at_secure() == 1 else { return try body() }
    for name in ["TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH"] { unsafe unsetenv(name) }
    let home = unsafe getenv("HOME").map { unsafe String(cString: $0) }
    unsafe unsetenv("HOME")
    defer { if let home { unsafe setenv("HOME", home, 1) } }
    return try body()
  }
}
