package import TextSafety

/// Why the kernel's socket diagnostics could not be asked.
package enum DiagError: Error, Hashable, Sendable {
  /// A system call failed with this errno (positive).
  case system(DiagCall, errno: Int32)
  /// The kernel did not answer before the deadline.
  case timedOut

  /// The errno of the call that failed; nil for a time-out.
  package var errno: Int32? {
    guard case .system(_, let errno) = self else { return nil }
    return errno
  }

  /// One sentence: what failed and why, as in `cannot open sock_diag: operation not permitted`.
  package var sentence: SafeText {
    switch self {
    case .system(let call, let errno): "\(call.attempt): \(DiagError.reason(errno))"
    case .timedOut: "sock_diag did not answer in time"
    }
  }

  /// The system's words for `errno`, beginning with a small letter.
  package static func reason(_ errno: Int32) -> SafeText {
    var words = Errno(rawValue: errno).text
    if words.bytes.count > 1, (0x41...0x5a).contains(words.bytes[0]),
      (0x61...0x7a).contains(words.bytes[1])
    {
      words.bytes[0] |= 0x20
    }
    return SafeText(words)
  }
}

/// The system calls on a sock_diag socket.
package enum DiagCall: Hashable, Sendable {
  case open, bind, subscribe, send, receive

  /// What was attempted.
  package var attempt: SafeText {
    switch self {
    case .open: "cannot open sock_diag"
    case .bind: "cannot bind the sock_diag socket"
    case .subscribe: "cannot listen for ended sockets"
    case .send: "cannot ask sock_diag"
    case .receive: "cannot read from sock_diag"
    }
  }
}
