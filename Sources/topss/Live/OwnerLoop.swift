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
  /// The inodes of the newest sample; nil when they are being looked up already.
  private let wanted = Mutex<OwnerInodes?>(nil)

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

  /// Looks for the owners of sockets of the namespaces of `set`, too; nil for the own one alone.
  func show(_ set: NamespaceSet?) {
    queue.async { [tracker] in tracker.show(set) }
  }

  private func update() {
    coverThreadByCrashHandler()
    guard let inodes = wanted.withLock({ $0.take() }) else { return }
    let newest = tracker.update(
      liveInodes: inodes.live, keptInodes: inodes.kept, now: HostClock.monotonic())
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
