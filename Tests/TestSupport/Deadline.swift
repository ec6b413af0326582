internal import Glibc

/// An instant of the monotonic clock that a test does not wait beyond.
package struct Deadline {
  private let end: Double

  package init(seconds: Double) { end = Self.now + seconds }

  package var hasPassed: Bool { Self.now >= end }
  /// Never negative.
  package var millisecondsLeft: Int { max(0, Int((end - Self.now) * 1000)) }

  /// Monotonic seconds.
  package static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Asks `condition` each millisecond until it holds; false when it never does in time.
  package static func wait(seconds: Double = 60, until condition: () -> Bool) -> Bool {
    let deadline = Deadline(seconds: seconds)
    repeat {
      if condition() { return true }
      usleep(1000)
    } while !deadline.hasPassed
    return false
  }
}
