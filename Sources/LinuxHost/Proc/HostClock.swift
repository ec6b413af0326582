internal import Glibc
package import SocketModel

/// The clocks of the host.
package enum HostClock {
  /// Now, by `CLOCK_MONOTONIC`.
  package static func monotonic() -> MonotonicTime {
    MonotonicTime(nanoseconds: nanoseconds(CLOCK_MONOTONIC))
  }

  /// Now, in Unix seconds; for display only.
  package static func wall() -> Double { Double(nanoseconds(CLOCK_REALTIME)) / 1e9 }

  /// The instant `seconds` from now; for deadlines.
  package static func deadline(after seconds: Double) -> MonotonicTime {
    let wait = UInt64(max(0, min(seconds, 1e9)) * 1e9)
    return MonotonicTime(nanoseconds: monotonic().nanoseconds &+ wait)
  }

  private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
      &+ UInt64(truncatingIfNeeded: time.tv_nsec)
  }
}
