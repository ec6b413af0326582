import CTestSupport
import Foundation
import TestSupport
import Testing

/// `--follow`: what happens to real sockets, line by line.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct FollowTests {
  /// A line, by its words.
  struct Line {
    let event: Substring
    let netid: Substring
    let local: Substring
    let peer: Substring
    let facts: [Substring: Substring]

    init?(_ text: Substring) {
      let words = text.split(separator: " ")
      guard words.count > 5,
        words[0].contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/)
      else { return nil }
      (event, netid, local, peer) = (words[1], words[2], words[3], words[4])
      let pairs = words[5...].map { $0.split(separator: "=", maxSplits: 1) }
      facts = Dictionary(pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { $1 }
    }
  }

  /// Runs the program while `steps` of the load go on, one a second.
  private static func output(
    _ arguments: [String], beside load: KernelLoad, steps: Int, entersNetwork: Bool = true
  ) throws -> String {
    try load.awaitStep(1)
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--follow", "--interval", "0.3", "--count", "20"] + arguments)
    if entersNetwork { launch.network = load.network }
    let starter = Thread {
      _ = Deadline.wait(seconds: 20) { load.isHeard }
      for step in 1...steps {
        _ = Deadline.wait(seconds: 1) { false }
        load.beginStep()
        _ = Deadline.wait(seconds: 20) { load.steps > step }
      }
    }
    starter.start()
    let result = try ProcessRunner.run(launch, seconds: 150)
    #expect(result.status == .exited(0), "\(result.errorText)")
    return result.outputText
  }

  @Test func `a connection is told when it opens, with each change, and once when it ends`() throws
  {
    let load = try KernelLoad(topss_test_plan_states)
    let text = try Self.output([], beside: load, steps: 3)
    let lines = text.split(separator: "\n").compactMap(Line.init).filter {
      $0.local == "127.0.0.1:7000" && $0.peer != "0.0.0.0:*"
    }
    let told = lines.map { line in
      switch line.event {
      case "changed": "\(line.facts["from"] ?? "") \(line.facts["to"] ?? "")"
      case "ended": "ended \(line.facts["how"] ?? "")"
      default: String(line.event)
      }
    }
    let changes = ["SYN-RECV ESTAB", "ESTAB FIN-WAIT-2", "FIN-WAIT-2 TIME-WAIT"]
    #expect(told.filter { !$0.hasPrefix("ended") && $0 != "opened" } == changes, "\(text)")
    #expect(told.filter { $0.hasPrefix("ended") } == ["ended closed"], "\(text)")
    let end = try #require(lines.first { $0.event == "ended" })
    #expect(end.facts["rx"] == "1000" && end.facts["tx"] == "0" && end.netid == "tcp")
    let spent = lines.compactMap { $0.facts["spent"] }.dropFirst()
    #expect(spent.count == 2 && spent.allSatisfy { $0.contains(/^\d+\.\d{3}s$/) }, "\(text)")
  }

  @Test func `connections that no poll saw are lines too, with exact bytes and a bound`() throws {
    let count = 300
    let load = try KernelLoad(topss_test_plan_close, limit: count)
    let text = try Self.output(
      ["--json", "--destroy-events=on", "--columns", "cookie,rx_bytes,tx_bytes", "sport = :7000"],
      beside: load, steps: 1)
    let objects = try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let ends = Dictionary(grouping: objects.filter { $0["event"] as? String == "ended" }) {
      $0["cookie"] as? UInt64 ?? 0
    }
    let entries = load.entries
    #expect(entries.count == 2 * count)
    var bounds = 0
    for place in stride(from: 1, to: entries.count, by: 2) {
      let end = try #require(ends[entries[place].cookie])
      #expect(end.count == 1 && end[0]["how"] as? String == "closed")
      #expect(abs((end[0]["rx_bytes"] as? Int ?? -9) - Int(entries[place].received)) <= 2)
      #expect(abs((end[0]["tx_bytes"] as? Int ?? -9) - Int(entries[place].sent)) <= 2)
      if end[0]["lifetime_bound"] as? Bool == true { bounds += 1 }
    }
    #expect(bounds > count / 2)
    // The filter leaves the other ends out.
    let clients = Set(stride(from: 0, to: entries.count, by: 2).map { entries[$0].cookie })
    #expect(clients.intersection(ends.keys).isEmpty)
  }

  @Test func `all network namespaces are followed, and lines say which`() throws {
    let load = try KernelLoad(topss_test_plan_states)
    let text = try Self.output(
      ["--netns", "all", "--json"], beside: load, steps: 3, entersNetwork: false)
    let cookie = load.entries[1].cookie
    let objects = try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let ours = objects.filter {
      $0["cookie"] as? UInt64 == cookie && ($0["netns"] as? String)?.isEmpty == false
    }
    #expect(ours.contains { $0["to"] as? String == "TIME-WAIT" }, "\(ours)")
    #expect(ours.filter { $0["event"] as? String == "ended" }.count == 1)
  }

  @Test func `without announcements a note says so`() throws {
    let network = try NetworkNamespace()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--follow", "--destroy-events=off", "--interval", "0.1", "--count", "3"])
    launch.network = network
    let result = try ProcessRunner.run(launch, seconds: 30)
    #expect(result.outputText.contains("note    ends of sockets are not heard"))
  }

  @Test func `it ends in silence when nobody reads any more, even if nothing happens`() throws {
    let network = try NetworkNamespace()
    let path = try TestEnvironment.product("topss")
    var launch = ChildProcess.Launch(
      path: "/bin/sh", arguments: ["-c", "\"$0\" --follow --interval 0.1 | true", path])
    launch.network = network
    let result = try ProcessRunner.run(launch, seconds: 30)
    #expect(result.status == .exited(0) && result.error.isEmpty, "\(result.errorText)")
  }
}
