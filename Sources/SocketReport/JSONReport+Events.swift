package import SocketMetrics
internal import SocketModel
package import TextSafety

/// Events on their own: one JSON object a line, with `event`, `time`, what kind of event it is and the
/// socket's keys.
extension JSONReport {
  /// Appends the object of `event` and a line end.
  ///
  /// A change has `from`, `to` and `duration`, an end `how`, `lifetime`, `lifetime_bound`, `final` and
  /// `owner_guessed`, as in the object of a sample.
  package func append(_ event: SocketEvent, context: RowContext, to text: inout SafeText) {
    text.append("{\"event\":\"\(event.word)\",\"time\":" as SafeText)
    text.appendJSON(event.wallClock)
    text.append(",")
    switch event.kind {
    case .opened: break
    case .changed(let from, let to):
      text.append("\"from\":\"\(from.title)\",\"to\":\"\(to.title)\",\"duration\":" as SafeText)
      text.appendJSON(event.duration)
      text.append(",")
    case .ended(let cause):
      text.append("\"how\":\"\(cause.word)\",\"lifetime\":" as SafeText)
      text.appendJSON(event.duration)
      append(",\"lifetime_bound\":", event.durationIsBound, to: &text)
      append(",\"final\":", event.hasFinalCounters, to: &text)
      append(",\"owner_guessed\":", event.metric.ownerIsGuess, to: &text)
      text.append(",")
    }
    appendKeys(event.row(in: context), DetailTable(), to: &text)
    text.append("\n")
  }

  /// Appends the object of a note: `event` is `note`, `text` a sentence.
  package func append(note: SafeText, at wallClock: Double, to text: inout SafeText) {
    text.append("{\"event\":\"note\",\"time\":")
    text.appendJSON(wallClock)
    text.append(",\"text\":\"")
    text.append(jsonEscaped: note)
    text.append("\"}\n")
  }

  private func append(_ key: StaticString, _ value: Bool, to text: inout SafeText) {
    text.append(key)
    if value { text.append("true") } else { text.append("false") }
  }
}
