import CTestSupport
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing

/// Dumps of a table that changes skip and repeat sockets that do not: samples must not.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct PhantomTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let plan: topss_test_plan
    let tables: SocketTables
    let stable: Int
    let policy: DestroyEventPolicy
    var buckets: UInt32 = 0
    let samples = TestEnvironment.rounds(200, long: 1000)
  }

  static let cases = [
    Case(
      testDescription: "3,000 UDP sockets connected from one port", plan: topss_test_plan_udp,
      tables: SocketTables(.udp), stable: 3000, policy: .always),
    Case(
      testDescription: "1,000 UDP sockets in a group on one port, ends not announced",
      plan: topss_test_plan_group, tables: SocketTables(.udp), stable: 1000, policy: .never),
    Case(
      testDescription: "8,000 unix sockets", plan: topss_test_plan_unix, tables: .unix,
      stable: 8000, policy: .always),
    // Long chains: a dump goes on in a chain by counting, and the chain has changed meanwhile.
    Case(
      testDescription: "3,001 TCP sockets in 16 chains", plan: topss_test_plan_table,
      tables: SocketTables(.tcp), stable: 3001, policy: .always, buckets: 16),
    Case(
      testDescription: "3,001 TCP sockets in 256 chains, ends not announced",
      plan: topss_test_plan_table, tables: SocketTables(.tcp), stable: 3001, policy: .never,
      buckets: 256),
  ]

  @Test(arguments: cases)
  func `sockets that stay have no event, those that go have one end`(_ test: Case) throws {
    let load = try KernelLoad(
      test.plan, stable: test.stable, limit: 300_000, buckets: test.buckets)
    var witness = try Witness(load.network, test.tables, events: test.policy)
    var places: [UInt64: Int] = [:]
    for (place, entry) in load.entries(from: 0).enumerated() { places[entry.cookie] = place }
    // A first dump may skip some as well, and nobody can know of them.
    var (known, missing) = (0, 0)
    var first: Set<UInt64> = []
    var unheard: Set<UInt64> = []
    var invented: [UInt64] = []
    for round in 0..<test.samples {
      let sample = witness.poll()
      if round == 0 {
        // What came and went before the first sample is nobody's business.
        unheard = Set(load.entries.filter(\.isClosed).map(\.cookie))
        first = Set(sample.snapshot.records.map(\.cookie))
      }
      let there = sample.snapshot.records.lazy.filter {
        places[$0.cookie].map { $0 < test.stable } ?? false
      }.count
      missing += max(0, known - there)
      known = max(known, there)
      let count = places.count
      for (place, entry) in load.entries(from: count).enumerated() {
        places[entry.cookie] = count + place
      }
      // A connection that was seen as a request only had another cookie then.
      let ended = sample.ended.lazy.map(\.record).filter { $0.state != .synReceived }
      invented += ended.map(\.cookie).filter { cookie in
        places[cookie].map { !load.entry($0).isClosed } ?? true
      }
    }
    try load.stop()
    let entries = load.entries(from: 0)
    let stable = Set(entries.prefix(test.stable).map(\.cookie))
    let late = stable.subtracting(first)
    let passing = Set(entries.dropFirst(test.stable).map(\.cookie))
    witness.poll(atMost: 500) { $0.snapshot.records.count == test.stable }
    for _ in 0..<3 { witness.poll() }
    print(
      "\(test.testDescription): \(witness.polls) samples, \(passing.count) came and went,",
      "\(witness.kept) times skipped and kept, \(late.count) by the first dump,",
      "\(witness.ends.count) ends told")
    #expect(missing == 0 && witness.doubled.isEmpty && invented.isEmpty)
    #expect(late.count <= test.stable / 100)
    #expect(stable.filter { witness.ends[$0] != nil } == [])
    #expect(stable.subtracting(late).filter { witness.opened[$0] != nil } == [])
    #expect(witness.ends.filter { $0.value.count != 1 }.isEmpty)
    #expect(witness.opened.filter { $0.value != 1 }.isEmpty)
    // What a sample had ends; with announcements what none had ends too.
    #expect(Set(witness.opened.keys).subtracting(late).subtracting(witness.ends.keys) == [])
    let connections = witness.ends.filter { $0.value.contains { $0.record.state != .synReceived } }
    #expect(Set(connections.keys).subtracting(passing) == [])
    if test.policy == .always, test.tables == SocketTables(.udp) {
      #expect(witness.lost == 0)
      #expect(passing.subtracting(unheard).subtracting(witness.ends.keys) == [])
    }
    #expect(Set(witness.last.snapshot.records.map(\.cookie)) == stable)
  }
}
