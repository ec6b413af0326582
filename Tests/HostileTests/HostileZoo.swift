import Glibc
import TestSupport

/// Processes and sockets with hostile names in a namespace, and everything that shows them.
final class HostileZoo {
  /// Kinds of payloads; `hostile-zoo` holds one process of each, the last one legitimate.
  static let payloads = 12
  static let legitimate = "数据库"

  let network: NetworkNamespace
  private let keeper: PseudoTerminal
  private let folder: String

  init() throws {
    network = try NetworkNamespace()
    folder = try TestEnvironment.makeDirectory()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("hostile-zoo"), arguments: [folder])
    launch.network = network
    keeper = try PseudoTerminal(launch)
    guard keeper.waitFor("READY", seconds: 20) else { throw TestFailure.system("hostile-zoo", 0) }
  }

  deinit {
    keeper.process.send(SIGTERM)
    _ = keeper.process.wait()
    TestEnvironment.removeDirectory(folder)
  }

  /// Runs `topss` to its end.
  func run(_ arguments: [String]) throws -> ProcessRunner.Result {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: arguments)
    launch.network = network
    return try ProcessRunner.run(launch, seconds: 20)
  }

  /// Starts `topss` on a terminal.
  func screen(_ arguments: [String] = [], rows: Int, columns: Int) throws -> PseudoTerminal {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["--interval", "0.2"] + arguments)
    launch.network = network
    return try PseudoTerminal(launch, rows: rows, columns: columns)
  }
}
