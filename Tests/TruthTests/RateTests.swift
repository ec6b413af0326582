import CTestSupport
import LinuxHost
import SocketMetrics
import SocketModel
import TestSupport
import Testing

/// Rates against what the sender noted.
@Suite(
  .serialized,
  .enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN for a namespace of its own"))
struct RateTests {
  static let pairs = 5

  /// From 1 kB/s to 10 MB/s. What the sender noted at the times of two samples is the truth, if the
  /// machine lets it note at once: so five rounds must be right, of as many as a busy one needs.
  @Test func `rates are within a hundredth of the sender's at one second`() throws {
    let load = try KernelLoad(topss_test_plan_paced, stable: Self.pairs)
    var witness = try Witness(load.network, SocketTables(.tcp))
    var sums = [Double](repeating: 0, count: 2 * Self.pairs)
    var errors: [Double] = []
    witness.poll()
    var before = witness.last.snapshot.time.nanoseconds
    while errors.count < 20, errors.count(where: { $0 <= 0.01 }) < 5 {
      _ = Deadline.wait(seconds: 1.2) {
        HostClock.monotonic().nanoseconds >= before &+ 1_000_000_000
      }
      errors.append(try Self.error(of: &witness, load, since: before, &sums))
      before = witness.last.snapshot.time.nanoseconds
    }
    print("rates: error of each round \(errors)")
    #expect(errors.count(where: { $0 <= 0.01 }) == 5)
    try load.stop()
    for (sum, entry) in zip(sums, load.entries) {
      #expect(sum <= Double(max(entry.sent, entry.received)) + 0.5)
    }
  }

  /// The worst error of the rates of one more sample, as a share of the truth.
  private static func error(
    of witness: inout Witness, _ load: KernelLoad, since before: UInt64, _ sums: inout [Double]
  ) throws -> Double {
    let sample = witness.poll()
    let seconds = try #require(sample.interval)
    let now = sample.snapshot.time.nanoseconds
    // The sender notes a pace after it.
    #expect(Deadline.wait { (0..<pairs).allSatisfy { load.sent($0, at: now) != nil } })
    var worst = 0.0
    for pair in 0..<pairs {
      let then = try #require(load.sent(pair, at: before))
      let truth = (try #require(load.sent(pair, at: now)) - then) / seconds
      for end in 0..<2 {
        let metric = try #require(witness.row(load.entries[2 * pair + end].cookie)?.metric)
        let rate = try #require(end == 0 ? metric.sendRate : metric.receiveRate)
        sums[2 * pair + end] += rate * seconds
        worst = max(worst, abs(rate - truth) / truth)
        #expect(rate >= 0)
      }
    }
    return worst
  }

  @Test func `rates are never negative and never above what was sent at short intervals`() throws {
    let load = try KernelLoad(topss_test_plan_paced, stable: Self.pairs)
    var witness = try Witness(load.network, SocketTables(.tcp))
    var sums: [UInt64: Double] = [:]
    for _ in 0..<100 {
      let sample = witness.poll()
      for (record, metric) in zip(sample.snapshot.records, sample.metrics) {
        for rate in [metric.sendRate, metric.receiveRate].compactMap({ $0 }) {
          #expect(rate >= 0)
          sums[record.cookie, default: 0] += rate * (sample.interval ?? 0)
        }
      }
    }
    try load.stop()
    for entry in load.entries {
      #expect(sums[entry.cookie, default: 0] <= Double(max(entry.sent, entry.received)) + 0.5)
    }
  }
}
