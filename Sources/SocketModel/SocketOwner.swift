package import TextSafety

/// A process that holds a socket.
package struct SocketOwner: Hashable, Sendable {
  package var pid: Int32
  /// The descriptor's number in that process.
  package var descriptor: Int32
  /// `comm`: at most 15 bytes that the process chose itself.
  package var command: RawText
  /// Start time in clock ticks since boot: with `pid` it names one process.
  package var startTime: UInt64
  /// The process has ended; it was the owner at the last sight.
  package var hasEnded: Bool

  package init(
    pid: Int32, descriptor: Int32, command: RawText, startTime: UInt64 = 0, hasEnded: Bool = false
  ) {
    self.pid = pid
    self.descriptor = descriptor
    self.command = command
    self.startTime = startTime
    self.hasEnded = hasEnded
  }
}

/// What is known of who holds a socket.
package enum OwnerKnowledge: Hashable, Sendable {
  /// At least one; in the order of pid, then descriptor.
  case owners([SocketOwner])
  /// Nobody holds it: TIME-WAIT, not yet accepted, an orphan, the kernel's own.
  case nobody
  /// Some process holds it that this user may not look into.
  case notPermitted
  /// Not looked up yet.
  case pending
}

/// Who holds which socket, as far as `/proc` told; a value that is replaced, never waited for.
package struct OwnerTable: Sendable {
  /// Owners by the inode of the socket's file.
  package var byInode: OwnersByInode
  /// Inodes that were searched for and found in no readable process.
  package var searched: Set<UInt32>
  /// Processes whose descriptors could not be read, mostly for lack of privilege.
  package var unreadableProcesses: Int
  /// The privileges that it takes were there: who is unreadable is kept from everybody here, by a
  /// security module or because it belongs to a user namespace above.
  package var isPrivileged = false
  /// The control groups of processes that hold sockets, by pid; of those that may be read.
  package var groups: [Int32: CgroupPath] = [:]

  package init(
    byInode: [UInt32: [SocketOwner]] = [:], searched: Set<UInt32> = [],
    unreadableProcesses: Int = 0
  ) {
    self.byInode = OwnersByInode(byInode)
    self.searched = searched
    self.unreadableProcesses = unreadableProcesses
  }

  /// Who holds the socket with this inode.
  package func owners(ofInode inode: UInt32) -> OwnerKnowledge {
    guard inode != 0 else { return .nobody }
    if let owners = byInode[inode] { return .owners(owners) }
    guard searched.contains(inode) else { return .pending }
    return unreadableProcesses > 0 ? .notPermitted : .nobody
  }
}
