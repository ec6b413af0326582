import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The Summary view: `ss -s` live, states as bars, host counters as rates.
enum SummaryPane {
  /// One line: text, or a bar.
  enum Line {
    case title(SafeText)
    case text(SafeText, StyleRole)
    case bar(SafeText, share: Double, figure: SafeText, StyleRole)
    case graph(SafeText, [Double?], figure: SafeText, StyleRole)
  }

  static func lineCount(of state: MonitorState) -> Int { lines(of: state).count }

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    canvas.fill(rect)
    let lines = lines(of: state)
    let top = min(state.table.cursor.top, max(0, lines.count - rect.rows))
    for (row, line) in lines.dropFirst(max(0, top)).prefix(rect.rows).enumerated() {
      draw(line, on: &canvas, in: rect.line(row), glyphs: state.settings.glyphs)
    }
  }

  private static func draw(
    _ line: Line, on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs
  ) {
    var area = rect
    _ = area.takeLeft(1)
    switch line {
    case .title(let text): canvas.draw(text, in: area, style: Style(.accent, bold: true))
    case .text(let text, let role):
      canvas.draw(text, in: area, style: Style(role), ellipsis: glyphs.ellipsis)
    case .bar(let label, let share, let figure, let role):
      BarGauge("  \(label)", share: share, figure: figure, style: Style(role)).draw(
        on: &canvas, in: area.takeLeft(min(area.columns, 70)), labelWidth: 13, figureWidth: 7,
        glyphs: glyphs)
    case .graph(let label, let values, let figure, let role):
      canvas.draw("  \(label)" as SafeText, in: area.takeLeft(13))
      _ = area.takeLeft(1)
      let figureArea = area.takeLeft(min(area.columns, 36))
      canvas.draw(figure, in: figureArea)
      _ = area.takeLeft(1)
      guard area.columns >= 8 else { return }
      Sparkline(values).draw(
        on: &canvas, in: area.takeLeft(min(area.columns, 100)), style: Style(role),
        glyphs: glyphs)
    }
  }

  static func lines(of state: MonitorState) -> [Line] {
    guard let summary = state.summary, state.sample != nil else {
      return [.text("waiting for the first sample", .dim)]
    }
    return traffic(state) + table(summary) + states(summary) + counters(summary)
  }

  private static func traffic(_ state: MonitorState) -> [Line] {
    let quantity = state.settings.quantity
    let totals = state.totals
    return [
      .title("Traffic"),
      .graph(
        "received", state.receiveRates,
        figure: rates(
          quantity, state.sample?.totals.receiveRate, totals.peakReceiveRate,
          totals.meanReceiveRate),
        .graphReceived),
      .graph(
        "sent", state.sendRates,
        figure: rates(
          quantity, state.sample?.totals.sendRate, totals.peakSendRate, totals.meanSendRate),
        .graphSent),
      .graph(
        "opened", totals.points.elements.map(\.totals.openRate),
        figure: perSecond(state.sample?.totals.openRate, state.sample?.totals.opened),
        .stateEstablished),
      .graph(
        "closed", totals.points.elements.map(\.totals.closeRate),
        figure: perSecond(state.sample?.totals.closeRate, state.sample?.totals.ended),
        .stateClosing),
      ends(state),
      .text("", .normal),
    ]
  }

  /// How the ends of sockets become known, and what of that was lost.
  private static func ends(_ state: MonitorState) -> Line {
    let lost: SafeText = state.lostEnds > 0 ? ", \(state.lostEnds) lost so far" : ", none lost"
    switch state.sample?.snapshot.destroyEvents {
    case .on:
      return .text(
        "  ends        heard from the kernel\(lost)", state.lostEnds > 0 ? .warning : .dim)
    case .pausedAboveRate:
      return .text("  ends        seen by polls only: too many close each second", .warning)
    case .off, nil: return .text("  ends        seen by polls only", .warning)
    }
  }

  /// `1.2 MB/s, peak 3.4, mean 1 MB`
  private static func rates(
    _ quantity: QuantityText, _ now: Double?, _ peak: Double?, _ mean: Double?
  ) -> SafeText {
    var text = SafeText()
    quantity.append(bytesPerSecond: now, to: &text)
    text.append("/s, peak ")
    quantity.append(bytesPerSecond: peak, to: &text)
    text.append(", mean ")
    quantity.append(bytesPerSecond: mean, to: &text)
    return text
  }

  private static func perSecond(_ now: Double?, _ total: UInt64?) -> SafeText {
    var text = SafeText()
    QuantityText.append(perSecond: now, to: &text)
    text.append("/s, in all ")
    QuantityText.append(count: total, to: &text)
    return text
  }

  private static func table(_ summary: SummaryModel) -> [Line] {
    guard !summary.transports.isEmpty else {
      return [.text("the host's own counts cannot be read", .dim), .text("", .normal)]
    }
    var head: SafeText = "Transport"
    for title: SafeText in ["Total", "IP", "IPv6"] { head.append(title, paddedTo: 9, .right) }
    let rows = summary.transports.map { row in
      let name: SafeText = "  \(row.title)"
      var text = name.padded(to: 9)
      for value in [row.total, row.ipv4, row.ipv6] {
        text.append("\(value)" as SafeText, paddedTo: 9, .right)
      }
      return Line.text(text, .normal)
    }
    return [.title(head)] + rows + [.text("", .normal)]
  }

  private static func states(_ summary: SummaryModel) -> [Line] {
    let total = summary.tcpStates.values.reduce(0, +)
    var lines: [Line] = [.title("TCP by state")]
    let states = SocketState.allCases.filter { summary.tcpStates[$0] ?? 0 > 0 }
    if states.isEmpty { lines.append(.text("  none", .dim)) }
    for state in states {
      let count = summary.tcpStates[state] ?? 0
      lines.append(
        .bar(
          state.title, share: Double(count) / Double(max(1, total)), figure: "\(count)",
          role(of: state)))
    }
    return lines + [.text("", .normal)]
  }

  private static func role(of state: SocketState) -> StyleRole {
    switch state {
    case .established: .stateEstablished
    case .listen: .stateListening
    case .synSent, .synReceived, .newSynReceived: .stateOpening
    case .finWait1, .finWait2, .closing, .lastAck: .stateClosing
    case .closeWait: .stateCloseWait
    case .timeWait: .stateTimeWait
    case .close, .boundInactive, .unknown: .normal
    }
  }

  private struct Counter {
    let label: SafeText
    let name: String
    /// Above zero it is worth a look.
    let isTrouble: Bool
  }

  private static let names: [Counter] = [
    Counter(label: "connections opened", name: "Tcp.ActiveOpens", isTrouble: false),
    Counter(label: "connections accepted", name: "Tcp.PassiveOpens", isTrouble: false),
    Counter(label: "failed attempts", name: "Tcp.AttemptFails", isTrouble: false),
    Counter(label: "segments received", name: "Tcp.InSegs", isTrouble: false),
    Counter(label: "segments sent", name: "Tcp.OutSegs", isTrouble: false),
    Counter(label: "retransmitted", name: "Tcp.RetransSegs", isTrouble: true),
    Counter(label: "timeouts", name: "TcpExt.TCPTimeouts", isTrouble: true),
    Counter(label: "resets sent", name: "Tcp.OutRsts", isTrouble: false),
    Counter(label: "connections reset", name: "Tcp.EstabResets", isTrouble: false),
    Counter(label: "out of order", name: "TcpExt.TCPOFOQueue", isTrouble: false),
    Counter(label: "bad segments", name: "Tcp.InErrs", isTrouble: true),
    Counter(label: "listen overflows", name: "TcpExt.ListenOverflows", isTrouble: true),
    Counter(label: "listen drops", name: "TcpExt.ListenDrops", isTrouble: true),
    Counter(label: "UDP received", name: "Udp.InDatagrams", isTrouble: false),
    Counter(label: "UDP sent", name: "Udp.OutDatagrams", isTrouble: false),
    Counter(label: "UDP errors", name: "Udp.InErrors", isTrouble: true),
    Counter(label: "UDP buffer full", name: "Udp.RcvbufErrors", isTrouble: true),
    Counter(label: "UDP no port", name: "Udp.NoPorts", isTrouble: false),
  ]

  private static func counters(_ summary: SummaryModel) -> [Line] {
    var lines: [Line] = [.title("Host counters          per second        in all")]
    for counter in names {
      guard let total = summary.host?.counters[counter.name] else { continue }
      let rate = summary.rate(of: counter.name)
      let label: SafeText = "  \(counter.label)"
      var text = label.padded(to: 23)
      var figure = SafeText()
      QuantityText.append(perSecond: rate, to: &figure)
      text.append(figure, paddedTo: 10, .right)
      figure.removeAll()
      QuantityText.append(count: total, to: &figure)
      text.append(figure, paddedTo: 14, .right)
      let isBad = counter.isTrouble && (rate ?? 0) > 0
      lines.append(.text(text, isBad ? .warning : (rate ?? 0) == 0 ? .dim : .normal))
    }
    return lines.count > 1 ? lines : []
  }
}
