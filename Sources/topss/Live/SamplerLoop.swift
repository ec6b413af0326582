internal import CursesTerminal
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
  private let sources: Mutex<Sources>
  private let engine: Mutex<SamplingEngine>
  private let deliver: @Sendable (Sample) -> Void

  /// Kept as long as the loop: a source that nobody keeps is never heard of again.
  private struct Sources {
    var timer: any DispatchSourceTimer
    var events: (any DispatchSourceRead)?
  }

  /// `closeRate` is the ends per second from which on the policy `automatic` pauses; `deliver` is
  /// called on the loop's queue.
  init(
    plan: CollectionPlan, events: DestroyEventPolicy, closeRate: Int = Int(CloseRateGate.limit),
    deliver: @escaping @Sendable (Sample) -> Void
  ) {
    let engine = SamplingEngine(plan: plan, events: events, closeRate: closeRate)
    let descriptor = engine.eventDescriptor
    self.engine = Mutex(engine)
    self.deliver = deliver
    let queue = queue
    sources = Mutex(
      Sources(
        timer: DispatchSource.makeTimerSource(queue: queue),
        events: descriptor.map { DispatchSource.makeReadSource(fileDescriptor: $0, queue: queue) }))
  }

  /// Polls at once, and then each `interval` seconds until the program ends.
  func start(interval: Double) {
    sources.withLock {
      $0.timer.setEventHandler { [weak self] in self?.poll() }
      $0.events?.setEventHandler { [weak self] in self?.drain() }
    }
    schedule(interval, first: .now())
    sources.withLock {
      $0.timer.activate()
      $0.events?.activate()
    }
  }

  /// Changes the interval, in seconds; the next poll comes one interval from now.
  func setInterval(_ interval: Double) { schedule(interval, first: .now() + interval) }

  /// Polls once outside the rhythm.
  func pollNow() {
    queue.async { [weak self] in self?.poll() }
  }

  /// Shows the namespaces of `set` beside the own one from the next poll on; nil for that one
  /// alone.
  func show(_ set: NamespaceSet?) {
    queue.async { [self] in engine.withLock { $0.show(set) } }
  }

  /// Asks the kernel for everything about one socket; `answer` is called on the loop's queue.
  func queryDetail(
    of record: SocketRecord, answer: @escaping @Sendable (SocketDetail?) -> Void
  ) {
    queue.async { [self] in answer(engine.withLock { $0.detail(of: record) }) }
  }

  /// Destroys sockets; `answer` is called on the loop's queue with one outcome each.
  func destroy(
    _ records: [SocketRecord], answer: @escaping @Sendable ([DestroyOutcome]) -> Void
  ) {
    queue.async { [self] in answer(engine.withLock { engine in records.map(engine.destroy) }) }
  }

  private func schedule(_ interval: Double, first: DispatchTime) {
    sources.withLock {
      $0.timer.schedule(deadline: first, repeating: interval, leeway: .milliseconds(1))
    }
  }

  private func poll() {
    coverThreadByCrashHandler()
    deliver(engine.withLock { $0.poll() })
  }

  private func drain() { engine.withLock { $0.drain() } }
}
