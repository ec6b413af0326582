import CTestSupport
import Foundation
import TestSupport
import Testing

/// The program itself: `--batch --json` tells every connection, however short.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct BatchTruthTests {
  static let connections = 1_000

  /// The objects of a run that begins before the load does.
  private static func run(
    _ arguments: [String], beside load: KernelLoad, isHeard: Bool = true
  ) throws -> [[String: Any]] {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--batch", "--json", "--interval", "0.5", "--count", "9"] + arguments)
    launch.network = load.network
    let starter = Thread {
      _ = Deadline.wait(seconds: 30) { !isHeard || load.isHeard }
      // The first sample is what was there before.
      _ = Deadline.wait(seconds: 0.8) { false }
      load.beginStep()
    }
    starter.start()
    let result = try ProcessRunner.run(launch, seconds: 40)
    #expect(result.status == .exited(0), "\(result.errorText)")
    return try result.outputText.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  private static func list(_ key: String, of samples: [[String: Any]]) -> [[String: Any]] {
    samples.flatMap { $0[key] as? [[String: Any]] ?? [] }
  }

  @Test func `every short connection is in ended once, with bytes, cause, bound and owner`() throws
  {
    let load = try KernelLoad(topss_test_plan_close, limit: Self.connections)
    try load.awaitStep(1)
    let samples = try Self.run(["-tan", "--destroy-events=on"], beside: load)
    let ended = Self.list("ended", of: samples)
    let entries = load.entries
    #expect(entries.count == 2 * Self.connections)
    let byCookie = Dictionary(grouping: ended) { $0["cookie"] as? UInt64 ?? 0 }
    var unseen = 0
    for entry in entries {
      let ends = byCookie[entry.cookie] ?? []
      guard ends.count == 1 else {
        Issue.record("\(entry.cookie) ended \(ends.count) times")
        continue
      }
      let end = ends[0]
      let sent = try #require(end["tx_bytes"] as? Int)
      let received = try #require(end["rx_bytes"] as? Int)
      #expect(abs(sent - Int(entry.sent)) <= 2 && abs(received - Int(entry.received)) <= 2)
      #expect(end["how"] as? String == "closed" && end["final"] as? Bool == true)
      #expect(end["lifetime"] as? Double ?? 9 < 5)
      guard end["lifetime_bound"] as? Bool == true else { continue }
      unseen += 1
      // A dump saw what was left of it, before its end was announced.
      guard end["state"] as? String != "TIME-WAIT" else { continue }
      // Nobody saw it: the state it was surely in, and the listener's process for the server's end.
      #expect(end["state"] as? String == "ESTAB")
      #expect(end["owner_guessed"] as? Bool == (end["sport"] as? Int == 7000))
    }
    #expect(unseen > Self.connections)
    let notes = samples.flatMap { $0["notes"] as? [String] ?? [] }
    #expect(!notes.contains { $0.contains("lost") || $0.contains("not heard") })
  }

  @Test func `without announcements only what a sample had ends, and notes nothing else`() throws {
    let load = try KernelLoad(topss_test_plan_close, limit: Self.connections)
    try load.awaitStep(1)
    let samples = try Self.run(["-tan", "--destroy-events=off"], beside: load, isHeard: false)
    let cookies = Set(load.entries.map(\.cookie))
    let ended = Self.list("ended", of: samples).compactMap { $0["cookie"] as? UInt64 }
    #expect(Set(ended).count == ended.count)
    #expect(Set(ended).isSubset(of: cookies))
    let seen = Set(Self.list("sockets", of: samples).compactMap { $0["cookie"] as? UInt64 })
    #expect(seen.intersection(cookies).isSubset(of: Set(ended)))
  }

  @Test func `transitions tell from where to where and how long it took`() throws {
    let load = try KernelLoad(topss_test_plan_states)
    try load.awaitStep(1)
    let starter = Thread {
      for step in 2...4 {
        _ = Deadline.wait(seconds: 0.9) { false }
        load.beginStep()
        _ = Deadline.wait(seconds: 30) { load.steps >= step }
      }
    }
    starter.start()
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"),
      arguments: ["--batch", "--json", "--interval", "0.2", "--count", "25", "-tan"])
    launch.network = load.network
    let result = try ProcessRunner.run(launch, seconds: 40)
    let samples = try result.outputText.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let cookie = load.entries[1].cookie
    let changes = Self.list("transitions", of: samples).filter { $0["cookie"] as? UInt64 == cookie }
    let path = changes.compactMap { $0["from"] as? String } + [changes.last?["to"] as? String ?? ""]
    #expect(path == ["SYN-RECV", "ESTAB", "FIN-WAIT-2", "TIME-WAIT"])
    let durations = changes.dropFirst().compactMap { $0["duration"] as? Double }
    #expect(durations.count == 2 && durations.allSatisfy { $0 > 0.3 && $0 < 5 }, "\(durations)")
    let ended = Self.list("ended", of: samples).filter { $0["cookie"] as? UInt64 == cookie }
    #expect(ended.count == 1 && ended.first?["how"] as? String == "closed")
    #expect(ended.first?["rx_bytes"] as? Int == 1000)
  }
}
