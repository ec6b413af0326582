import Foundation
import TestSupport

/// A namespace with the zoo's sockets in it, and listings taken there.
final class SocketZoo {
  let network: NetworkNamespace
  /// The process that holds the sockets.
  let pid: Int
  /// Where its unix sockets are bound.
  let folder: URL
  private let keeper: PseudoTerminal

  init() throws {
    network = try NetworkNamespace()
    folder = URL(filePath: try TestEnvironment.makeDirectory())
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("socket-zoo"), arguments: [folder.path])
    launch.network = network
    keeper = try PseudoTerminal(launch, rows: 24, columns: 80)
    guard keeper.waitFor("READY") else {
      throw ZooFailure.notReady(keeper.terminal.text)
    }
    let words = keeper.terminal.text.split { $0 == " " || $0 == "\n" }
    let number = words.firstIndex(of: "READY").flatMap { Int(words[$0 + 1]) }
    guard let number else { throw ZooFailure.notReady(keeper.terminal.text) }
    pid = number
  }

  deinit {
    keeper.hangUp()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Runs a program in the zoo's namespace.
  func run(
    _ path: String, _ arguments: [String], environment: [String] = []
  ) throws -> ProcessRunner.Result {
    var launch = ChildProcess.Launch(path: path, arguments: arguments)
    launch.network = network
    launch.environment += environment
    return try ProcessRunner.run(launch, seconds: 20)
  }
}

enum ZooFailure: Error {
  case notReady(String)
}
