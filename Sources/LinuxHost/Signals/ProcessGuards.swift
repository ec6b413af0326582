internal import Glibc
internal import TextSafety

/// The rules by which a process is refused as a target.
struct ProcessGuards: Sendable {
  /// What was read of a process that passed.
  struct Facts: Sendable {
    var stat: ProcessStat
    var uid: UInt32
  }

  var allowAncestors = false
  var procRoot = "/proc"

  /// Refuses what no look at the process can allow.
  func refuseByNumber(_ pid: Int32) throws(SignalRefusal) {
    guard pid > 1 else { throw .initProcess(pid: pid) }
    guard pid != getpid() else { throw .itself }
    guard !allowAncestors else { return }
    var proc = ProcFS(root: procRoot)
    guard !Self.ancestors(&proc).contains(pid) else { throw .ancestor(pid: pid) }
  }

  /// Reads the process and compares it with what was chosen.
  func check(
    pid: Int32, startTime: UInt64, inode: UInt32?
  ) throws(SignalRefusal) -> Facts {
    var proc = ProcFS(root: procRoot)
    let stat: ProcessStat
    let uid: UInt32
    do throws(Errno) {
      stat = try proc.stat(of: pid)
      let text = try proc.contents("status", of: pid, limit: 8192)
      guard let status = ProcessStatus(text) else { throw .invalidArgument }
      uid = status.effectiveUser
    } catch {
      throw SignalRefusal(error, pid: pid)
    }
    guard stat.startTime == startTime else { throw .reusedPid(pid: pid) }
    guard !stat.isKernelThread else { throw .kernelThread(pid: pid) }
    guard !stat.isZombie else { throw .zombie(pid: pid) }
    if let inode { try requireSocket(inode, of: pid, &proc) }
    return Facts(stat: stat, uid: uid)
  }

  /// Looks twice: a process that moves the socket to another number meanwhile can hide it once.
  private func requireSocket(
    _ inode: UInt32, of pid: Int32, _ proc: inout ProcFS
  ) throws(SignalRefusal) {
    do throws(Errno) {
      if try holds(inode, pid, &proc) { return }
      if try holds(inode, pid, &proc) { return }
    } catch {
      throw error.isDenied ? .socketNotReadable(pid: pid) : SignalRefusal(error, pid: pid)
    }
    throw .socketNotHeld(pid: pid, inode: inode)
  }

  private func holds(_ inode: UInt32, _ pid: Int32, _ proc: inout ProcFS) throws(Errno) -> Bool {
    let directory = try proc.descriptors(of: "\(pid)")
    var entries: [DirectoryChunk.Entry] = []
    while try proc.nextDescriptors(directory, into: &entries) {}
    for entry in entries {
      switch proc.target(of: entry.number, in: directory) {
      case .socket(inode): return true
      case .socket, .other: continue
      case .failed(let error): if error.isDenied { throw error }
      }
    }
    return false
  }

  /// The parents of this process up to init, and the leader of its session.
  static func ancestors(_ proc: inout ProcFS) -> Set<Int32> {
    let leader = getsid(0)
    var found = chain(from: getppid(), &proc)
    if leader > 0, leader != getpid() { found.formUnion(chain(from: leader, &proc)) }
    return found
  }

  /// A process and its parents, as far as they can be read.
  private static func chain(from first: Int32, _ proc: inout ProcFS) -> Set<Int32> {
    var found: Set<Int32> = []
    var next: Int32? = first
    while let pid = next, pid > 1, found.insert(pid).inserted {
      next = parent(of: pid, &proc)
    }
    return found
  }

  private static func parent(of pid: Int32, _ proc: inout ProcFS) -> Int32? {
    do throws(Errno) {
      return try proc.stat(of: pid).parent
    } catch {
      return nil
    }
  }
}
