internal import SocketModel

/// The listing of one process's descriptors, piece by piece: a process may have a million.
struct DescriptorWalk: ~Copyable, Sendable {
  let pid: Int32
  let directory: FileDescriptor
  /// Listed, not yet looked at; the next one last.
  var pending: [DirectoryChunk.Entry] = []
  /// Every number listed so far.
  var numbers: [Int32] = []
  var isListed = false

  init(pid: Int32, directory: consuming FileDescriptor) {
    self.pid = pid
    self.directory = directory
  }
}

extension OwnerScanner {
  /// Begins with a process seen for the first time.
  mutating func beginScan(of pid: Int32) {
    if let namespace = proc.networkNamespace(of: pid), !namespaces.contains(namespace),
      !namespaces.isEmpty
    {
      processes[pid]?.place = .foreign
      return
    }
    beginWalk(of: pid)
  }

  /// Opens a process's descriptors; `advanceWalk` goes on.
  mutating func beginWalk(of pid: Int32) {
    do throws(Errno) {
      walk = DescriptorWalk(pid: pid, directory: try proc.descriptors(of: "\(pid)"))
    } catch {
      didFail(pid, error)
    }
  }

  /// Looks at about two hundred descriptors.
  mutating func advanceWalk() {
    guard var walk = walk.take() else { return }
    do throws(Errno) {
      if walk.pending.isEmpty, !walk.isListed { try list(&walk) }
      var left = 200
      while left > 0, let entry = walk.pending.popLast() {
        try look(at: entry.number, in: walk)
        left -= 1
      }
    } catch {
      didFail(walk.pid, error)
      return
    }
    guard walk.isListed, walk.pending.isEmpty else {
      self.walk = consume walk
      return
    }
    finish(walk)
  }

  private mutating func list(_ walk: inout DescriptorWalk) throws(Errno) {
    walk.isListed = try !proc.nextDescriptors(walk.directory, into: &walk.pending)
    walk.numbers.append(contentsOf: walk.pending.lazy.map(\.number))
    walk.pending.reverse()
  }

  /// Looks at one descriptor unless it is known for certain.
  private mutating func look(
    at number: Int32, in walk: borrowing DescriptorWalk
  ) throws(Errno) {
    guard !isCertain(number, of: walk.pid) else { return }
    switch proc.target(of: number, in: walk.directory) {
    case .socket(let inode): found(inode, pid: walk.pid, number: number)
    case .other: lost(pid: walk.pid, number: number, isFree: false)
    case .failed(let error):
      guard error.isGone else { throw error }
      lost(pid: walk.pid, number: number, isFree: true)
    }
  }

  /// A number whose socket is live and has no other holder needs no second look. With other
  /// holders the socket may live on while the number leads elsewhere.
  private func isCertain(_ number: Int32, of pid: Int32) -> Bool {
    guard let process = processes[pid], let position = process.position(of: number) else {
      return false
    }
    let inode = process.sockets[position].inode
    return index.isLive(inode) && table.byInode.count(ofInode: inode) == 1
  }

  /// Compares what is known with what was listed.
  private mutating func finish(_ walk: borrowing DescriptorWalk) {
    guard let process = processes[walk.pid] else { return }
    let numbers = walk.numbers.sorted()
    let open = Set(numbers)
    lost(process.sockets.filter { !open.contains($0.number) }, of: walk.pid)
    processes[walk.pid]?.setOpenNumbers(numbers)
    if process.place == .unreadable { processes[walk.pid]?.place = .home }
    if numbers.isEmpty, isEmptyForGood(walk.pid) { processes[walk.pid]?.place = .empty }
    countUnreadable()
  }

  /// A process that ended, or that cannot be read: mostly for lack of privilege.
  mutating func didFail(_ pid: Int32, _ error: Errno) {
    guard !error.isGone else {
      end(pid)
      return
    }
    let isEmpty = isEmptyForGood(pid)
    processes[pid]?.place = isEmpty ? .empty : .unreadable
    countUnreadable()
  }

  /// Whether a process will never have descriptors: a kernel thread, a zombie, one that is gone.
  private mutating func isEmptyForGood(_ pid: Int32) -> Bool {
    do throws(Errno) {
      let stat = try proc.stat(of: pid)
      return stat.isKernelThread || stat.isZombie
    } catch {
      return error.isGone
    }
  }
}
