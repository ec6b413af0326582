package import TextSafety

/// Why a process is not signalled.
package enum SignalRefusal: Error, Hashable, Sendable {
  /// Process 1 and what has no process at all.
  case initProcess(pid: Int32)
  /// The monitor itself.
  case itself
  /// The shell, terminal or session that the monitor runs in.
  case ancestor(pid: Int32)
  case kernelThread(pid: Int32)
  /// It has ended and waits for its parent.
  case zombie(pid: Int32)
  /// Another process has taken over the number.
  case reusedPid(pid: Int32)
  /// The process has closed the socket, or given it away.
  case socketNotHeld(pid: Int32, inode: UInt32)
  /// Whether it still holds the socket cannot be told.
  case socketNotReadable(pid: Int32)
  /// It acts as another user than when it was chosen.
  case userChanged(pid: Int32)
  /// It runs another program than when it was chosen.
  case programChanged(pid: Int32)
  case ended(pid: Int32)
  case notPermitted(pid: Int32)
  /// The kernel does not know the signal.
  case invalidSignal(Int32)
  case failed(pid: Int32, Errno)

  /// The sentence for the status line; lower case, without a full stop.
  package var sentence: SafeText {
    switch self {
    case .initProcess(let pid): "process \(pid) is not signalled: the system depends on it"
    case .itself: "topss does not signal itself; press q to quit"
    case .ancestor(let pid):
      "process \(pid) is not signalled: topss runs inside it; --allow-ancestors permits it"
    case .kernelThread(let pid): "process \(pid) is not signalled: it is a thread of the kernel"
    case .zombie(let pid):
      "process \(pid) is not signalled: it has ended and waits for its parent"
    case .reusedPid(let pid):
      "process \(pid) is not signalled: the one that was chosen ended and its number was reused"
    case .socketNotHeld(let pid, _):
      "process \(pid) is not signalled: it no longer holds the socket"
    case .socketNotReadable(let pid):
      "process \(pid) is not signalled: whether it still holds the socket may not be read"
    case .userChanged(let pid):
      "process \(pid) is not signalled: it acts as another user than when it was chosen"
    case .programChanged(let pid):
      "process \(pid) is not signalled: it runs another program than when it was chosen"
    case .ended(let pid): "process \(pid) has ended already"
    case .notPermitted(let pid):
      "cannot signal process \(pid): operation not permitted; needs its user, root or cap_kill"
    case .invalidSignal(let number): "cannot send signal \(number): the kernel does not know it"
    case .failed(let pid, let error): "cannot signal process \(pid): \(error.text)"
    }
  }

  /// What an errno of `pidfd_open`, `pidfd_send_signal` or `kill` means for `pid`.
  init(_ error: Errno, pid: Int32, signal: Int32? = nil) {
    switch (error, signal) {
    case (.noSuchProcess, _), (.noSuchFile, _): self = .ended(pid: pid)
    case (.notPermitted, _), (.accessDenied, _): self = .notPermitted(pid: pid)
    case (.invalidArgument, let signal?): self = .invalidSignal(signal)
    default: self = .failed(pid: pid, error)
    }
  }
}
