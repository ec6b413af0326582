internal import Glibc

/// Processor time, in nanoseconds: what other programs do in the meantime does not count.
enum CPUTime {
  /// Of the calling thread, user and system together.
  static var ofThread: UInt64 {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Of the calling thread, spent in the program itself.
  static var userOfThread: UInt64 {
    var usage = rusage()
    // RUSAGE_THREAD, which Glibc's module lacks.
    guard unsafe getrusage(1, &usage) == 0 else { return 0 }
    return UInt64(usage.ru_utime.tv_sec) &* 1_000_000_000
      &+ UInt64(usage.ru_utime.tv_usec) &* 1000
  }

  /// The median of `runs` measurements of `body`, after two that are not counted.
  static func median(of runs: Int, _ body: () -> Void) -> UInt64 {
    body()
    body()
    var times: [UInt64] = []
    for _ in 0..<max(1, runs) {
      let start = ofThread
      body()
      times.append(ofThread &- start)
    }
    times.sort()
    return times[times.count / 2]
  }
}
