import Foundation
import TestSupport
import Testing

/// A process that takes long to look at, as root's monitor must: many descriptors and threads, and
/// memory that keeps whoever reads its command line waiting.
@Suite(
  .serialized,
  .enabled(if: TestEnvironment.isRoot, "needs root, for as many descriptors"),
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct BurdenTests {
  let network: NetworkNamespace
  private let burden: PseudoTerminal
  /// How its command line ends.
  private let end: String

  init() throws {
    network = try NetworkNamespace()
    let descriptors = TestEnvironment.rounds(20_000, long: 100_000)
    let threads = TestEnvironment.rounds(1000, long: 10_000)
    let megabytes = TestEnvironment.rounds(128, long: 512)
    end = "\(threads) \(megabytes)"
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("hostile-zoo"),
      arguments: ["burden", "\(descriptors)", "\(threads)", "\(megabytes)"])
    launch.network = network
    burden = try PseudoTerminal(launch)
    try #require(burden.waitFor("READY", seconds: 60), "\(burden.terminal.text)")
  }

  private func launch(_ arguments: [String]) throws -> ChildProcess.Launch {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: arguments)
    launch.network = network
    return launch
  }

  @Test func `keys are answered while it is looked at, and its name and line are found`() throws {
    let terminal = try PseudoTerminal(
      try launch(["--interval", "0.2", "--columns", "local,proc,cmd", "-tan"]), rows: 24,
      columns: 160)
    try #require(terminal.waitFor(" \(end)"), "\(terminal.terminal.text)")
    var seconds: [Double] = []
    for round in 0..<100 {
      let start = Deadline.now
      terminal.type(round % 2 == 0 ? "2" : "1")
      let title = round % 2 == 0 ? "QUEUE" : "COMMAND"
      let isAnswered = terminal.read(seconds: 30) { $0.terminal.text.contains(title) }
      try #require(isAnswered, "\(terminal.terminal.text)")
      seconds.append(Deadline.now - start)
    }
    seconds.sort()
    print("burden: keys answered in \(seconds[50]) s, in 99 of 100 cases in \(seconds[98]) s")
    // Machines that do other things answer later, but nothing waits for the process.
    #expect(seconds[50] < 1)
    terminal.process.send(SIGTERM)
    #expect(terminal.wait() == .exited(128 + Int(SIGTERM)))
  }

  private struct Line: Decodable {
    struct Socket: Decodable {
      var owners: [Owner]?
    }
    struct Owner: Decodable {
      var pid: Int32
    }
    var interval: Double?
    var sockets: [Socket]
  }

  @Test func `samples come in time, with the owner`() throws {
    let result = try ProcessRunner.run(
      try launch(["--batch", "--json", "--interval", "0.2", "--count", "25", "-tanp"]), seconds: 90)
    #expect(result.status == .exited(0), "\(result.errorText)")
    let lines = try result.output.split(separator: 0x0a).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
    #expect(lines.count == 25)
    let intervals = lines.compactMap(\.interval).sorted()
    print("burden: intervals of 0.2 s are \(intervals[12]) s, at most \(intervals[23]) s")
    #expect(intervals[12] < 1)
    #expect(lines.last?.sockets.first?.owners?.map(\.pid) == [burden.process.pid])
  }
}
