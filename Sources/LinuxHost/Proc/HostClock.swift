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

  /// Seconds of processor time that the calling thread has used: neither waiting nor what other
  /// programs do counts.
  package static func threadProcessorSeconds() -> Double {
    Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID)) / 1e9
  }

  private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
      &+ UInt64(truncatingIfNeeded: time.tv_nsec)
  }
}
