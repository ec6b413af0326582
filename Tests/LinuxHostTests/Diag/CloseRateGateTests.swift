import LinuxHost
import SocketModel
import Testing

struct CloseRateGateTests {
  private static func second(_ value: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: UInt64(value * 1e9))
  }

  private static func pauses(_ gate: inout CloseRateGate, _ ends: Int, _ at: Double) -> Bool {
    gate.count(ends, at: second(at))
  }

  private static func resumes(_ gate: inout CloseRateGate, _ at: Double) -> Bool {
    gate.resumes(at: second(at))
  }

  @Test func `a rate below the limit never pauses`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    for tenth in 0..<1000 {
      #expect(!Self.pauses(&gate, 9, Double(tenth) / 10))
    }
    #expect(!gate.isPaused)
  }

  @Test func `more ends in a second than the limit pause at once`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(!Self.pauses(&gate, 100, 1))
    #expect(Self.pauses(&gate, 1, 1.1))
    #expect(gate.isPaused)
  }

  @Test func `many ends over a long time are no high rate`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(!Self.pauses(&gate, 0, 0))
    #expect(!Self.pauses(&gate, 5_000, 60))
  }

  @Test func `a pause ends after ten seconds, a repeated one after twenty`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(Self.pauses(&gate, 101, 0))
    #expect(!Self.resumes(&gate, 9.9))
    #expect(Self.resumes(&gate, 10))
    #expect(!Self.resumes(&gate, 10.1))
    #expect(Self.pauses(&gate, 101, 11))
    #expect(!Self.resumes(&gate, 30.9))
    #expect(Self.resumes(&gate, 31))
  }

  @Test func `a pause long after the last is short again`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    _ = gate.count(101, at: Self.second(0))
    #expect(Self.resumes(&gate, 10))
    #expect(Self.pauses(&gate, 7_100, 71))
    #expect(Self.resumes(&gate, 81))
  }

  @Test(arguments: [DestroyEventPolicy.always, .never])
  func `only the automatic policy pauses`(policy: DestroyEventPolicy) {
    var gate = CloseRateGate(policy: policy, limit: 100)
    #expect(!Self.pauses(&gate, 1_000_000, 0))
    #expect(!gate.isPaused)
  }
}
