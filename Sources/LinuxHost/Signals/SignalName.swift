internal import CSys
internal import Glibc
package import TextSafety

/// A signal by number, with the name that `kill -l` gives it.
package struct SignalName: Hashable, Sendable {
  package var number: Int32
  /// Without `SIG`: `TERM`, `USR1`, `RTMIN+3`.
  package var name: SafeText

  private init(_ number: Int32, _ name: SafeText) {
    self.number = number
    self.name = name
  }

  /// Every signal that can be sent, ascending by number; realtime signals last.
  package static let all: [SignalName] = (standard + realtime).sorted { $0.number < $1.number }

  /// `SIGTERM`: what a menu offers first.
  package static let terminate = SignalName(SIGTERM, "TERM")

  /// The signal with this number; nil when it cannot be sent.
  package static func named(_ number: Int32) -> SignalName? {
    all.first { $0.number == number }
  }

  /// The signal that a user means by `TERM`, `sigterm` or `15`; nil for anything else.
  package static func parse(_ text: String) -> SignalName? {
    if let number = ByteFields.decimal(text.utf8, as: Int32.self) { return named(number) }
    var wanted = text.uppercased()
    if wanted.hasPrefix("SIG") { wanted.removeFirst(3) }
    return all.first { $0.name.string == wanted }
  }

  private static var standard: [SignalName] {
    [
      SignalName(SIGHUP, "HUP"), SignalName(SIGINT, "INT"), SignalName(SIGQUIT, "QUIT"),
      SignalName(SIGILL, "ILL"), SignalName(SIGTRAP, "TRAP"), SignalName(SIGABRT, "ABRT"),
      SignalName(SIGBUS, "BUS"), SignalName(SIGFPE, "FPE"), SignalName(SIGKILL, "KILL"),
      SignalName(SIGUSR1, "USR1"), SignalName(SIGSEGV, "SEGV"), SignalName(SIGUSR2, "USR2"),
      SignalName(SIGPIPE, "PIPE"), SignalName(SIGALRM, "ALRM"), terminate,
      SignalName(SIGSTKFLT, "STKFLT"), SignalName(SIGCHLD, "CHLD"), SignalName(SIGCONT, "CONT"),
      SignalName(SIGSTOP, "STOP"), SignalName(SIGTSTP, "TSTP"), SignalName(SIGTTIN, "TTIN"),
      SignalName(SIGTTOU, "TTOU"), SignalName(SIGURG, "URG"), SignalName(SIGXCPU, "XCPU"),
      SignalName(SIGXFSZ, "XFSZ"), SignalName(SIGVTALRM, "VTALRM"), SignalName(SIGPROF, "PROF"),
      SignalName(SIGWINCH, "WINCH"), SignalName(SIGIO, "IO"), SignalName(SIGPWR, "PWR"),
      SignalName(SIGSYS, "SYS"),
    ]
  }

  /// `RTMIN`, `RTMIN+1`… to `RTMAX`, counted from the nearer end as `kill -l` does.
  private static var realtime: [SignalName] {
    let first = topss_first_realtime_signal()
    let last = topss_last_realtime_signal()
    guard first < last else { return [] }
    return (first...last).map { number in
      let above = number - first
      let below = last - number
      if above == 0 { return SignalName(number, "RTMIN") }
      if below == 0 { return SignalName(number, "RTMAX") }
      return above <= below + 1
        ? SignalName(number, "RTMIN+\(above)") : SignalName(number, "RTMAX-\(below)")
    }
  }
}
