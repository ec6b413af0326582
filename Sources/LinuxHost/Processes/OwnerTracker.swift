package import SocketModel
internal import Synchronization

/// One owner scanner that several threads may hand inodes to.
///
/// Meant for a background queue: `update` takes about the scanner's budget at most, and waits for
/// another update that is running.
package final class OwnerTracker: Sendable {
  private let scanner: Mutex<OwnerScanner>

  /// Takes over `scanner`.
  package init(_ scanner: consuming sending OwnerScanner = OwnerScanner()) {
    self.scanner = Mutex(scanner)
  }

  /// See `OwnerScanner.update(liveInodes:keptInodes:now:)`.
  package func update(
    liveInodes: [UInt32]?, keptInodes: [UInt32] = [],
    now: MonotonicTime = HostClock.monotonic()
  ) -> OwnerTable? {
    scanner.withLock { $0.update(liveInodes: liveInodes, keptInodes: keptInodes, now: now) }
  }

  /// Goes on with work that the last update's budget cut; the table when anything changed.
  package func resume() -> OwnerTable? { scanner.withLock { $0.resume() } }

  /// Whether the last update was cut by its budget: `resume` should follow soon.
  package var isUnfinished: Bool { scanner.withLock { $0.isUnfinished } }

  /// See `OwnerScanner.isSettled`.
  package var isSettled: Bool { scanner.withLock { $0.isSettled } }

  /// The questions asked of `/proc` so far.
  package var calls: ProcCalls { scanner.withLock { $0.calls } }

  /// Changes the network namespaces whose sockets are asked for, by their inodes.
  package func setNamespaces(_ inodes: Set<UInt64>) {
    scanner.withLock { $0.setNamespaces(inodes) }
  }
}
