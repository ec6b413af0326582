package import SocketModel
package import TextSafety

/// What the state wants done to the machine or the terminal; the executable carries it out and
/// answers with events.
package enum MonitorEffect: Sendable {
  case quit
  /// Give the terminal back and stop until the shell continues us.
  case suspend
  /// Send every cell again.
  case redraw
  /// Poll at this interval, in seconds.
  case setInterval(Double)
  case pollNow
  /// Throw away what the user typed ahead.
  case flushInput
  /// Open a pidfd for each target and check it; answered by `EffectOutcome.pinned`.
  case pin([ProcessTarget])
  /// Check the pinned targets again and send the signal; answered by `EffectOutcome.signalled`.
  case signal([ProcessTarget], number: Int32)
  /// Close the pidfds that `pin` opened.
  case unpin
  /// Destroy these sockets by cookie and tuple; answered by `EffectOutcome.destroyed`.
  case destroy([SocketRecord])
  /// Ask the kernel for everything about one socket; answered by `EffectOutcome.detail`.
  case queryDetail(SocketRecord)
  /// Read the command lines of these processes; answered by `MonitorEvent.commandLines`.
  case readCommandLines([SocketOwner])
  /// Show the sockets of all network namespaces that can be entered, or of the own one alone.
  case showNamespaces(all: Bool)
  /// Look host names up in the background; answered by `MonitorEvent.namesResolved`.
  case resolve(hosts: [String])
  /// Keep these layouts for the next start; answered by `EffectOutcome.message`.
  case saveLayouts([(view: ViewKind, layout: ViewLayout)])
  /// Keep these filters, and no others, for the next start; answered by `EffectOutcome.message`.
  case saveFilters([SavedFilter])
  /// Add a filter that was committed to the history that lasts.
  case rememberFilter(SafeText)
  /// Put text into the terminal's clipboard (OSC 52).
  case copy(SafeText)
  /// Add text to the user's file of copies; answered by `EffectOutcome.message`.
  case store(SafeText)
}

/// A process that is to be signalled, and the socket that led to it.
package struct ProcessTarget: Hashable, Sendable {
  package var pid: Int32
  /// Clock ticks since boot: with the pid it names one process.
  package var startTime: UInt64
  package var command: RawText
  /// The socket that the process must still hold; 0 when the target was not chosen by a socket.
  package var inode: UInt32

  package init(pid: Int32, startTime: UInt64, command: RawText, inode: UInt32) {
    self.pid = pid
    self.startTime = startTime
    self.command = command
    self.inode = inode
  }
}

/// What pinning a target found.
package struct PinAnswer: Sendable {
  package var target: ProcessTarget
  /// The sentence that says why it may not be signalled; nil when it may.
  package var refusal: SafeText?
  /// The owner's name or number; nil when it is not known.
  package var user: SafeText?
  /// How many sockets the process holds, as far as is known.
  package var socketCount: Int?

  package init(
    target: ProcessTarget, refusal: SafeText?, user: SafeText? = nil, socketCount: Int? = nil
  ) {
    self.target = target
    self.refusal = refusal
    self.user = user
    self.socketCount = socketCount
  }
}

/// What became of a signal.
package struct SignalAnswer: Sendable {
  package var target: ProcessTarget
  /// The sentence that says why it was not sent; nil when it was.
  package var failure: SafeText?

  package init(target: ProcessTarget, failure: SafeText?) {
    self.target = target
    self.failure = failure
  }
}

/// What became of a socket that was to be destroyed.
package struct DestroyAnswer: Sendable {
  package var record: SocketRecord
  /// What happened, in words: "connection reset", "not permitted".
  package var sentence: SafeText
  package var isDone: Bool

  package init(record: SocketRecord, sentence: SafeText, isDone: Bool) {
    self.record = record
    self.sentence = sentence
    self.isDone = isDone
  }
}

/// One sentence in the status line.
package struct StatusMessage: Sendable {
  package enum Severity: Sendable { case note, warning, error }
  package var severity: Severity
  package var text: SafeText

  package init(_ text: SafeText, severity: Severity = .note) {
    self.text = text
    self.severity = severity
  }
}
