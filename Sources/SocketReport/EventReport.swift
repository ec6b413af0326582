package import SocketMetrics
internal import SocketModel
package import TextSafety

/// What happened to sockets, one line each: `TIME EVENT NETID LOCAL PEER`, then what is known as
/// `key=value`, the process last.
///
/// Times are local with their offset, durations seconds (`<` before one that is only known not to be
/// longer), bytes exact; `-` is what is not known.
package struct EventReport: Sendable {
  private let showsNamespaces: Bool
  private let utcOffset: Int

  /// `utcOffset` is what local time is ahead of UTC, in seconds.
  package init(showsNamespaces: Bool, utcOffset: Int) {
    self.showsNamespaces = showsNamespaces
    self.utcOffset = utcOffset
  }

  /// Appends the event's line; `context` has the owners.
  package func append(_ event: SocketEvent, context: RowContext, to text: inout SafeText) {
    let row = event.row(in: context)
    appendStart(event.word, at: event.wallClock, to: &text)
    append(.netid, of: row, width: 5, to: &text)
    append(.local, of: row, width: 21, to: &text)
    append(.peer, of: row, width: 21, to: &text)
    appendFacts(of: event, row, to: &text)
    if showsNamespaces {
      text.append(" netns=")
      SocketField.netns.write(row, to: &text)
    }
    text.append(" proc=")
    SocketField.proc.write(row, to: &text)
    text.append("\n")
  }

  /// Appends a line that says what cannot be seen, or can be seen again.
  package func append(note: SafeText, at wallClock: Double, to text: inout SafeText) {
    appendStart("note", at: wallClock, to: &text)
    text.append(" ")
    text.append(note)
    text.append("\n")
  }

  private func appendStart(_ word: SafeText, at wallClock: Double, to text: inout SafeText) {
    Timestamp(unixSeconds: wallClock, utcOffset: utcOffset).write(to: &text)
    text.append(" ")
    text.append(word, paddedTo: 7)
  }

  private func append(
    _ field: SocketField, of row: SocketRow, width: Int, to text: inout SafeText
  ) {
    var cell = SafeText()
    field.write(row, to: &cell)
    text.append(" ")
    text.append(cell)
    text.append(blanks: max(0, width - cell.columns))
  }

  private func appendFacts(of event: SocketEvent, _ row: SocketRow, to text: inout SafeText) {
    switch event.kind {
    case .opened: text.append(" state=\(event.record.state.title)" as SafeText)
    case .changed(let from, let to):
      text.append(" from=\(from.title) to=\(to.title) spent=" as SafeText)
      appendDuration(of: event, to: &text)
    case .ended(let cause):
      text.append(" how=\(cause.word) state=\(event.record.state.title) lived=" as SafeText)
      appendDuration(of: event, to: &text)
      append(" rx=", .rxBytes, of: row, to: &text)
      append(" tx=", .txBytes, of: row, to: &text)
      guard !event.hasFinalCounters, event.record.payloadBytesSent != nil else { return }
      text.append(" final=no")
    }
  }

  private func appendDuration(of event: SocketEvent, to text: inout SafeText) {
    guard let duration = event.duration else { return text.append("-") }
    if event.durationIsBound { text.append("<") }
    text.append(fixed: duration, digits: 3)
    text.append("s")
  }

  private func append(
    _ key: StaticString, _ field: SocketField, of row: SocketRow, to text: inout SafeText
  ) {
    text.append(key)
    text.append(fixed: field.number(of: row), digits: 0)
  }
}

extension SocketEvent {
  /// What the event is called in streams.
  var word: SafeText {
    switch kind {
    case .opened: "opened"
    case .changed: "changed"
    case .ended: "ended"
    }
  }
}

extension EndedSocket.Cause {
  /// What the cause is called in streams and JSON.
  var word: SafeText {
    switch self {
    case .closed: "closed"
    case .reset: "reset"
    case .timedOut: "timed-out"
    case .unknown: "unknown"
    }
  }
}

/// An instant as ISO 8601 writes it: `2026-11-21T10:42:07.120+01:00`.
struct Timestamp {
  let unixSeconds: Double
  /// Seconds that local time is ahead of UTC.
  let utcOffset: Int

  /// Appends the local time to the millisecond; `-` for one before 1970 or not finite.
  func write(to text: inout SafeText) {
    guard unixSeconds.isFinite, unixSeconds >= 0, unixSeconds < 1e11 else {
      return text.append("-")
    }
    let milliseconds = UInt64(unixSeconds * 1000 + 0.5)
    let local = Int(milliseconds / 1000) &+ utcOffset
    let day = local >= 0 ? local / 86400 : (local &- 86399) / 86400
    let second = local &- day &* 86400
    appendDate(ofDay: day, to: &text)
    append("T", second / 3600, to: &text)
    append(":", second / 60 % 60, to: &text)
    append(":", second % 60, to: &text)
    text.append(".")
    text.append(milliseconds % 1000, digits: 3)
    append(utcOffset < 0 ? "-" : "+", abs(utcOffset) / 3600, to: &text)
    append(":", abs(utcOffset) / 60 % 60, to: &text)
  }

  /// The Gregorian date of a day counted from 1970-01-01, by years that begin in March.
  private func appendDate(ofDay day: Int, to text: inout SafeText) {
    let shifted = day &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let inEra = shifted &- era &* 146_097
    let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * inYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    text.append(UInt64(clamping: year), digits: 4)
    append("-", month, to: &text)
    append("-", inYear - (153 * shiftedMonth + 2) / 5 + 1, to: &text)
  }

  private func append(_ separator: StaticString, _ value: Int, to text: inout SafeText) {
    text.append(separator)
    text.append(UInt64(clamping: value), digits: 2)
  }
}
