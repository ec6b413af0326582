internal import CSys
internal import Glibc

extension CursesScreen {
  /// What signals want of the owner; `size` may be new, and a canvas should follow.
  package struct SignalNews: Hashable, Sendable {
    /// The signal that asks for the end, nil for none.
    package var end: Int32?
    /// Whether the program was asked to stop and could not: no shell would continue it.
    package var hasRefusedToStop = false
  }

  /// Asks the whole job to stop, as a terminal does at its own ^Z: a script that waits for the
  /// program stops with it. `readSignals()` obeys.
  package func askToStop() { kill(0, SIGTSTP) }

  /// Obeys the signals that came: follows the terminal's size, and stops and goes on as a shell wants.
  ///
  /// For a stop the terminal is given back. A SIGCONT that comes before the program stopped takes the
  /// stop back. In the background it waits for the foreground, then takes the terminal again, also
  /// after a SIGSTOP that nobody announced.
  package func readSignals() -> SignalNews {
    var news = SignalNews()
    guard !isClosed else { return news }
    news.end = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].first { topss_signals_take($0) != 0 }
    guard news.end == nil else { return news }
    if topss_signals_take(SIGWINCH) != 0 { resize() }
    let isAsked = topss_signals_is_pending(SIGTSTP) != 0
    guard isAsked || topss_signals_is_pending(SIGCONT) != 0 else { return news }
    leave()
    topss_signals_stop(device.descriptor)
    let isContinued = topss_signals_take(SIGCONT) != 0
    takeBack()
    news.hasRefusedToStop = isAsked && !isContinued
    return news
  }
}
