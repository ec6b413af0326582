import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The past of the socket, and what limits it.
extension DetailPane {
  func graphs() -> [Line] {
    let points = state.history.points(of: detail.record.identity)
    guard points.count > 1 else { return [] }
    func graph(
      _ label: SafeText, _ unit: FieldUnit, _ role: StyleRole, _ value: (HistoryPoint) -> Float
    ) -> [Line?] {
      let values = points.map { point -> Double? in
        let number = Double(value(point))
        return number.isNaN ? nil : number
      }
      let known = values.compactMap { $0 }
      guard let last = known.last, let peak = known.max(), peak > 0 else { return [] }
      let mean = known.reduce(0, +) / Double(known.count)
      let figures = figures(unit, last: last, peak: peak, mean: mean)
      return figures.enumerated().map { line, figure in
        .graph(
          line == 0 ? label : "", values, figure: figure, role, line: line,
          height: figures.count)
      }
    }
    return section(
      "History",
      [
        graph("received per s", .bytesPerSecond, .graphReceived) { $0.receiveRate },
        graph("sent per s", .bytesPerSecond, .graphSent) { $0.sendRate },
        graph("round trip", .seconds, .stateOpening) { $0.roundTrip },
        graph("congestion window", .segments, .accent) { $0.congestionWindow },
        graph("receive queue", .bytes, .graphReceived) { $0.receiveQueue },
        graph("send queue", .bytes, .graphSent) { $0.sendQueue },
      ].flatMap(\.self))
  }

  /// Cells of the figures beside a graph of one line: with the mean where there is room.
  static func figureWidth(columns: Int) -> Int { columns >= 76 ? 34 : 22 }

  /// What stands beside the lines of a graph: on tall screens it has three.
  private func figures(
    _ unit: FieldUnit, last: Double, peak: Double, mean: Double
  ) -> [SafeText] {
    func text(_ label: SafeText, _ value: Double) -> SafeText {
      var text = label
      unit.write(value, as: state.settings.quantity, to: &text)
      return text
    }
    let parts = [text("", last), text("peak ", peak), text("mean ", mean)]
    guard state.size.rows < 40 else { return parts }
    let hasMean = Self.figureWidth(columns: state.size.columns) > 22
    return ["\(parts[0]), \(parts[1])\(hasMean ? ", " as SafeText : "")\(hasMean ? parts[2] : "")"]
  }

  func limits() -> [Line] {
    let limits = detail.metric.limits
    guard limits.isKnown, let greatest = limits.greatest else { return [] }
    let bars = SenderLimit.allCases.map { limit -> Line in
      let share = Double(limits.share(of: limit))
      var figure = SafeText()
      QuantityText.append(share: share, to: &figure)
      return .bar(Self.label(limit), share: share, figure: figure, Self.role(limit))
    }
    return section(
      "What limits sending", bars + [.text("  \(Self.sentence(greatest.limit))", .normal)])
  }

  private static func label(_ limit: SenderLimit) -> SafeText {
    switch limit {
    case .receiverWindow: "receiver's window"
    case .sendBuffer: "send buffer"
    case .congestion: "network"
    case .application: "application"
    }
  }

  private static func role(_ limit: SenderLimit) -> StyleRole {
    switch limit {
    case .receiverWindow, .sendBuffer: .warning
    case .congestion: .graphSent
    case .application: .stateEstablished
    }
  }

  private static func sentence(_ limit: SenderLimit) -> SafeText {
    switch limit {
    case .receiverWindow: "The peer reads too slowly: its window was full most of the time."
    case .sendBuffer: "The send buffer is too small for this path: it was full most of the time."
    case .congestion: "Busy sending: the network and its congestion control set the pace."
    case .application: "Mostly idle: the application had nothing to send."
    }
  }
}
