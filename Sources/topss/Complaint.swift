internal import CursesTerminal
internal import Glibc
internal import LinuxHost
internal import SocketFilter
internal import TextSafety

/// The one place where an error becomes sentences on standard error and an exit status.
enum Complaint {
  /// Prints why the program does not go on, and returns the status to exit with.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let error as OptionError:
      say(error.message)
      if error.pointsToHelp { StandardError.write("try 'topss --help'\n") }
      return error.exitStatus
    case let failure as FilterFailure:
      say(failure.error.message)
      mark(failure)
      if let hint = failure.error.commandLineHint { say("hint: \(hint)") }
      return failure.error.exitStatus
    case let error as NamespaceError:
      say(error.sentence)
      return 1
    case let error as ScreenError:
      say(sentence(of: error))
      return 1
    case let error as DiagError:
      say(error.sentence)
      return 1
    case let error as FileError:
      say(error.sentence)
      return error.exitStatus
    case let error as ConfigurationError:
      say(error.sentence)
      return 1
    case let error as OutputError:
      // A reader that went away needs no explanation.
      if !error.isBrokenPipe { say(error.sentence) }
      return 1
    default:
      say("unexpected failure")
      return 1
    }
  }

  private static func sentence(of error: ScreenError) -> SafeText {
    switch error {
    case .noTerminal(.input): "standard input is no terminal; --once prints without a screen"
    case .noTerminal(.output): "standard output is no terminal; --once prints without a screen"
    case .unknownTerminalType(let name) where name.isEmpty:
      "TERM is not set; --once prints without a screen"
    case .unknownTerminalType(let name):
      "the terminal type \"\(name)\" (TERM) is not known; --once prints without a screen"
    case .terminalCannotMoveCursor(let name):
      "the terminal type \"\(name)\" (TERM) cannot show a screen; --once prints without one"
    case .system(let call, let code):
      "cannot take the terminal: \(RawText(utf8: call.rawValue)) failed with error \(code)"
    }
  }

  private static func say(_ sentence: SafeText) {
    StandardError.write("topss: \(sentence)\n")
  }

  /// The filter, and a mark under the place that is wrong.
  private static func mark(_ failure: FilterFailure) {
    let range = failure.error.range
    let before = SafeText(RawText(failure.text.slice(0..<range.lowerBound)))
    let wrong = SafeText(RawText(failure.text.slice(range)))
    var line = SafeText()
    line.append(blanks: before.columns)
    line.append(scalar: "^", count: max(1, wrong.columns))
    StandardError.write("  \(SafeText(RawText(failure.text.bytes)))\n  \(line)\n")
  }
}
