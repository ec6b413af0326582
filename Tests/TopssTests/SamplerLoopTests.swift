import LinuxHost
import SockDiag
import SocketMetrics
import SocketModel
import Synchronization
import TestSupport
import Testing

@testable import topss

@Suite(.serialized) struct SamplerLoopTests {
  /// What the loop did, seen from where samples go.
  private final class Watch: Sendable {
    struct Seen {
      var running = 0
      var mostAtOnce = 0
      var samples: [Sample] = []
      var stretches: [Double?] = []
    }
    let seen = Mutex(Seen())

    var count: Int { seen.withLock { $0.samples.count } }

    func begin(_ sample: Sample) {
      seen.withLock {
        $0.samples.append(sample)
        $0.running += 1
        $0.mostAtOnce = max($0.mostAtOnce, $0.running)
      }
    }

    func end() { seen.withLock { $0.running -= 1 } }
  }

  private static let plan = CollectionPlan(tables: SocketTables(.tcp))

  /// Waits until what the loop was told before is done.
  private static func settle(_ loop: SamplerLoop) async {
    await withCheckedContinuation { done in
      loop.queryDetail(of: SocketRecord()) { _ in done.resume() }
    }
  }

  @Test func `refreshes that take longer than the interval never overlap`() {
    let watch = Watch()
    let loop = SamplerLoop(plan: Self.plan, events: .never) { sample in
      watch.begin(sample)
      // Three intervals.
      _ = Deadline.wait(seconds: 0.03) { false }
      watch.end()
    }
    loop.start(interval: 0.01)
    for _ in 0..<5 { loop.pollNow() }
    #expect(Deadline.wait { watch.count >= 20 })
    loop.setInterval(3600)
    let seen = watch.seen.withLock { $0 }
    #expect(seen.mostAtOnce == 1)
    let times = seen.samples.map(\.snapshot.time)
    #expect(zip(times, times.dropFirst()).allSatisfy { $1.seconds(since: $0) >= 0.03 })
  }

  @Test func `refreshes that cost more than their share come less often, and it is told`() {
    let watch = Watch()
    let loop = SamplerLoop(
      plan: Self.plan, events: .never, share: 0.001,
      stretched: { interval in watch.seen.withLock { $0.stretches.append(interval) } },
      deliver: { watch.begin($0) })
    loop.start(interval: 0.01)
    // A thousandth of a core: 0.1 ms cost a tenth of a second.
    #expect(Deadline.wait { (watch.seen.withLock { $0.stretches.last } ?? nil) ?? 0 >= 0.1 })
    loop.setInterval(3600)
    let isOver = watch.seen.withLock { $0.stretches.contains(nil) }
    #expect(isOver, "an hour is no stretched interval")
  }

  @Test func `no refresh is made while the one before was not taken`() async {
    let watch = Watch()
    let loop = SamplerLoop(
      plan: Self.plan, events: .never, awaitsReader: true, deliver: { watch.begin($0) })
    loop.start(interval: 3600)
    for _ in 0..<3 { loop.pollNow() }
    await Self.settle(loop)
    #expect(watch.count == 1)
    loop.didTake()
    loop.pollNow()
    await Self.settle(loop)
    #expect(watch.count == 2)
  }
}
