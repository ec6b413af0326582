import Foundation
import TestSupport
import Testing

/// `--batch --json` against connections with known traffic.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct BatchTests {
  /// Runs `topss` in a namespace and reads its lines as JSON objects.
  static func samples(_ arguments: [String], in network: NetworkNamespace) throws -> [[String: Any]]
  {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: arguments)
    launch.network = network
    let result = try ProcessRunner.run(launch, seconds: 30)
    #expect(result.status == .exited(0), "\(result.errorText)")
    return try result.outputText.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  @Test func `rates come with the second sample and are those of the sender`() throws {
    let network = try NetworkNamespace()
    let traffic = try TrafficPair(in: network, port: 9000, bytesPerSecond: 500_000, seconds: 60)
    let samples = try Self.samples(
      ["--batch", "--json", "--interval", "1", "--count", "5", "-tn", "state", "established"],
      in: network)
    #expect(samples.count == 5)
    #expect(samples[0]["interval"] is NSNull)
    var before: (sent: Double, received: Double)?
    for sample in samples {
      let sockets = try #require(sample["sockets"] as? [[String: Any]])
      #expect(sockets.count == 2)
      let sender = try #require(sockets.first { $0["dport"] as? Int == 9000 })
      let receiver = try #require(sockets.first { $0["sport"] as? Int == 9000 })
      let sent = try #require(sender["tx_bytes"] as? Double)
      let received = try #require(receiver["rx_bytes"] as? Double)
      defer { before = (sent, received) }
      guard let before else {
        #expect(sender["tx"] is NSNull)
        continue
      }
      let interval = try #require(sample["interval"] as? Double)
      let rates = [sender["tx"] as? Double, receiver["rx"] as? Double]
      let truth = [(sent - before.sent) / interval, (received - before.received) / interval]
      for (rate, truth) in zip(rates, truth) {
        let rate = try #require(rate)
        #expect(abs(rate - truth) < 1000, "\(rate) and not \(truth)")
        // A busy machine holds the sender up and lets it catch up.
        #expect(rate > 250_000 && rate < 1_000_000, "\(rate)")
      }
      let owners = try #require(receiver["owners"] as? [[String: Any]])
      #expect(owners.contains { $0["pid"] as? Int == Int(traffic.pid) })
    }
  }

  @Test func `every object has the keys of the design`() throws {
    let network = try NetworkNamespace()
    let samples = try Self.samples(["--once", "--json", "-tan"], in: network)
    #expect(samples.count == 1)
    let keys = ["time", "interval", "sockets", "transitions", "ended", "summary", "notes"]
    #expect(keys.allSatisfy { samples[0][$0] != nil })
  }

  @Test func `sort and columns work in batch`() throws {
    let network = try NetworkNamespace()
    _ = try TrafficPair(in: network, port: 9000, bytesPerSecond: 1000, seconds: 5)
    let result = try Self.text(
      ["--once", "-tan", "--columns", "sport,state", "--sort", "sport:desc"], in: network)
    let lines = result.split(separator: "\n").map(String.init)
    let ports = lines.dropFirst().compactMap { Int($0.split(separator: " ").first ?? "") }
    #expect(ports == ports.sorted(by: >))
    #expect(lines.first?.contains("STATE") == true)
  }

  static func text(_ arguments: [String], in network: NetworkNamespace) throws -> String {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: arguments)
    launch.network = network
    return try ProcessRunner.run(launch, seconds: 60).outputText
  }

  @Test(arguments: [
    (["--nosuch"], 255), (["--batch", "--interval", "0"], 255),
    (["--once", "-tan", "sport", "="], 255),
    (["--once", "-tan", "src", "10.0.0.1/33"], 1), (["--batch", "--sort", "nosuch"], 255),
  ])
  func `bad input is a sentence and a status`(arguments: [String], status: Int) throws {
    let result = try ProcessRunner.run(
      .init(path: try TestEnvironment.product("topss"), arguments: arguments))
    #expect(result.status == .exited(status))
    #expect(result.errorText.hasPrefix("topss: "))
    #expect(result.output.isEmpty)
  }

  @Test func `without a terminal nothing but text comes out`() throws {
    let result = try ProcessRunner.run(.init(path: try TestEnvironment.product("topss")))
    #expect(result.status == .exited(0))
    #expect(!result.output.contains(0x1b))
  }

  @Test(arguments: [nil, "", "nosuch", "dumb"])
  func `a terminal that cannot show a screen is a sentence and status 1`(type: String?) throws {
    var launch = ChildProcess.Launch(path: try TestEnvironment.product("topss"))
    launch.environment = TestEnvironment.variables(terminal: type)
    let terminal = try PseudoTerminal(launch, rows: 24, columns: 80)
    #expect(terminal.wait() == .exited(1))
    #expect(terminal.terminal.text.contains("--once"))
    #expect(!terminal.output.contains(0x1b))
  }

  @Test func `a full device is an error`() throws {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["--once", "-a"])
    launch.outputPath = "/dev/full"
    let result = try ProcessRunner.run(launch)
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("no space"))
  }
}
