import Foundation
import TestSupport

/// One line of `--json`, as far as tests look at it.
struct JSONSample: Decodable {
  struct Owner: Decodable {
    var pid: Int32
  }

  struct Socket: Decodable {
    var state: String
    var sport: UInt32?
    var netns: String?
    var cmd: String?
    var inode: UInt64?
    var peer: String?
    var peerProc: String?
    var peerPid: Int32?
    var ownerGuessed: Bool?
    /// Nil when the owners may not be read.
    var owners: [Owner]?
  }

  var sockets: [Socket]
  var notes: [String]?

  /// What `topss --once --json` with these arguments prints, through the words of `wrapper`.
  static func once(
    _ arguments: [String], in network: NetworkNamespace? = nil, wrapper: [String] = []
  ) throws -> JSONSample {
    let words =
      wrapper + [try TestEnvironment.product("topss"), "--once", "--json", "-a"] + arguments
    var launch = ChildProcess.Launch(path: words[0], arguments: Array(words.dropFirst()))
    launch.network = network
    let result = try ProcessRunner.run(launch, seconds: 20)
    guard result.status == .exited(0) else { throw Failure(text: result.errorText) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(JSONSample.self, from: Data(result.output))
  }

  struct Failure: Error {
    var text: String
  }
}
