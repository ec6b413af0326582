internal import SocketModel
internal import Synchronization
internal import TextSafety

/// Details of processes, read in the background and kept.
///
/// `details` never blocks. A command line whose reading takes longer than the limit counts as
/// unknown until it comes; its thread waits, nobody else.
package final class ProcessDetailsCache: Sendable {
  private struct Key: Hashable, Sendable {
    var pid: Int32
    var startTime: UInt64
  }

  private struct Entry: Sendable {
    var asked: MonotonicTime
    /// Nil until the quick facts are there, and for a process that has ended.
    var details: ProcessDetails?
    /// The process had ended when it was looked at.
    var isGone = false
  }

  private let entries = Mutex<[Key: Entry]>([:])
  private let pool: WorkerPool
  private let procRoot: String
  private let timeLimitSeconds: Double
  private let limit = 4096
  private let didChange: @Sendable () -> Void

  /// A cache over the tree at `procRoot` that calls `didChange` on another thread after each
  /// answer.
  package init(
    procRoot: String = "/proc", timeLimitSeconds: Double = 2,
    didChange: @escaping @Sendable () -> Void = {}
  ) {
    self.procRoot = procRoot
    self.timeLimitSeconds = timeLimitSeconds
    self.didChange = didChange
    pool = WorkerPool(threads: 3, queued: 256)
  }

  /// What is known of a process; asks for it in the background the first time. Nil while nothing
  /// is known, and when the process has ended.
  package func details(pid: Int32, startTime: UInt64) -> ProcessDetails? {
    let key = Key(pid: pid, startTime: startTime)
    let now = HostClock.monotonic()
    let (details, mustAsk) = entries.withLock { entries -> (ProcessDetails?, Bool) in
      if let known = entries[key] { return (shown(known, now), false) }
      if entries.count >= limit { entries.removeAll(keepingCapacity: true) }
      entries[key] = Entry(asked: now)
      return (nil, true)
    }
    if mustAsk, !pool.run({ [self] in read(key) }) {
      entries.withLock { $0[key] = nil }
    }
    return details
  }

  /// Whether a process that was asked for turned out to have ended.
  package func isGone(pid: Int32, startTime: UInt64) -> Bool {
    entries.withLock { $0[Key(pid: pid, startTime: startTime)]?.isGone ?? false }
  }

  private func shown(_ entry: Entry, _ now: MonotonicTime) -> ProcessDetails? {
    guard var details = entry.details else { return nil }
    let isLate = now.seconds(since: entry.asked) > timeLimitSeconds
    if isLate, details.commandLine == .pending { details.commandLine = .unknown }
    return details
  }

  private func read(_ key: Key) {
    var proc = ProcFS(root: procRoot)
    guard var details = ProcessDetails(pid: key.pid, startTime: key.startTime, &proc) else {
      entries.withLock { $0[key]?.isGone = true }
      didChange()
      return
    }
    store(details, for: key)
    details.readCommandLine(&proc)
    store(details, for: key)
  }

  private func store(_ details: ProcessDetails, for key: Key) {
    entries.withLock { $0[key]?.details = details }
    didChange()
  }
}
