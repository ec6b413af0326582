internal import SocketModel

/// How far a pass over the processes has come.
struct ScanPass: Sendable {
  enum Phase: Sendable {
    case idle
    /// Processes that are new.
    case discovering
    /// The numbers of known processes that are likely to be new sockets.
    case probing
    /// All numbers of known processes.
    case resolving
    /// All numbers of processes of other namespaces.
    case resolvingForeign
  }

  var phase = Phase.idle
  /// Processes of this phase that wait, the next one last.
  var pending: [Int32] = []
  /// Inodes to give up at the end of the pass.
  var targets: [UInt32] = []
  /// Looks at everything once, whether an inode is missing or not.
  var isRecheck = false
  /// Passes over other namespaces that may be left out, after passes in vain.
  var foreignPause = 0
  var fruitlessForeign = 0
  /// Process 1 is not listed: `/proc` hides other users' processes (`hidepid=2`).
  var isTreePartial = false
}

extension OwnerScanner {
  mutating func beginPass(targets: [UInt32], isRecheck: Bool) {
    pass.targets = targets
    pass.isRecheck = isRecheck
    pass.phase = .discovering
    pass.pending = discover()
  }

  /// Does one small piece of the pass.
  mutating func step() {
    if walk != nil {
      advanceWalk()
      return
    }
    guard isWorthwhile, let pid = pass.pending.popLast() else {
      nextPhase()
      return
    }
    switch pass.phase {
    case .idle: break
    case .discovering: beginScan(of: pid)
    case .probing: probe(pid)
    case .resolving, .resolvingForeign: beginWalk(of: pid)
    }
  }

  /// New processes are always scanned: they may share sockets that have an owner already.
  private var isWorthwhile: Bool {
    wanted > 0 || pass.isRecheck || pass.phase == .discovering
  }

  private mutating func nextPhase() {
    pass.pending = []
    switch pass.phase {
    case .idle: return
    case .discovering:
      pass.phase = wanted > 0 ? .probing : .resolving
      if isWorthwhile { pass.pending = pids(in: .home) }
    case .probing:
      pass.phase = .resolving
      if pass.isRecheck || !pass.targets.isEmpty { pass.pending = pids(in: .home) }
    case .resolving:
      pass.phase = .resolvingForeign
      pass.pending = foreignPids()
    case .resolvingForeign: finish()
    }
    if pass.pending.isEmpty, !isWorthwhile { finish() }
  }

  /// Processes of other namespaces, unless asking them was in vain lately: where an inode belongs
  /// to nobody we may see, every refresh would cost a full scan of them.
  private mutating func foreignPids() -> [Int32] {
    guard wanted > 0, !pass.targets.isEmpty else { return [] }
    guard pass.foreignPause == 0 else {
      pass.foreignPause -= 1
      return []
    }
    pass.fruitlessForeign += 1
    pass.foreignPause = min(1 << min(pass.fruitlessForeign, 5), 32)
    return pids(in: .foreign)
  }

  private mutating func finish() {
    for inode in pass.targets where index.isLive(inode) && index.status(of: inode) == .missing {
      index.set(.givenUp, for: inode)
      wanted = max(wanted - 1, 0)
      hasChanged = true
      if table.byInode[inode] == nil { table.searched.insert(inode) }
    }
    pass.phase = .idle
    pass.pending = []
    pass.targets = []
    pass.isRecheck = false
  }

  private func pids(in place: TrackedProcess.Place) -> [Int32] {
    processes.values.filter { $0.place == place }.map(\.pid).sorted(by: >)
  }

  /// Lists the processes: forgets those that ended, returns the new ones, the first last.
  private mutating func discover() -> [Int32] {
    let listed = proc.processes()
    var fresh: [Int32] = []
    var alive = Set<Int32>(minimumCapacity: listed.count)
    for entry in listed {
      alive.insert(entry.number)
      if needsScan(entry) { fresh.append(entry.number) }
    }
    for pid in processes.keys where !alive.contains(pid) { end(pid) }
    pass.isTreePartial = !alive.contains(1)
    countUnreadable()
    return fresh.reversed()
  }

  /// Whether a listed process is new, reused its pid, or is worth another try in a recheck.
  private mutating func needsScan(_ entry: DirectoryChunk.Entry) -> Bool {
    guard let known = processes[entry.number] else {
      processes[entry.number] = TrackedProcess(pid: entry.number, directoryInode: entry.inode)
      return true
    }
    if known.directoryInode != entry.inode, !isSame(known) {
      end(entry.number)
      processes[entry.number] = TrackedProcess(pid: entry.number, directoryInode: entry.inode)
      return true
    }
    processes[entry.number]?.directoryInode = entry.inode
    if pass.isRecheck { refreshIdentity(of: entry.number) }
    return pass.isRecheck && known.place == .unreadable
  }

  /// Whether the process behind a pid is still the known one though its directory was made anew
  /// (the kernel drops such inodes when memory is short).
  private mutating func isSame(_ known: TrackedProcess) -> Bool {
    guard let identity = known.identity else { return false }
    do throws(Errno) {
      return try proc.stat(of: known.pid).startTime == identity.startTime
    } catch {
      return false
    }
  }

  /// Counts the processes that may not be read; those hidden altogether count as one.
  mutating func countUnreadable() {
    let hidden = pass.isTreePartial ? 1 : 0
    let count = processes.values.reduce(hidden) { $0 + ($1.place == .unreadable ? 1 : 0) }
    guard count != table.unreadableProcesses else { return }
    table.unreadableProcesses = count
    table.isPrivileged = Privileges.current().allows(.owners)
    hasChanged = true
  }
}
