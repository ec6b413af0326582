import LinuxHost
import SocketModel
import Testing

struct CloseRateGateTests {
  private static func second(_ value: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: UInt64(value * 1e9))
  }

  @Test func `a rate below the limit never pauses`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    for tenth in 0..<1000 {
      #expect(!gate.count(9, at: Self.second(Double(tenth) / 10)))
    }
    #expect(!gate.isPaused)
  }

  @Test func `more ends in a second than the limit pause at once`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(!gate.count(100, at: Self.second(1)))
    #expect(gate.count(1, at: Self.second(1.1)))
    #expect(gate.isPaused)
  }

  @Test func `many ends over a long time are no high rate`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(!gate.count(0, at: Self.second(0)))
    #expect(!gate.count(5_000, at: Self.second(60)))
  }

  @Test func `a pause ends after ten seconds, a repeated one after twenty`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    #expect(gate.count(101, at: Self.second(0)))
    #expect(!gate.resumes(at: Self.second(9.9)))
    #expect(gate.resumes(at: Self.second(10)))
    #expect(!gate.resumes(at: Self.second(10.1)))
    #expect(gate.count(101, at: Self.second(11)))
    #expect(!gate.resumes(at: Self.second(30.9)))
    #expect(gate.resumes(at: Self.second(31)))
  }

  @Test func `a pause long after the last is short again`() {
    var gate = CloseRateGate(policy: .automatic, limit: 100)
    _ = gate.count(101, at: Self.second(0))
    #expect(gate.resumes(at: Self.second(10)))
    #expect(gate.count(7_100, at: Self.second(71)))
    #expect(gate.resumes(at: Self.second(81)))
  }

  @Test(arguments: [DestroyEventPolicy.always, .never])
  func `only the automatic policy pauses`(policy: DestroyEventPolicy) {
    var gate = CloseRateGate(policy: policy, limit: 100)
    #expect(!gate.count(1_000_000, at: Self.second(0)))
    #expect(!gate.isPaused)
  }
}
