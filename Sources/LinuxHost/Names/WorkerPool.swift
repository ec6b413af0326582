internal import Synchronization

/// A few threads for look-ups that may take seconds: names over the network, command lines.
///
/// Threads start when there is work and end when there is none. Work beyond the limit is refused,
/// so that a dead name server cannot pile it up.
package final class WorkerPool: Sendable {
  private struct State: Sendable {
    var queue: [@Sendable () -> Void] = []
    var threads = 0
  }

  private let state = Mutex(State())
  private let threadLimit: Int
  private let queueLimit: Int

  /// A pool of at most `threads` threads and `queued` waiting pieces of work.
  package init(threads: Int = 4, queued: Int = 512) {
    threadLimit = max(threads, 1)
    queueLimit = queued
  }

  /// Runs `work` on some thread of the pool; false when too much waits already.
  package func run(_ work: @escaping @Sendable () -> Void) -> Bool {
    let (isAccepted, needsThread) = state.withLock { state in
      guard state.queue.count < queueLimit else { return (false, false) }
      state.queue.append(work)
      guard state.threads < threadLimit else { return (true, false) }
      state.threads += 1
      return (true, true)
    }
    if needsThread { startThread() }
    return isAccepted
  }

  private func startThread() {
    do throws(Errno) {
      try HelperThread.start { [self] in drain() }
    } catch {
      state.withLock { $0.threads -= 1 }
    }
  }

  private func drain() {
    while let work = next() { work() }
  }

  /// The work that waited longest; nil ends the thread.
  private func next() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard !state.queue.isEmpty else {
        state.threads -= 1
        return nil
      }
      return state.queue.removeFirst()
    }
  }
}
