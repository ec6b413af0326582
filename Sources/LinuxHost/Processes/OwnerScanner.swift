package import SocketModel
internal import TextSafety

/// Finds out which process holds which socket, asking as little of `/proc` as it can.
///
/// A full scan costs three times the dump itself, so nothing is asked unless a live inode has no
/// owner yet. Then, stopping as soon as none is left: processes that are new; in known ones the
/// numbers whose socket died, the lowest free ones and two above the highest; for an inode missing
/// in two refreshes running all numbers of all processes, of other namespaces last. What is still
/// missing is given up. Now and then (`recheckSeconds`) a pass looks for sockets that were passed
/// on, processes that ended, and names that changed.
///
/// Work beyond `budgetNanoseconds` waits for `resume` or the next `update`. The scanner belongs to one queue at a
/// time; `OwnerTracker` shares one.
package struct OwnerScanner: ~Copyable, Sendable {
  /// How long one `update` may take, about.
  package var budgetNanoseconds: UInt64 = 20_000_000
  /// Seconds between two passes for what no new inode tells of; nil for never.
  package var recheckSeconds: Double? = 30

  var proc: ProcFS
  var index = InodeIndex()
  var table = OwnerTable()
  var processes: [Int32: TrackedProcess] = [:]
  /// The network namespaces whose sockets are asked for.
  var namespaces: Set<UInt64>
  var pass = ScanPass()
  /// The one process whose listing is not finished.
  var walk: DescriptorWalk?
  /// Live inodes that have no owner and are not given up.
  var wanted = 0
  var hasChanged = false
  private var lastRecheck: MonotonicTime?
  /// How often `resume` was called.
  private var pieces = 0

  /// A scanner of the tree at `procRoot` for the sockets of `namespaces` (inodes of network
  /// namespaces), by default the calling thread's own.
  package init(procRoot: String = "/proc", namespaces: Set<UInt64>? = nil) {
    var proc = ProcFS(root: procRoot)
    let own = proc.ownNetworkNamespace()
    self.namespaces = namespaces ?? Set([own].compactMap { $0 })
    self.proc = consume proc
  }

  /// The questions asked of the process tree so far.
  package var calls: ProcCalls { proc.calls }

  /// Whether every socket's owner is known or given up: until there are others, `update` need not
  /// be told the inodes.
  package var isSettled: Bool { wanted == 0 && !isUnfinished }

  /// Whether a pass was cut by the budget: `resume` should be called soon.
  package var isUnfinished: Bool { pass.phase != .idle }

  /// The table as it stands.
  package var owners: OwnerTable { table }

  /// Changes the network namespaces whose sockets are asked for. Processes that live in one that is
  /// new are scanned by the next pass, as if they had just begun; one link per process.
  package mutating func setNamespaces(_ inodes: Set<UInt64>) {
    guard inodes != namespaces else { return }
    namespaces = inodes
    pass = ScanPass()
    walk = nil
    for (pid, process) in processes {
      guard let namespace = proc.networkNamespace(of: pid) else { continue }
      let isHome = inodes.contains(namespace)
      switch process.place {
      case .home: if !isHome { processes[pid]?.place = .foreign }
      case .foreign: if isHome { processes[pid] = nil }
      case .unreadable, .empty: break
      }
    }
  }

  /// Looks for the owners of `liveInodes`, the inodes of the last dump (0 is skipped; nil for the same
  /// as last time), and keeps what it knows of `keptInodes`: files that are closed, of sockets that
  /// live on, as in TIME-WAIT. Their numbers are free for others.
  ///
  /// Returns the table when anything in it changed, else nil. Makes no system call at all when
  /// every inode is known and no recheck is due. O(sockets) look-ups, then O(new sockets).
  package mutating func update(
    liveInodes: [UInt32]?, keptInodes: [UInt32] = [],
    now: MonotonicTime = HostClock.monotonic()
  ) -> OwnerTable? {
    let missing = liveInodes.map { touch($0) } ?? []
    let isRecheck = isRecheckDue(now)
    guard wanted > 0 || isRecheck || isUnfinished else { return takeChanges() }
    if !isUnfinished {
      if isRecheck { lastRecheck = now }
      beginPass(targets: missing, isRecheck: isRecheck)
    }
    work()
    if let liveInodes { sweep(liveCount: liveInodes.count, keeping: keptInodes) }
    return takeChanges()
  }

  /// Goes on with a pass that the budget cut, for another budget; the table when anything changed.
  ///
  /// While the pass goes on that is told every eighth time: whoever holds a table makes the scanner
  /// copy its own, three megabytes for a hundred thousand sockets.
  package mutating func resume() -> OwnerTable? {
    work()
    pieces &+= 1
    guard !isUnfinished || pieces % 8 == 0 else { return nil }
    return takeChanges()
  }

  private mutating func work() {
    var deadline = HostClock.monotonic()
    deadline.nanoseconds &+= budgetNanoseconds
    while isUnfinished, HostClock.monotonic() < deadline { step() }
  }

  /// Marks what is live; returns the inodes that are missing for the second time.
  private mutating func touch(_ liveInodes: [UInt32]) -> [UInt32] {
    index.beginRefresh()
    var missing: [UInt32] = []
    wanted = 0
    for inode in liveInodes where inode != 0 {
      switch index.touch(inode) {
      case .new: wanted += 1
      case .missing:
        wanted += 1
        missing.append(inode)
      case .owned, .givenUp: break
      }
    }
    return missing
  }

  private mutating func isRecheckDue(_ now: MonotonicTime) -> Bool {
    guard let recheckSeconds else { return false }
    guard let last = lastRecheck else {
      lastRecheck = now
      return false
    }
    return now.seconds(since: last) >= recheckSeconds
  }

  private mutating func takeChanges() -> OwnerTable? {
    guard hasChanged else { return nil }
    hasChanged = false
    return table
  }

  /// Forgets sockets that ended, once they are many.
  private mutating func sweep(liveCount: Int, keeping kept: [UInt32]) {
    guard index.count > (liveCount + kept.count) * 2 + 1024 else { return }
    for inode in kept { index.spare(inode) }
    for inode in index.sweep(olderThan: 2) {
      table.byInode[inode] = nil
      table.searched.remove(inode)
    }
    table.groups = table.groups.filter { processes[$0.key] != nil }
  }
}
