import CTestSupport
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing

/// Connections that are shorter than the interval, with known bytes.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct ConnectionTests {
  static let connections = 20_000

  /// Runs a plan to its end and polls each `interval` seconds, with all announcements read.
  private static func run(
    _ plan: topss_test_plan, log: inout EventLog
  ) throws -> (witness: Witness, entries: [KernelLoad.Entry]) {
    let load = try KernelLoad(plan, limit: connections)
    try load.awaitStep(1)
    var witness = try Witness(load.network, SocketTables(.tcp))
    log.append(witness.poll(), owners: OwnerTable())
    load.beginStep()
    let deadline = Deadline(seconds: 60)
    while !load.isFinished, load.phase != topss_test_phase_failed, !deadline.hasPassed {
      let pause = Deadline(seconds: 0.7)
      _ = Deadline.wait(seconds: 1) {
        witness.drain()
        return pause.hasPassed || load.isFinished
      }
      log.append(witness.poll(), owners: OwnerTable())
    }
    // The kernel announces ends from a worker of its own, which may lag behind.
    let count = load.entries.count
    let patience = Deadline(seconds: 20)
    repeat {
      log.append(witness.poll(), owners: OwnerTable())
    } while !patience.hasPassed && witness.ends.count < count
    for _ in 0..<3 { log.append(witness.poll(), owners: OwnerTable()) }
    return (witness, load.entries)
  }

  private static func isNear(_ value: UInt64?, _ truth: UInt64) -> Bool {
    value.map { $0 + 2 >= truth && $0 <= truth + 2 } ?? false
  }

  @Test func `every connection closed in order is told once, with its exact bytes`() throws {
    var log = EventLog(capacity: 200_000)
    let (witness, entries) = try Self.run(topss_test_plan_close, log: &log)
    #expect(entries.count == 2 * Self.connections && witness.lost == 0)
    let told = entries.compactMap { witness.ends[$0.cookie] }
    #expect(told.count == entries.count && told.allSatisfy { $0.count == 1 })
    let wrong = entries.filter { entry in
      guard let record = witness.ends[entry.cookie]?.first?.record else { return true }
      return !Self.isNear(record.payloadBytesSent, entry.sent)
        || !Self.isNear(record.payloadBytesReceived, entry.received)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    let unseen = told.filter { $0[0].lifetimeIsBound }.count
    print("closed: \(told.count) of \(entries.count) ends, \(unseen) never in a dump")
    let strange = told.compactMap { $0.first { $0.cause != .closed } }
    #expect(strange.isEmpty, "\(strange.prefix(3))")
    #expect(told.allSatisfy { $0[0].record.hasRemote && $0[0].record.localPort != 0 })
    // The totals hold what lived and died between two polls.
    let sent = entries.reduce(0) { $0 + $1.sent }
    #expect(abs(Int(witness.last.totals.sentBytes) - Int(sent)) <= 2 * entries.count)
    #expect(witness.last.totals.sentBytes == sent)
    #expect(abs(Int(witness.last.totals.receivedBytes) - Int(sent)) <= entries.count)
    let cookies = Set(entries.map(\.cookie))
    let events = log.events.elements.filter { cookies.contains($0.record.cookie) }
    #expect(events.filter(\.isEnd).count == entries.count)
  }

  @Test func `a connection whose cookie nobody had asked for is told once all the same`() throws {
    var log = EventLog(capacity: 200_000)
    let (witness, entries) = try Self.run(topss_test_plan_unnamed, log: &log)
    let ends = witness.ends.values.joined().filter { $0.record.hasRemote }
    #expect(entries.count == 2 * Self.connections && witness.lost == 0)
    #expect(ends.count == entries.count)
    let totals = witness.last.totals
    #expect(totals.opened == UInt64(entries.count) && totals.ended == totals.opened)
    #expect(totals.sentBytes == entries.reduce(0) { $0 + $1.sent })
  }

  @Test func `every connection that is reset is told once, none with a wrong figure`() throws {
    var log = EventLog(capacity: 200_000)
    let (witness, entries) = try Self.run(topss_test_plan_reset, log: &log)
    #expect(entries.count == 2 * Self.connections && witness.lost == 0)
    let told = entries.compactMap { witness.ends[$0.cookie] }
    #expect(told.count == entries.count && told.allSatisfy { $0.count == 1 })
    var known = 0
    var old = 0
    let wrong = entries.filter { entry in
      guard let end = witness.ends[entry.cookie]?.first else { return true }
      let sent = end.record.payloadBytesSent
      let received = end.record.payloadBytesReceived
      if sent != nil, received != nil { known += 1 }
      guard end.hasFinalCounters else {
        // The last sight, said to be no more than that: less may have been told, never more.
        if sent != nil { old += 1 }
        return sent ?? 0 > entry.sent + 2 || received ?? 0 > entry.received + 2
      }
      return !Self.isNear(sent, entry.sent) || !Self.isNear(received, entry.received)
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(3))")
    let causes = told.filter { $0[0].cause == .reset }.count
    let addressed = told.filter { $0[0].record.remotePort != 0 }.count
    print(
      "reset: \(told.count) of \(entries.count) ends, \(known) with both figures",
      "(\(old) as last seen),",
      "\(causes) told as reset, \(addressed) with both ports")
    #expect(known >= entries.count / 2)
    let cookies = Set(entries.map(\.cookie))
    let events = log.events.elements.filter { cookies.contains($0.record.cookie) }
    #expect(events.filter(\.isEnd).count == entries.count)
  }
}

extension SocketEvent {
  var isEnd: Bool {
    switch kind {
    case .ended: true
    case .opened, .changed: false
    }
  }
}
