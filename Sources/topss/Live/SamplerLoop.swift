internal import CursesTerminal
internal import Dispatch
internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import Synchronization

/// Polls the kernel on a queue of its own and hands each sample on.
///
/// Polls never overlap: a poll that takes longer than the interval swallows the ticks it missed.
/// Where polls cost more than their share of a core, they come less often.
final class SamplerLoop: Sendable {
  private let queue = DispatchQueue(label: "collect")
  private let sources: Mutex<Sources>
  private let engine: Mutex<SamplingEngine>
  private let deliver: @Sendable (Sample) -> Void
  /// Whether a sample was handed on and not yet taken; nil where nobody tells.
  private let isWaiting: Mutex<Bool?>
  private let stretch: Mutex<IntervalStretch>
  private let tellStretch: @Sendable (Double?) -> Void

  /// Kept as long as the loop: a source that nobody keeps is never heard of again.
  private struct Sources {
    var timer: any DispatchSourceTimer
    var events: (any DispatchSourceRead)?
  }

  /// `closeRate` is the ends per second from which on the policy `automatic` pauses; `deliver` is
  /// called on the loop's queue, and `stretched` with the interval as it is made when polls cost
  /// more than `share` of a core, with nil when they no longer do. Without a share they come as
  /// often as wanted whatever they cost. With `awaitsReader` no sample is made while `didTake` was
  /// not called for the one before.
  init(
    plan: CollectionPlan, events: DestroyEventPolicy, closeRate: Int = Int(CloseRateGate.limit),
    lingeringSamples: Int = 0, share: Double? = nil, awaitsReader: Bool = false,
    stretched: @escaping @Sendable (Double?) -> Void = { _ in },
    deliver: @escaping @Sendable (Sample) -> Void
  ) {
    stretch = Mutex(IntervalStretch(wanted: 1, share: share ?? .infinity))
    tellStretch = stretched
    isWaiting = Mutex(awaitsReader ? false : nil)
    let engine = SamplingEngine(
      plan: plan, events: events, closeRate: closeRate, lingeringSamples: lingeringSamples)
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
    stretch.withLock { $0.want(interval) }
    schedule(interval, first: .now())
    sources.withLock {
      $0.timer.activate()
      $0.events?.activate()
    }
  }

  /// Changes the interval, in seconds; the next poll comes one interval from now.
  func setInterval(_ interval: Double) {
    let (effective, isStretched) = stretch.withLock {
      $0.want(interval)
      return ($0.effective, $0.isStretched)
    }
    schedule(effective, first: .now() + effective)
    tellStretch(isStretched ? effective : nil)
  }

  /// Polls once outside the rhythm.
  func pollNow() {
    queue.async { [weak self] in self?.poll() }
  }

  /// Reads `tables`, `extensions` and gauges too from now on, the first time at once.
  func widen(to tables: SocketTables, _ extensions: InternetExtensions, gauges: Bool) {
    queue.async { [self] in
      guard engine.withLock({ $0.widen(to: tables, extensions, gauges: gauges) }) else { return }
      poll()
    }
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

  /// Tells the loop that the last sample was taken.
  func didTake() { isWaiting.withLock { if $0 != nil { $0 = false } } }

  private func poll() {
    coverThreadByCrashHandler()
    let mustWait = isWaiting.withLock { isWaiting in
      defer { if isWaiting != nil { isWaiting = true } }
      return isWaiting == true
    }
    // Who cannot keep up gets the newest figures later, not a queue of old ones.
    guard !mustWait else { return }
    let start = HostClock.threadProcessorSeconds()
    deliver(engine.withLock { $0.poll() })
    note(cost: HostClock.threadProcessorSeconds() - start)
  }

  private func note(cost: Double) {
    let change: Double?? = stretch.withLock { stretch in
      guard stretch.note(cost: cost) else { return nil }
      return .some(stretch.isStretched ? stretch.effective : nil)
    }
    guard let change else { return }
    let interval = stretch.withLock { $0.effective }
    schedule(interval, first: .now() + interval)
    tellStretch(change)
  }

  private func drain() { engine.withLock { $0.drain() } }
}
