internal import SocketModel
internal import TextSafety

extension OwnerScanner {
  /// Looks again at the numbers of a known process that are likely to be new sockets.
  mutating func probe(_ pid: Int32) {
    guard let process = processes[pid] else { return }
    do throws(Errno) {
      let directory = try proc.descriptors(of: "\(pid)")
      for descriptor in process.sockets
      where !descriptor.isOutside && !index.isLive(descriptor.inode) {
        probeDead(descriptor, of: pid, in: directory)
      }
      probe(process.holes, of: pid, in: directory)
      probeAboveHighest(of: pid, in: directory)
    } catch {
      didFail(pid, error)
    }
  }

  private mutating func probeDead(
    _ descriptor: TrackedProcess.Descriptor, of pid: Int32, in directory: borrowing FileDescriptor
  ) {
    switch proc.target(of: descriptor.number, in: directory) {
    case .socket(descriptor.inode):
      guard let position = processes[pid]?.position(of: descriptor.number) else { return }
      processes[pid]?.sockets[position].isOutside = true
    case .socket(let inode): found(inode, pid: pid, number: descriptor.number)
    case .other: lost(pid: pid, number: descriptor.number, isFree: false)
    case .failed: lost(pid: pid, number: descriptor.number, isFree: true)
    }
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
      let inode = processes[pid]?.sockets[position].inode
    else { return }
    removeOwner(of: inode, pid: pid, number: number)
    processes[pid]?.remove(number, isFree: isFree)
  }

  /// Forgets a process: it stays named on sockets that nobody else is known to hold.
  mutating func end(_ pid: Int32) {
    guard let process = processes.removeValue(forKey: pid) else { return }
    for descriptor in process.sockets { endOwner(of: descriptor.inode, pid: pid) }
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
    for descriptor in processes[pid]?.sockets ?? [] {
      let owners = table.byInode[descriptor.inode] ?? []
      for index in owners.indices where owners[index].pid == pid {
        table.byInode[descriptor.inode]?[index].command = command
        hasChanged = true
      }
    }
  }

  private mutating func addOwner(_ owner: SocketOwner, of inode: UInt32) {
    let known = table.byInode[inode]
    guard known?.contains(owner) != true else { return }
    if !table.searched.isEmpty { table.searched.remove(inode) }
    hasChanged = true
    // Most sockets have one owner.
    guard var owners = known else { return table.byInode.append(owner, ofInode: inode) }
    owners.removeAll {
      $0.hasEnded || ($0.pid == owner.pid && $0.descriptor == owner.descriptor)
    }
    let position = owners.firstIndex {
      ($0.pid, $0.descriptor) > (owner.pid, owner.descriptor)
    }
    owners.insert(owner, at: position ?? owners.count)
    table.byInode[inode] = owners
  }

  /// A living process closed the descriptor. A socket without another holder is asked for again
  /// when it is live; one that died keeps its last owner until it is forgotten.
  private mutating func removeOwner(of inode: UInt32, pid: Int32, number: Int32) {
    guard let owners = table.byInode[inode] else { return }
    let others = owners.filter { $0.pid != pid || $0.descriptor != number }
    if others.isEmpty {
      guard index.isLive(inode) else { return }
      table.byInode[inode] = nil
      askAgain(inode)
    } else {
      table.byInode[inode] = others
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
    for index in owners.indices { table.byInode[inode]?[index].hasEnded = true }
    if index.isLive(inode) { askAgain(inode) }
  }

  private mutating func askAgain(_ inode: UInt32) {
    guard index.status(of: inode) == .owned else { return }
    index.set(.new, for: inode)
    wanted += 1
  }
}
