import Foundation
import TestSupport

/// A namespace with the zoo's sockets in it, and listings taken there.
final class SocketZoo {
  let network: NetworkNamespace
  private let keeper: PseudoTerminal
  private let folder: URL

  init() throws {
    network = try NetworkNamespace()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("topss-zoo-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("socket-zoo"), arguments: [folder.path])
    launch.network = network
    keeper = try PseudoTerminal(launch, rows: 24, columns: 80)
    guard keeper.waitFor("READY", seconds: 10) else {
      throw ZooFailure.notReady(keeper.terminal.text)
    }
  }

  deinit {
    keeper.hangUp()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Runs a program in the zoo's namespace.
  func run(_ path: String, _ arguments: [String]) throws -> ProcessRunner.Result {
    var launch = ChildProcess.Launch(path: path, arguments: arguments)
    launch.network = network
    return try ProcessRunner.run(launch, seconds: 20)
  }
}

enum ZooFailure: Error {
  case notReady(String)
}
