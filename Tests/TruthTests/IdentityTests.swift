import CTestSupport
import Glibc
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing

/// One connection is one row, another one is not.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct IdentityTests {
  @Test func `one row goes from SYN-RECV through ESTAB to TIME-WAIT`() throws {
    let load = try KernelLoad(topss_test_plan_states)
    var witness = try Witness(load.network, SocketTables(.tcp))
    witness.poll()
    try load.awaitStep(1)
    witness.poll()
    let inner = try #require(
      witness.last.snapshot.records.first { $0.localPort == 7000 && $0.state != .listen })
    #expect(inner.state == .synReceived && inner.ownerUID == nil && inner.inode == 0)
    let steps: [(Int, SocketState)] = [(2, .established), (3, .finWait2), (4, .timeWait)]
    var states: [SocketState] = []
    for (step, state) in steps {
      load.beginStep()
      try load.awaitStep(step)
      witness.poll(atMost: 500) { sample in
        sample.snapshot.records.contains { $0.cookie == inner.cookie && $0.state == state }
      }
      states += witness.last.transitions.filter { $0.record.cookie == inner.cookie }.map(\.to)
      let row = try #require(witness.row(inner.cookie))
      #expect(row.record.state == state && row.metric.ownerUID == getuid())
      // Once it has lost its file the kernel says 0 for everybody.
      #expect((row.record.ownerUID == nil) == (state != .established))
      #expect(
        witness.last.snapshot.records.filter {
          $0.localPort == 7000 && $0.state != .listen
        }.count == 1)
    }
    let server = load.entries[1]
    #expect(inner.cookie == server.cookie)
    #expect(states == [.established, .finWait2, .timeWait])
    // The owner of before stays known when the socket has lost its file.
    let row = try #require(witness.row(inner.cookie))
    #expect(row.record.ownerUID == nil && row.metric.ownerUID == getuid())
    #expect(row.metric.ownerInode != 0 && row.metric.hasEnded)
    // The kernel announces ends from a worker of its own, which may lag behind.
    let both = [inner.cookie, load.entries[0].cookie]
    let patience = Deadline(seconds: 20)
    repeat {
      witness.poll()
    } while !both.allSatisfy { witness.ends[$0] != nil }
      && !patience.hasPassed
    #expect(both.allSatisfy { witness.ends[$0]?.count == 1 })
    #expect(witness.opened[inner.cookie] ?? 0 <= 1)
  }

  @Test func `a socket that waits for its process to close tells since when`() throws {
    let load = try KernelLoad(topss_test_plan_states)
    var witness = try Witness(load.network, SocketTables(.tcp))
    for step in 1...3 {
      try load.awaitStep(step)
      witness.poll()
      if step < 3 { load.beginStep() }
    }
    let outer = load.entries[0].cookie
    let closing = try #require(witness.row(outer))
    #expect(closing.record.state == .closeWait)
    let since = try #require(closing.metric.stateSince)
    for _ in 0..<5 { witness.poll() }
    let later = try #require(witness.row(outer))
    #expect(later.metric.stateSince == since)
    #expect(witness.last.snapshot.time > since)
  }

  @Test func `a socket that is connected anew is another connection without a spike`() throws {
    let load = try KernelLoad(topss_test_plan_reconnect)
    var witness = try Witness(load.network, SocketTables(.tcp))
    try load.awaitStep(1)
    witness.poll()
    witness.poll()
    let cookie = load.entries[0].cookie
    let before = try #require(witness.row(cookie))
    #expect(before.record.tcp.bytesSent == 50_000)
    load.beginStep()
    try load.awaitStep(2)
    let sample = witness.poll()
    let fresh = try #require(witness.row(cookie))
    #expect(fresh.metric.sendRate == nil && fresh.metric.sights == 1)
    #expect(fresh.record.tcp.bytesSent == 100)
    #expect(sample.ended.filter { $0.record.cookie == cookie }.count == 1)
    load.beginStep()
    try load.awaitStep(3)
    witness.poll()
    let rate = try #require(witness.row(cookie)?.metric.sendRate)
    let seconds = try #require(witness.last.interval)
    #expect(abs(rate * seconds - 100) < 0.5)
  }
}
