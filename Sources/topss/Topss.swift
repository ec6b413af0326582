internal import CSys
internal import CursesTerminal
internal import Glibc
internal import LinuxHost
internal import MonitorConfiguration
internal import SocketMonitor
internal import TextSafety

/// The program: understands its options and does what they say.
@main
struct Topss {
  @MainActor
  static func main() {
    StandardDescriptors.occupy()
    topss_share_one_heap()
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      exit(Complaint.report(error))
    }
  }

  @MainActor
  private static func run(_ arguments: [String]) throws {
    let terminals = Options.Terminals(input: isatty(0) == 1, output: isatty(1) == 1)
    let options = try Options.parse(
      arguments, terminals: terminals, hasContexts: SecurityContexts().areEnabled)
    // Threads begin in the namespace of the one that starts them, and none has begun yet.
    if case .named(let name) = options.namespace, options.mode.readsSockets {
      try NetworkNamespace.enter(named: name)
    }
    Privileges.giveUp(except: options.capabilities)
    switch options.mode {
    case .help: try StandardOutput.write(Options.help)
    case .version: try StandardOutput.write("\(ProgramVersion.text)\(KernelFeatures().text)")
    case .diagnose: try DiagnoseMode.run()
    case .printConfiguration:
      try StandardOutput.write(ConfigurationPrinter.text(of: Configuration()))
    case .screen: try showScreen(options, arguments, terminals)
    case .once: try OnceMode.run(options)
    case .batch: try BatchMode.run(options)
    case .follow: try FollowMode.run(options)
    case .events: try EventsMode.run(options)
    case .kill: try KillMode.run(options)
    case .dump(let file): try DumpMode.run(options, file: file)
    }
  }

  @MainActor
  private static func showScreen(
    _ options: Options, _ arguments: [String], _ terminals: Options.Terminals
  ) throws {
    let names = SystemNames { MonitorSession.onMain { $0.handle(.namesResolved) } }
    var user = try UserConfiguration(options.own, names: names)
    let options = options.completed(by: &user, arguments: arguments, terminals: terminals)
    try ScreenMode.run(options, user, names: names)
  }
}
