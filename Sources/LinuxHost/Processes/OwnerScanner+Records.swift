internal import SocketModel
internal import TextSafety

extension OwnerScanner {
  /// Looks again at the numbers of a known process that are likely to be new sockets.
  mutating func probe(_ pid: Int32) {
    guard let process = processes[pid] else { return }
    do throws(Errno) {
      let directory = try proc.descriptors(of: "\(pid)")
      let dead = process.sockets.filter { !$0.isOutside && !index.isLive($0.inode) }
      lost(dead.filter { probeDead($0, of: pid, in: directory) }, of: pid)
      probe(process.holes, of: pid, in: directory)
      probeAboveHighest(of: pid, in: directory)
    } catch {
      didFail(pid, error)
    }
  }

  /// Looks where a number leads whose socket died; whether to none.
  private mutating func probeDead(
    _ descriptor: TrackedProcess.Descriptor, of pid: Int32, in directory: borrowing FileDescriptor
  ) -> Bool {
    switch proc.target(of: descriptor.number, in: directory) {
    case .socket(descriptor.inode):
      guard let position = processes[pid]?.position(of: descriptor.number) else { return false }
      processes[pid]?.sockets[position].isOutside = true
    case .socket(let inode): found(inode, pid: pid, number: descriptor.number)
    case .other: return true
    case .failed:
      processes[pid]?.free(descriptor.number)
      return true
    }
    return false
  }

  /// Looks at free numbers, the lowest first, until two in a row are still free.
  private mutating func probe(
    _ numbers: [Int32], of pid: Int32, in directory: borrowing FileDescriptor
  ) {
    var free = 0
    for number in numbers where free < 2 {
      free = isFree(number, of: pid, in: directory) ? free + 1 : 0
    }
  }

  private mutating func probeAboveHighest(
    of pid: Int32, in directory: borrowing FileDescriptor
  ) {
    var free = 0
    var number = processes[pid]?.highest ?? -1
    while free < 2, number < Int32.max {
      number += 1
      free = isFree(number, of: pid, in: directory) ? free + 1 : 0
    }
  }

  private mutating func isFree(
    _ number: Int32, of pid: Int32, in directory: borrowing FileDescriptor
  ) -> Bool {
    switch proc.target(of: number, in: directory) {
    case .socket(let inode): found(inode, pid: pid, number: number)
    case .other:
      processes[pid]?.holes.removeAll { $0 == number }
      let highest = processes[pid]?.highest ?? -1
      processes[pid]?.highest = max(highest, number)
    case .failed: return true
    }
    return false
  }

  /// Stores that a descriptor leads to a socket, at once even if no dump has shown it yet.
  mutating func found(_ inode: UInt32, pid: Int32, number: Int32) {
    guard inode != 0, let identity = identity(of: pid) else { return }
    if let old = processes[pid]?.set(number, inode: inode), old != inode {
      removeOwner(of: old, pid: pid, number: number)
    }
    let status = index.status(of: inode)
    let isLive = index.isLive(inode)
    if isLive, status == .new || status == .missing { wanted = max(wanted - 1, 0) }
    if pass.phase == .resolvingForeign, status == .missing {
      pass.fruitlessForeign = 0
      pass.foreignPause = 0
    }
    if isLive || status == nil { index.setOwned(inode) } else { index.set(.owned, for: inode) }
    addOwner(
      SocketOwner(
        pid: pid, descriptor: number, command: identity.command, startTime: identity.startTime),
      of: inode)
  }

  /// Stores that a descriptor leads to no socket any more.
  mutating func lost(pid: Int32, number: Int32, isFree: Bool) {
    guard let position = processes[pid]?.position(of: number),
      let descriptor = processes[pid]?.sockets[position]
    else { return }
    lost([descriptor], of: pid)
    if isFree { processes[pid]?.free(number) }
  }

  /// Stores that descriptors of a process, ascending by number, lead to no socket any more.
  mutating func lost(_ descriptors: [TrackedProcess.Descriptor], of pid: Int32) {
    guard !descriptors.isEmpty else { return }
    for descriptor in descriptors {
      removeOwner(of: descriptor.inode, pid: pid, number: descriptor.number)
    }
    processes[pid]?.remove(descriptors)
  }

  /// Forgets a process: it stays named on sockets that nobody else is known to hold.
  mutating func end(_ pid: Int32) {
    guard let process = processes.removeValue(forKey: pid) else { return }
    for inode in process.inodes { endOwner(of: inode, pid: pid) }
  }

  /// Reads the name again: it is read between `fork` and `exec` easily, and may be changed.
  mutating func refreshIdentity(of pid: Int32) {
    guard let old = processes[pid]?.identity else { return }
    do throws(Errno) {
      let stat = try proc.stat(of: pid)
      guard stat.startTime == old.startTime else { return }
      readGroup(of: pid)
      guard stat.command != old.command else { return }
      processes[pid]?.identity?.command = stat.command
      rename(pid, to: stat.command)
    } catch {
      return
    }
  }

  private mutating func identity(of pid: Int32) -> TrackedProcess.Identity? {
    guard let process = processes[pid] else { return nil }
    if let identity = process.identity { return identity }
    do throws(Errno) {
      let stat = try proc.stat(of: pid)
      let identity = TrackedProcess.Identity(command: stat.command, startTime: stat.startTime)
      processes[pid]?.identity = identity
      readGroup(of: pid)
      return identity
    } catch {
      return nil
    }
  }

  /// Reads in which control group a process is, which changes seldom: once, and again in rechecks.
  private mutating func readGroup(of pid: Int32) {
    let group = proc.group(of: pid)
    guard table.groups[pid] != group else { return }
    table.groups[pid] = group
    hasChanged = true
  }

  private mutating func rename(_ pid: Int32, to command: RawText) {
    for inode in processes[pid]?.inodes ?? [] {
      guard var owners = table.byInode[inode] else { continue }
      for index in owners.indices where owners[index].pid == pid {
        owners[index].command = command
        hasChanged = true
      }
      table.byInode[inode] = owners
    }
  }

  private mutating func addOwner(_ owner: SocketOwner, of inode: UInt32) {
    guard table.byInode.insert(owner, ofInode: inode) else { return }
    if !table.searched.isEmpty { table.searched.remove(inode) }
    hasChanged = true
  }

  /// A living process closed the descriptor. A socket without another holder is asked for again
  /// when it is live; one that died keeps its last owner until it is forgotten.
  private mutating func removeOwner(of inode: UInt32, pid: Int32, number: Int32) {
    if let owner = table.byInode.soleOwner(ofInode: inode) {
      guard owner.pid == pid, owner.descriptor == number, index.isLive(inode) else { return }
      table.byInode[inode] = nil
      askAgain(inode)
    } else {
      guard table.byInode.remove(pid: pid, descriptor: number, ofInode: inode) else { return }
    }
    hasChanged = true
  }

  private mutating func endOwner(of inode: UInt32, pid: Int32) {
    guard let owners = table.byInode[inode] else { return }
    let others = owners.filter { $0.pid != pid }
    hasChanged = true
    guard others.isEmpty else {
      table.byInode[inode] = others
      return
    }
    table.byInode[inode] = owners.map { owner in
      var owner = owner
      owner.hasEnded = true
      return owner
    }
    if index.isLive(inode) { askAgain(inode) }
  }

  private mutating func askAgain(_ inode: UInt32) {
    guard index.status(of: inode) == .owned else { return }
    index.set(.new, for: inode)
    wanted += 1
  }
}
