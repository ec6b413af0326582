package import SocketModel

/// Whether to listen to the ends of sockets.
package enum DestroyEventPolicy: Hashable, Sendable {
  /// Below a rate of closes; above it a pause, then another try.
  case automatic
  case always
  case never
}

/// Decides when listening to the ends of sockets costs the host too much.
///
/// A pause begins as soon as more sockets end per second than the limit, and lasts ten seconds; each
/// pause that follows within a minute of the last lasts twice as long, up to 160 s.
package struct CloseRateGate: Sendable {
  /// Ends per second from which on the policy `automatic` pauses. At 27,500 closes/s on two busy
  /// cores a subscriber cost the host 24 % of its rate; up to 10,000/s nothing was measured.
  package static let limit = 16_000.0

  private let policy: DestroyEventPolicy
  private let limit: Double
  private var windowStart: MonotonicTime?
  private var windowCount = 0
  private var pauseSeconds = CloseRateGate.shortestPause
  private var pausedSince: MonotonicTime?
  private var resumedAt: MonotonicTime?

  package init(policy: DestroyEventPolicy, limit: Double = CloseRateGate.limit) {
    self.policy = policy
    self.limit = limit
  }

  /// Whether the gate holds a pause now.
  package var isPaused: Bool { pausedSince != nil }

  /// Counts `ends` more ends, heard or lost, until `time`; returns true when listening must pause.
  package mutating func count(_ ends: Int, at time: MonotonicTime) -> Bool {
    guard policy == .automatic, !isPaused else { return false }
    let start = windowStart ?? time
    windowStart = start
    windowCount &+= ends
    let elapsed = time.seconds(since: start)
    // A burst shorter than the window counts against a whole second.
    guard Double(windowCount) <= limit * max(elapsed, Self.window) else {
      pause(at: time)
      return true
    }
    if elapsed >= Self.window { startWindow(at: time) }
    return false
  }

  /// Returns true once when the pause is over and listening may begin again.
  package mutating func resumes(at time: MonotonicTime) -> Bool {
    guard let since = pausedSince, time.seconds(since: since) >= pauseSeconds else { return false }
    pausedSince = nil
    resumedAt = time
    startWindow(at: time)
    return true
  }

  private mutating func pause(at time: MonotonicTime) {
    let isRepeated = resumedAt.map { time.seconds(since: $0) < Self.memory } ?? false
    pauseSeconds =
      isRepeated ? min(pauseSeconds * 2, Self.longestPause) : Self.shortestPause
    pausedSince = time
  }

  private mutating func startWindow(at time: MonotonicTime) {
    windowStart = time
    windowCount = 0
  }

  private static let window = 1.0
  private static let memory = 60.0
  private static let shortestPause = 10.0
  private static let longestPause = 160.0
}
