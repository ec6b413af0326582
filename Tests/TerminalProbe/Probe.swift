internal import CursesTerminal
internal import Dispatch
internal import Glibc
internal import TerminalUI

/// A small program around `CursesScreen`, for tests that drive it on a pseudo-terminal.
///
/// It shows a picture and the events that it reads, and obeys some keys: see `Probe.obey`.
@main
struct Probe {
  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      var options = CursesScreen.Options()
      if arguments.contains("--never") { options.colorMode = .never }
      if arguments.contains("--always") { options.colorMode = .always }
      if arguments.contains("--no-mouse") { options.usesMouse = false }
      parkStandardError()
      installCrashHandler()
      let screen = try CursesScreen.open(options)
      let floods = arguments.contains("--flood")
      let loop = MainActor.assumeIsolated { ProbeLoop(screen, floods: floods) }
      // Already on the main queue, which another thread serves from now on.
      DispatchQueue.main.async {
        MainActor.assumeIsolated {
          loop.start()
          kept = loop
        }
      }
      dispatchMain()
    } catch {
      restoreStandardError()
      print(Self.sentence(error))
      exit(1)
    }
  }

  @MainActor static var kept: ProbeLoop?

  private static func sentence(_ error: ScreenError) -> String {
    switch error {
    case .noTerminal(.input): "standard input is no terminal"
    case .noTerminal(.output): "standard output is no terminal"
    case .unknownTerminalType: "unknown terminal type"
    case .terminalCannotMoveCursor: "the terminal cannot move its cursor"
    case .system(let call, let errno): "\(call.rawValue): \(errno)"
    }
  }
}
