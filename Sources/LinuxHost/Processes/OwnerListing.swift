package import SocketModel

/// Every owner of every socket, by one full scan: what `ss -p` and `ss -T` read.
package struct OwnerListing: Sendable {
  /// A holder of a socket with the thread that was looked at.
  package struct Holder: Hashable, Sendable {
    package var owner: SocketOwner
    /// The thread whose table was read; equal to the pid for a whole process.
    package var thread: Int32
  }

  private let readsGroups: Bool

  /// Owners by inode, in the order of the scan: processes ascending, in each its descriptors
  /// ascending, then its other threads. `ss` prints the reverse.
  package private(set) var owners = OwnersByInode()
  /// The threads of `owners`, in the same order; empty unless threads were asked for.
  package private(set) var threads: [UInt32: [Int32]] = [:]
  /// Processes whose descriptors could not be read for lack of privilege; those hidden altogether
  /// count as one.
  package private(set) var unreadableProcesses = 0
  /// The control groups of the holders, by pid; empty unless asked for.
  package private(set) var groups: [Int32: CgroupPath] = [:]
  private let tellsThreads: Bool

  /// The holders of each socket, by inode.
  package var holders: [UInt32: [Holder]] {
    Dictionary(
      uniqueKeysWithValues: owners.map { inode, list in
        let threads = threads[inode] ?? list.map(\.pid)
        return (inode, zip(list, threads).map { Holder(owner: $0, thread: $1) })
      })
  }

  /// Scans the tree at `procRoot`, the value of `PROC_ROOT`; with `threads` each thread's table,
  /// with `groups` the control group of each process that holds a socket.
  ///
  /// O(descriptors of the host), about 3 µs each.
  package init(procRoot: String = "/proc", threads: Bool = false, groups: Bool = false) {
    readsGroups = groups
    tellsThreads = threads
    var proc = ProcFS(root: procRoot)
    let listed = proc.processes()
    // Without process 1 in sight, `/proc` hides other users' processes (`hidepid=2`).
    if listed.first?.number != 1 { unreadableProcesses = 1 }
    for entry in listed {
      let pid = entry.number
      guard scan("\(pid)", pid: pid, thread: pid, &proc), threads else { continue }
      for thread in proc.threads(of: pid) where thread != pid {
        _ = scan("\(pid)/task/\(thread)", pid: pid, thread: thread, &proc)
      }
    }
  }

  /// The listing as a table, in the order of pid, then descriptor; `live` inodes without a holder
  /// count as searched for.
  package func table(live: [UInt32]) -> OwnerTable {
    let searched = Set(live.filter { $0 != 0 && owners[$0] == nil })
    var table = OwnerTable(searched: searched, unreadableProcesses: unreadableProcesses)
    table.byInode = tellsThreads ? processes : owners
    table.groups = groups
    table.isPrivileged = Privileges.current().allows(.owners)
    return table
  }

  /// Each holder once, not once for each of its threads.
  private var processes: OwnersByInode {
    OwnersByInode(
      holders.mapValues { $0.filter { $0.thread == $0.owner.pid }.map(\.owner) })
  }

  /// Reads one descriptor table; false when it cannot be read.
  private mutating func scan(
    _ path: String, pid: Int32, thread: Int32, _ proc: inout ProcFS
  ) -> Bool {
    do throws(Errno) {
      let directory = try proc.descriptors(of: path)
      var entries: [DirectoryChunk.Entry] = []
      while try proc.nextDescriptors(directory, into: &entries) {}
      var sockets: [(number: Int32, inode: UInt32)] = []
      for entry in entries.sorted(by: { $0.number < $1.number }) {
        switch proc.target(of: entry.number, in: directory) {
        case .socket(let inode): sockets.append((entry.number, inode))
        case .other: break
        case .failed(let error): if error.isDenied { throw error }
        }
      }
      add(sockets, pid: pid, thread: thread, &proc)
      return true
    } catch {
      if !error.isGone, thread == pid { countUnreadable(pid, &proc) }
      return false
    }
  }

  private mutating func add(
    _ sockets: [(number: Int32, inode: UInt32)], pid: Int32, thread: Int32, _ proc: inout ProcFS
  ) {
    guard !sockets.isEmpty, let stat = Self.stat(of: pid, &proc) else { return }
    if readsGroups, groups[pid] == nil { groups[pid] = proc.group(of: pid) }
    for socket in sockets {
      let owner = SocketOwner(
        pid: pid, descriptor: socket.number, command: stat.command, startTime: stat.startTime)
      owners.append(owner, ofInode: socket.inode)
      if tellsThreads { threads[socket.inode, default: []].append(thread) }
    }
  }

  private mutating func countUnreadable(_ pid: Int32, _ proc: inout ProcFS) {
    guard let stat = Self.stat(of: pid, &proc), !stat.isKernelThread, !stat.isZombie else { return }
    unreadableProcesses += 1
  }

  private static func stat(of pid: Int32, _ proc: inout ProcFS) -> ProcessStat? {
    do throws(Errno) {
      return try proc.stat(of: pid)
    } catch {
      return nil
    }
  }
}
