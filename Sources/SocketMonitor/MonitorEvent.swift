package import SocketMetrics
package import SocketModel
package import TerminalUI
package import TextSafety

/// Everything that can happen to the monitor: the only way into `MonitorState`.
package enum MonitorEvent: Sendable {
  /// A new sample was taken.
  case sample(Sample)
  /// More is known of who holds which socket.
  case owners(OwnerTable)
  /// Command lines that were asked for came.
  case commandLines([CommandLineAnswer])
  /// The user did something at this instant.
  case input(InputEvent, at: MonotonicTime)
  /// Several inputs were read at once at this instant, and follow now. Nobody types like that, so
  /// none of them answers a question.
  case burst(MonotonicTime)
  /// The terminal has another size.
  case resized(Size)
  /// Time passed; sent while something on the screen depends on it.
  case tick(MonotonicTime)
  /// Polls come every so many seconds, because they cost too much for the wanted interval; nil when
  /// they come as wanted again.
  case stretched(Double?)
  /// Names that were being looked up are there now.
  case namesResolved
  /// Filters that earlier runs committed, oldest first.
  case filterHistory([SafeText])
  /// An effect is done.
  case finished(EffectOutcome)
}

/// What an effect answers.
package enum EffectOutcome: Sendable {
  /// The processes of a kill dialog are pinned, or refused; one answer per target, in order.
  case pinned([PinAnswer])
  /// The signal was sent, or not; one answer per target, in order.
  case signalled([SignalAnswer])
  /// One answer per socket that was to be destroyed, in order.
  case destroyed([DestroyAnswer])
  /// Everything that the kernel tells about one socket; nil when it is gone.
  case detail(SocketDetail?, for: SocketIdentity)
  /// Something to say in the status line.
  case message(StatusMessage)
}
