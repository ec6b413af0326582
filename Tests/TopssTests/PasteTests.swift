import Foundation
import TestSupport
import Testing

/// What is pasted, or typed ahead, into the real program.
@Suite(.enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct PasteTests {
  let network: NetworkNamespace

  init() throws { network = try NetworkNamespace() }

  private func pair(_ port: UInt16, rate: UInt64 = 50_000) throws -> TrafficPair {
    try TrafficPair(in: network, port: port, bytesPerSecond: rate, seconds: 60)
  }

  private func start(
    _ filter: String
  ) throws -> PseudoTerminal {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: [filter])
    launch.network = network
    return try PseudoTerminal(launch, rows: 24, columns: 120)
  }

  /// The keys that lead to each screen.
  enum Screen: String, CaseIterable, Sendable {
    case table = ""
    case listeners = "2"
    case processes = "3"
    case help = "?"
    case sortMenu = "\u{1b}[17~"
    case detail = "\u{1b}[18~"
    case killMenu = "K"
    case killQuestion = "K "
    case destroyQuestion = "x"
  }

  @Test(arguments: Screen.allCases)
  func `a paste of a megabyte signals nobody on any screen`(screen: Screen) throws {
    let victim = try pair(7600)
    let terminal = try start("sport = :7600 or dport = :7600")
    try #require(terminal.waitFor("[\(victim.pid)]"), "\(terminal.terminal.text)")
    if screen == .killQuestion {
      terminal.type("K")
      try #require(terminal.waitFor("user "), "\(terminal.terminal.text)")
      terminal.type("\r")
      try #require(terminal.waitFor("Confirm"), "\(terminal.terminal.text)")
    } else {
      terminal.type(screen.rawValue)
    }
    _ = terminal.read(seconds: 0.4) { _ in false }
    let keys = Array("K\ry\rx\ryy\u{1b}[20~\ry".utf8)
    let megabyte = Array((0..<(1 << 20) / keys.count).map { _ in keys }.joined())
    #expect(terminal.typeAll(Array("\u{1b}[200~".utf8) + megabyte + Array("\u{1b}[201~".utf8)))
    _ = terminal.read(seconds: 0.5) { _ in false }
    #expect(victim.isRunning)
    #expect(terminal.process.poll() == nil, "the program ended")
    let sample = try JSONSample.once(["-tn", "state", "established"], in: network)
    #expect(sample.sockets.count == 2, "a connection was destroyed")
    terminal.process.send(SIGTERM)
  }

  @Test func `a stream of keys without paste marks signals nobody`() throws {
    let victim = try pair(7700)
    let terminal = try start("sport = :7700 or dport = :7700")
    try #require(terminal.waitFor("[\(victim.pid)]"), "\(terminal.terminal.text)")
    let keys = Array("K\ryx\ry".utf8)
    let stream = Array((0..<(1 << 18) / keys.count).map { _ in keys }.joined())
    #expect(terminal.typeAll(stream))
    _ = terminal.read(seconds: 0.5) { _ in false }
    #expect(victim.isRunning)
    let sample = try JSONSample.once(["-tn", "state", "established"], in: network)
    #expect(sample.sockets.count == 2, "a connection was destroyed")
    terminal.process.send(SIGTERM)
  }
}
