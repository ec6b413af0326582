import CTestSupport
import Glibc
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing

/// Sockets that do not get on, and sockets without byte counters.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct StuckTests {
  /// The states of the plan's sockets, in its order.
  static let states: [SocketState] = [.finWait1, .lastAck, .finWait2, .closeWait, .synSent]

  @Test func `sockets that are stuck tell in what state, since when, and how they got there`()
    throws
  {
    let load = try KernelLoad(topss_test_plan_stuck)
    try load.awaitStep(1)
    var witness = try Witness(load.network, SocketTables(.tcp))
    witness.poll()
    let cookies = load.entries.map(\.cookie)
    let before = witness.poll().snapshot.time
    load.beginStep()
    try load.awaitStep(2)
    var changes: [UInt64: [Transition]] = [:]
    let isStuck = witness.poll(atMost: 200) { sample in
      for change in sample.transitions { changes[change.record.cookie, default: []].append(change) }
      return Self.isStuck(sample, cookies)
    }
    let told = witness.last.snapshot.time
    #expect(isStuck)
    let start = HostClock.monotonic()
    _ = Deadline.wait(seconds: 0.6) { false }
    witness.poll()
    for (cookie, state) in zip(cookies, Self.states) {
      let row = try #require(witness.row(cookie), "\(state)")
      let since = try #require(row.metric.stateSince, "\(state)")
      #expect(row.record.state == state && since > before && since <= told)
      let now = witness.last.snapshot.time
      let age = SocketField.stateAge.number(of: row.record, row.metric, now: now)
      #expect(age >= start.seconds(since: told) + 0.6 - 0.001 && age <= now.seconds(since: before))
      guard state != .synSent else { continue }
      let path = try #require(changes[cookie])
      #expect(path.first?.from == .established && path.last?.to == state, "\(path)")
      // What one dump saw and the next did not is what a state took.
      #expect(path.dropFirst().allSatisfy { ($0.duration ?? -1) >= 0 })
    }
    #expect(witness.ends.filter { cookies.contains($0.key) }.isEmpty)
    // An orphan that still sends has no file, but its user.
    let orphan = try #require(witness.row(cookies[0]))
    #expect(orphan.record.inode == 0 && orphan.metric.ownerUID == getuid())
    #expect(orphan.metric.ownerInode != 0)
  }

  private static func isStuck(_ sample: Sample, _ cookies: [UInt64]) -> Bool {
    zip(cookies, states).allSatisfy { cookie, state in
      sample.snapshot.records.contains { $0.cookie == cookie && $0.state == state }
    }
  }

  @Test
  func `queues are those of the system calls, drops are counted, and no byte rate is invented`()
    throws
  {
    let load = try KernelLoad(topss_test_plan_queues)
    var witness = try Witness(load.network, SocketTables(.tcp, .udp).union(.unix))
    var drops: [UInt64] = []
    for step in 1...3 {
      try load.awaitStep(step)
      let sample = witness.poll()
      let entries = load.entries
      for (place, entry) in entries.enumerated() {
        let row = try #require(witness.row(entry.cookie), "\(place)")
        #expect(UInt64(row.record.receiveQueue) == entry.received, "step \(step), \(place)")
        if place > 0 { #expect(UInt64(row.record.sendQueue) == entry.sent, "\(step), \(place)") }
        guard row.record.kind != .tcp else { continue }
        #expect(row.metric.receiveRate == nil && row.metric.sendRate == nil)
        #expect(row.record.payloadBytesSent == nil && row.record.payloadBytesReceived == nil)
      }
      let reader = try #require(witness.row(entries[0].cookie))
      #expect(UInt64(reader.record.drops) == entries[0].drops)
      drops.append(entries[0].drops)
      if step < 3 { load.beginStep() }
      guard step > 1, let seconds = sample.interval else { continue }
      let rate = try #require(reader.metric.dropRate)
      let grown = Double(drops[step - 1] - drops[step - 2])
      #expect(abs(rate * seconds - grown) < 0.01 * grown, "\(rate) in \(seconds) s, \(grown)")
    }
    // The first datagrams had room, the later ones had none.
    #expect(drops[0] == 0 && drops[1] > 0 && drops[1] < 40 && drops[2] == drops[1] + 40)
    #expect(load.entries[2].received == 10_000 && load.entries[5].received == 14_000)
  }
}
