internal import Dispatch
internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import Synchronization

/// Polls the kernel on a queue of its own and hands each sample on.
///
/// Polls never overlap: a poll that takes longer than the interval swallows the ticks it missed.
final class SamplerLoop: Sendable {
  private let queue = DispatchQueue(label: "collect")
  private let timer: Mutex<any DispatchSourceTimer>
  private let engine: Mutex<SamplingEngine>
  private let deliver: @Sendable (Sample) -> Void

  /// `deliver` is called on the loop's queue.
  init(plan: CollectionPlan, deliver: @escaping @Sendable (Sample) -> Void) {
    timer = Mutex(DispatchSource.makeTimerSource(queue: queue))
    engine = Mutex(SamplingEngine(plan: plan))
    self.deliver = deliver
  }

  /// Polls at once, and then each `interval` seconds until the program ends.
  func start(interval: Double) {
    timer.withLock { $0.setEventHandler { [weak self] in self?.poll() } }
    schedule(interval, first: .now())
    timer.withLock { $0.activate() }
  }

  /// Changes the interval, in seconds; the next poll comes one interval from now.
  func setInterval(_ interval: Double) {
    schedule(interval, first: .now() + interval)
  }

  /// Polls once outside the rhythm.
  func pollNow() {
    queue.async { [weak self] in self?.poll() }
  }

  private func schedule(_ interval: Double, first: DispatchTime) {
    timer.withLock {
      $0.schedule(deadline: first, repeating: interval, leeway: .milliseconds(1))
    }
  }

  private func poll() {
    deliver(engine.withLock { $0.poll() })
  }
}

/// What one poll needs: the collector, the host's counters, the sampler.
struct SamplingEngine {
  private let plan: CollectionPlan
  private let collector = SocketCollector()
  private let counters = HostCounterReader()
  private var sampler = Sampler()

  init(plan: CollectionPlan) { self.plan = plan }

  /// One dump, the exact questions that it leaves, and the sample of both.
  mutating func poll() -> Sample {
    var snapshot = collector.collect(plan)
    snapshot.host = counters.read()
    let doubtful = sampler.prepare(snapshot)
    return sampler.finish(doubtful.map { _ in .unreliable })
  }
}
