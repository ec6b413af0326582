package import SocketModel
package import TextSafety

/// What is worth knowing of a process beyond its name, read only where it is shown.
package struct ProcessDetails: Hashable, Sendable {
  /// The command line.
  package enum CommandLine: Hashable, Sendable {
    /// Being read: another process's memory lock may hold it up for a second.
    case pending
    /// One element per argument; empty for a zombie or a kernel thread.
    case arguments([RawText])
    case notPermitted
    case unknown
  }

  package var pid: Int32
  package var startTime: UInt64
  /// The user that the process acts as; nil when it may not be read.
  package var uid: UInt32?
  package var parent: Int32
  /// One letter, as in `ps`.
  package var state: UInt8
  package var isKernelThread: Bool
  /// Its control group with unit and container; nil when it may not be read.
  package var cgroup: CgroupPath?
  package var commandLine: CommandLine

  /// Reads everything but the command line, which takes no lock; nil when the process has ended.
  init?(pid: Int32, startTime: UInt64, _ proc: inout ProcFS) {
    guard let stat = Self.stat(of: pid, &proc), stat.startTime == startTime else { return nil }
    self.pid = pid
    self.startTime = startTime
    parent = stat.parent
    state = stat.state
    isKernelThread = stat.isKernelThread
    commandLine = .pending
    uid = Self.contents("status", of: pid, &proc).flatMap { ProcessStatus($0) }?.effectiveUser
    cgroup = proc.group(of: pid)
  }

  /// Reads the command line, which may block; `.unknown` when the process has ended meanwhile.
  mutating func readCommandLine(_ proc: inout ProcFS) {
    do throws(Errno) {
      let text = try proc.contents("cmdline", of: pid, limit: 65536)
      let isSame = try proc.stat(of: pid).startTime == startTime
      commandLine = isSame ? .arguments(Self.arguments(text)) : .unknown
    } catch {
      commandLine = error.isDenied ? .notPermitted : .unknown
    }
  }

  /// The arguments between NULs; the last NUL ends the last of them.
  static func arguments(_ text: [UInt8]) -> [RawText] {
    guard !text.isEmpty else { return [] }
    let ended = text.last == 0 ? text.dropLast() : text[...]
    return ended.split(separator: 0, omittingEmptySubsequences: false).map { RawText($0) }
  }

  private static func stat(of pid: Int32, _ proc: inout ProcFS) -> ProcessStat? {
    do throws(Errno) {
      return try proc.stat(of: pid)
    } catch {
      return nil
    }
  }

  private static func contents(
    _ file: StaticString, of pid: Int32, _ proc: inout ProcFS
  ) -> [UInt8]? {
    do throws(Errno) {
      return try proc.contents(file, of: pid, limit: 16384)
    } catch {
      return nil
    }
  }
}
