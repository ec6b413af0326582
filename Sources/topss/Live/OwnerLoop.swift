internal import CursesTerminal
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
  private let state = Mutex(State())

  private struct State {
    /// Whether a sample waits for its owners, and its inodes; nil for those of the one before.
    var isWaiting = false
    var inodes: OwnerInodes?
    /// `Sample.ownersSince` of the last sample.
    var since: MonotonicTime?
    /// Whether every owner of the inodes looked up last is known.
    var isSettled = false
  }

  /// `deliver` is called on the loop's queue when anything changed.
  init(tracker: OwnerTracker = OwnerTracker(), deliver: @escaping @Sendable (OwnerTable) -> Void) {
    self.tracker = tracker
    self.deliver = deliver
  }

  /// Looks for the owners of what `sample` shows; a sample that comes while the last one is being
  /// worked on replaces those that wait.
  func look(for sample: Sample) {
    let isKnown = state.withLock { state in
      defer { state.since = sample.ownersSince }
      return state.isSettled && state.since == sample.ownersSince
    }
    let inodes = isKnown ? nil : sample.ownerInodes
    let isWaiting = state.withLock { state in
      defer { state.isWaiting = true }
      if let inodes { state.inodes = inodes }
      return state.isWaiting
    }
    guard !isWaiting else { return }
    queue.async { [weak self] in self?.update() }
  }

  /// Looks for the owners of sockets of the namespaces of `set`, too; nil for the own one alone.
  func show(_ set: NamespaceSet?) {
    queue.async { [tracker] in tracker.show(set) }
  }

  private func update() {
    coverThreadByCrashHandler()
    let inodes = state.withLock { state in
      state.isWaiting = false
      return state.inodes.take()
    }
    let newest = tracker.update(
      liveInodes: inodes?.live, keptInodes: inodes?.kept ?? [], now: HostClock.monotonic())
    let isSettled = tracker.isSettled
    state.withLock { $0.isSettled = isSettled && $0.inodes == nil }
    if let newest { deliver(newest) }
    goOn()
  }

  /// Finishes a pass that its budget cut short, with a breath between the pieces.
  private func goOn() {
    guard tracker.isUnfinished else { return }
    queue.asyncAfter(deadline: .now() + 0.02) { [weak self] in
      guard let self else { return }
      if let table = tracker.resume() { deliver(table) }
      goOn()
    }
  }
}

extension OwnerTracker {
  /// Looks for the owners of sockets of the namespaces of `set`, too; nil for the own one alone.
  func show(_ set: NamespaceSet?) {
    if let set {
      setNamespaces(set.inodes)
    } else if let own = NamespaceSet.ownInode {
      setNamespaces([own])
    }
  }
}
