import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The first line: what runs where, when, how often, and the traffic of everything with its past.
enum HeaderView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect, style: Style(.header))
    let received = rate("rx ", state.sample?.totals.receiveRate, state)
    let sent = rate("tx ", state.sample?.totals.sendRate, state)
    let right = received.columns + sent.columns + 4
    var line = rect.line(0)
    let place = line.takeRight(min(right, line.columns))
    _ = line.takeRight(2)
    let used = title(of: state).draw(on: &canvas, in: line)
    let spare = min(64, line.columns - used - 2)
    let graph = spare >= 12 ? spare / 2 - 1 : 0
    var traffic = Rect(
      row: place.row, column: place.column - graph * 2, columns: place.columns + graph * 2,
      rows: place.rows)
    draw(received, state.receiveRates, .graphReceived, graph, on: &canvas, &traffic, state)
    _ = traffic.takeLeft(2)
    draw(sent, state.sendRates, .graphSent, graph, on: &canvas, &traffic, state)
  }

  private static func draw(
    _ text: SafeText, _ values: [Double?], _ role: StyleRole, _ graph: Int,
    on canvas: inout Canvas, _ rest: inout Rect, _ state: MonitorState
  ) {
    let area = rest.takeLeft(text.columns)
    canvas.draw(text, at: area.origin, style: Style(.header), clip: area)
    guard graph > 0 else { return }
    _ = rest.takeLeft(1)
    Sparkline(values).draw(
      on: &canvas, in: rest.takeLeft(graph - 1), style: Style(.header),
      glyphs: state.settings.glyphs)
  }

  private static func title(of state: MonitorState) -> PieceLine {
    var line = PieceLine()
    let bold = Style(.header, bold: true)
    line.add("topss", 2, bold)
    line.add(state.settings.hostName, 3, bold)
    if let sample = state.sample {
      let time = ClockText.time(sample.snapshot.wallClock, offset: state.settings.utcOffset)
      line.add(time, 5, Style(.header))
    }
    var every: SafeText = "every "
    every.append(fixed: state.interval, digits: 1)
    every.append("s")
    line.add(every, 1, Style(.header))
    if let stretched = state.stretchedInterval {
      var text: SafeText = "STRETCHED to "
      text.append(fixed: stretched, digits: 1)
      text.append("s")
      line.add(text, 6, Style(.headerSorted, bold: true))
    }
    if state.isPaused { line.add("PAUSED", 9, Style(.headerSorted, bold: true)) }
    if state.frozen?.view == state.view { line.add("FROZEN", 8, Style(.headerSorted, bold: true)) }
    if state.mark != nil { line.add("MARK", 7, Style(.headerSorted, bold: true)) }
    return line
  }

  /// Always as wide, so that what stands behind it does not move.
  private static func rate(
    _ label: SafeText, _ bytesPerSecond: Double?, _ state: MonitorState
  ) -> SafeText {
    var text = SafeText()
    var quantity = state.settings.quantity
    quantity.precision = .full
    quantity.append(bytesPerSecond: bytesPerSecond, to: &text)
    text.append("/s")
    var result = label
    result.append(text, paddedTo: quantity.base == .binary ? 10 : 9, .right)
    return result
  }
}

extension MonitorState {
  /// The past of the totals, oldest first.
  var receiveRates: [Double?] { totals.points.elements.map(\.totals.receiveRate) }
  var sendRates: [Double?] { totals.points.elements.map(\.totals.sendRate) }
}

/// Wall-clock times as people read them.
enum ClockText {
  /// `10:42:07`; `-` for a time before 1970 or not finite.
  static func time(_ unixSeconds: Double, offset: Int) -> SafeText {
    guard unixSeconds.isFinite, unixSeconds >= 0, unixSeconds < 1e15 else { return "-" }
    let seconds = Int(unixSeconds)
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
