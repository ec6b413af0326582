internal import Dispatch
internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import Synchronization

/// Finds the owners of sockets on a queue of its own, never on the sampling path.
final class OwnerLoop: Sendable {
  private let queue = DispatchQueue(label: "owners")
  private let tracker: OwnerTracker
  private let deliver: @Sendable (OwnerTable) -> Void
  /// The inodes of the newest sample; nil when they are being looked up already.
  private let wanted = Mutex<[UInt32]?>(nil)

  /// `deliver` is called on the loop's queue when anything changed.
  init(tracker: OwnerTracker = OwnerTracker(), deliver: @escaping @Sendable (OwnerTable) -> Void) {
    self.tracker = tracker
    self.deliver = deliver
  }

  /// Looks for the owners of what `sample` shows; a sample that comes while the last one is being
  /// worked on replaces those that wait.
  func look(for sample: Sample) {
    let inodes = sample.ownerInodes
    let isWaiting = wanted.withLock { slot in
      defer { slot = inodes }
      return slot != nil
    }
    guard !isWaiting else { return }
    queue.async { [weak self] in self?.update() }
  }

  private func update() {
    let inodes = wanted.withLock { $0.take() }
    guard let inodes else { return }
    if let table = tracker.update(liveInodes: inodes, now: HostClock.monotonic()) {
      deliver(table)
    }
    guard tracker.isUnfinished else { return }
    let isFree = wanted.withLock { slot in
      guard slot == nil else { return false }
      slot = inodes
      return true
    }
    // The budget cut the pass short: go on after a breath, so that the process list stays cheap.
    guard isFree else { return queue.async { [weak self] in self?.update() } }
    queue.asyncAfter(deadline: .now() + 0.02) { [weak self] in self?.update() }
  }
}
