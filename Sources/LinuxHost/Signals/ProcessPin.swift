internal import CSys
internal import Glibc
package import TextSafety

/// A process held fast, so that a signal cannot reach another one that has its number.
///
/// A pid is reused within seconds on a busy host. The pin opens a pidfd, which names one process
/// for ever, and then makes sure that it is the one that was chosen: start time, user, program, and
/// that it still holds the socket. `send` checks all of it again and goes through the pidfd. On
/// kernels before 5.3 the check right before `kill` has to do.
package struct ProcessPin: ~Copyable, Sendable {
  package let pid: Int32
  /// Start time in clock ticks since boot.
  package let startTime: UInt64
  package let command: RawText
  /// The user that the process acts as.
  package let uid: UInt32
  /// The socket for whose sake it is signalled; nil for the process as such.
  package let inode: UInt32?
  /// Whether a pidfd holds the process; false on kernels before 5.3.
  package var isHeldByDescriptor: Bool { descriptor.isOpen }

  private let descriptor: FileDescriptor
  private let guards: ProcessGuards

  /// Pins the process that was chosen as `pid`, started at `startTime`, for the socket `inode`.
  ///
  /// Throws why it must not, or cannot, be signalled; nothing has happened then.
  package static func pin(
    pid: Int32, startTime: UInt64, inode: UInt32?, allowAncestors: Bool = false
  ) throws(SignalRefusal) -> ProcessPin {
    try pin(
      pid: pid, startTime: startTime, inode: inode,
      guards: ProcessGuards(allowAncestors: allowAncestors), opening: topss_pidfd_open)
  }

  /// Pins by `guards` and the pidfd that `opening` makes; that one fails as `pidfd_open` does.
  static func pin(
    pid: Int32, startTime: UInt64, inode: UInt32?, guards: ProcessGuards,
    opening: (Int32) -> Int32
  ) throws(SignalRefusal) -> ProcessPin {
    try guards.refuseByNumber(pid)
    let descriptor = try descriptor(of: pid, opening: opening)
    let facts = try guards.check(pid: pid, startTime: startTime, inode: inode)
    let pin = ProcessPin(
      pid: pid, facts: facts, inode: inode, descriptor: descriptor, guards: guards)
    // A pidfd that still answers after the check was the checked process all along.
    try pin.deliver(0)
    return pin
  }

  private init(
    pid: Int32, facts: ProcessGuards.Facts, inode: UInt32?, descriptor: consuming FileDescriptor,
    guards: ProcessGuards
  ) {
    self.pid = pid
    startTime = facts.stat.startTime
    command = facts.stat.command
    uid = facts.uid
    self.inode = inode
    self.descriptor = descriptor
    self.guards = guards
  }

  /// Makes sure that the process is still the one that was shown; throws what changed.
  package func recheck() throws(SignalRefusal) {
    try guards.refuseByNumber(pid)
    let facts = try guards.check(pid: pid, startTime: startTime, inode: inode)
    guard facts.uid == uid else { throw .userChanged(pid: pid) }
    guard facts.stat.command == command else { throw .programChanged(pid: pid) }
  }

  /// Checks again and sends `signal`; 0 only probes for the process and the right to.
  ///
  /// Throws what changed, `ended` or `notPermitted`; never tries again by number.
  package func send(_ signal: Int32) throws(SignalRefusal) {
    try recheck()
    try deliver(signal)
  }

  private func deliver(_ signal: Int32) throws(SignalRefusal) {
    if descriptor.isOpen {
      guard topss_pidfd_send_signal(descriptor.number, signal) != 0 else { return }
    } else {
      guard kill(pid, signal) != 0 else { return }
    }
    throw SignalRefusal(Errno.current, pid: pid, signal: signal)
  }

  /// A pidfd, or nothing where the kernel, or a container's filter (`EPERM`), has none.
  private static func descriptor(
    of pid: Int32, opening: (Int32) -> Int32
  ) throws(SignalRefusal) -> FileDescriptor {
    let number = opening(pid)
    if number >= 0 { return FileDescriptor(owning: number) }
    let error = Errno.current
    guard error == .notImplemented || error == .notPermitted else {
      throw SignalRefusal(error, pid: pid)
    }
    return FileDescriptor(owning: -1)
  }
}
