internal import Dispatch
internal import LinuxHost
internal import SocketModel

/// Goes off on the main queue at one instant after another, and costs nothing in between.
@MainActor
final class Ticker {
  private let timer = DispatchSource.makeTimerSource(queue: .main)
  /// What the timer waits for; nil for nothing.
  private var armed: MonotonicTime?

  /// `work` is called when an instant has come.
  init(_ work: @escaping @MainActor @Sendable (MonotonicTime) -> Void) {
    timer.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        self?.armed = nil
        work(HostClock.monotonic())
      }
    }
    timer.schedule(deadline: .distantFuture)
    timer.activate()
  }

  /// Waits for `instant` in place of what it waited for; nil for nothing.
  func arm(for instant: MonotonicTime?) {
    guard instant != armed else { return }
    armed = instant
    guard let instant else { return timer.schedule(deadline: .distantFuture) }
    let now = HostClock.monotonic()
    let left = instant > now ? instant.nanoseconds &- now.nanoseconds : 0
    // A moment later than due, not earlier.
    timer.schedule(
      deadline: .now() + .nanoseconds(Int(clamping: left)) + .milliseconds(2),
      leeway: .milliseconds(20))
  }
}
