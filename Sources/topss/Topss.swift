internal import CursesTerminal
internal import Glibc
internal import TextSafety

/// The program: understands its options and does what they say.
@main
struct Topss {
  @MainActor
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      exit(Complaint.report(error))
    }
  }

  @MainActor
  private static func run(_ arguments: [String]) throws {
    let terminals = Options.Terminals(input: isatty(0) == 1, output: isatty(1) == 1)
    let options = try Options.parse(arguments, terminals: terminals)
    switch options.mode {
    case .help: try StandardOutput.write(Options.help)
    case .screen: try ScreenMode.run(options)
    case .once: try OnceMode.run(options)
    case .batch: try BatchMode.run(options)
    default: break
    }
  }
}
