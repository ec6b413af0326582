/// An instant of the monotonic clock (`CLOCK_MONOTONIC`): rates are taken over its differences.
package struct MonotonicTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since an arbitrary start; never goes backwards.
  package var nanoseconds: UInt64

  package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Seconds from `earlier` to this instant; 0 when `earlier` is later.
  package func seconds(since earlier: MonotonicTime) -> Double {
    guard nanoseconds > earlier.nanoseconds else { return 0 }
    return Double(nanoseconds &- earlier.nanoseconds) / 1e9
  }
}
