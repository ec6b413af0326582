import CTestSupport
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing
import TextSafety

/// What samples say when too many sockets close to be listened to.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct PauseTests {
  @Test func `above the rate ends are not heard, a note says so, and what was seen ends`() throws {
    let load = try KernelLoad(topss_test_plan_close, limit: 2_000)
    try load.awaitStep(1)
    var witness = try Witness(load.network, SocketTables(.tcp), events: .automatic, limit: 500)
    witness.poll()
    #expect(witness.last.snapshot.destroyEvents == .on(lost: 0))
    load.beginStep()
    let isPaused = witness.poll(atMost: 2_000) { $0.snapshot.destroyEvents == .pausedAboveRate }
    #expect(isPaused)
    let notes = VisibilityNotes.sentences(on: witness.last.snapshot, owners: OwnerTable())
    #expect(notes.contains { $0.string.contains("not heard") })
    #expect(Deadline.wait(seconds: 30) { load.isFinished })
    let patience = Deadline(seconds: 20)
    repeat {
      witness.poll()
    } while !patience.hasPassed && !witness.opened.keys.allSatisfy { witness.ends[$0] != nil }
    let cookies = Set(load.entries.map(\.cookie))
    #expect(Set(witness.ends.keys).isSubset(of: cookies))
    #expect(witness.ends.values.allSatisfy { $0.count == 1 })
    #expect(Set(witness.opened.keys).subtracting(witness.ends.keys).isEmpty)
  }
}
