internal import Glibc
internal import SocketModel
internal import Synchronization
internal import TextSafety

/// Names of processes by pid, for the port ids of netlink sockets.
final class ProcessNames: Sendable {
  private let known = Mutex<[UInt32: RawText?]>([:])

  /// The command of a process; nil when there is none with this pid.
  func name(_ pid: UInt32) -> RawText? {
    known.withLock { known in
      if let name = known[pid] { return name }
      let name = Self.read(pid)
      known[pid] = .some(name)
      return name
    }
  }

  private static func read(_ pid: UInt32) -> RawText? {
    let root = Environment.value("PROC_ROOT") ?? "/proc"
    guard var bytes = try? InputFile.contents("\(root)/\(pid)/comm", limit: 64) else { return nil }
    if bytes.last == 0x0a { bytes.removeLast() }
    return RawText(bytes)
  }
}
