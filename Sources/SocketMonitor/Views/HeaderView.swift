import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The first line: what runs where, when, how often, and the traffic of everything.
enum HeaderView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    let left = title(of: state)
    let right = traffic(of: state)
    canvas.fill(rect, style: Style(.header))
    let spare = rect.columns - left.columns - right.columns
    canvas.draw(left, in: rect, style: Style(.header, bold: true))
    guard spare >= 1 else { return }
    let place = Position(row: rect.row, column: rect.endColumn - right.columns)
    canvas.draw(right, at: place, style: Style(.header))
  }

  private static func title(of state: MonitorState) -> SafeText {
    var text: SafeText = " topss  \(state.settings.hostName)  "
    if let sample = state.sample {
      text.append(ClockText.time(sample.snapshot.wallClock, offset: state.settings.utcOffset))
      text.append("  ")
    }
    text.append("every ")
    text.append(fixed: state.interval, digits: 1)
    text.append("s")
    if state.isPaused { text.append("  PAUSED") }
    return text
  }

  private static func traffic(of state: MonitorState) -> SafeText {
    var text: SafeText = "rx "
    let quantity = QuantityText()
    quantity.append(bytesPerSecond: state.sample?.totals.receiveRate, to: &text)
    text.append("/s   tx ")
    quantity.append(bytesPerSecond: state.sample?.totals.sendRate, to: &text)
    text.append("/s ")
    return text
  }
}

/// Wall-clock times as people read them.
enum ClockText {
  /// `10:42:07`; `-` for a time before 1970 or not finite.
  static func time(_ unixSeconds: Double, offset: Int) -> SafeText {
    guard let seconds = Int(exactly: unixSeconds.rounded(.down)), seconds >= 0 else { return "-" }
    let inDay = ((seconds &+ offset) % 86400 &+ 86400) % 86400
    var text = SafeText()
    text.append(UInt64(inDay / 3600), digits: 2)
    text.append(":")
    text.append(UInt64(inDay / 60 % 60), digits: 2)
    text.append(":")
    text.append(UInt64(inDay % 60), digits: 2)
    return text
  }
}
