import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// Everything about one socket, line by line.
struct DetailPane {
  enum Line {
    case blank
    case title(SafeText)
    case text(SafeText, StyleRole)
    /// What, how much with its unit, and what it means.
    case fact(SafeText, SafeText, SafeText)
    case bar(SafeText, share: Double?, figure: SafeText, StyleRole)
    /// Line `line` from above of a graph that is `height` lines high.
    case graph(
      SafeText, [Double?], figure: SafeText, StyleRole, line: Int, height: Int)
  }

  let title: SafeText
  private(set) var lines: [Line] = []
  let state: MonitorState
  let detail: DetailState

  /// Nil when no detail is shown.
  init?(_ state: MonitorState) {
    guard let detail = state.detail else { return nil }
    self.state = state
    self.detail = detail
    title = Self.title(
      detail.row, columns: state.size.columns, ellipsis: state.settings.glyphs.ellipsis)
    if detail.isGone {
      lines.append(
        .text("This socket has ended; what stands here is what was seen last.", .warning))
      lines.append(.blank)
    }
    lines += connection() + owners() + limits() + graphs() + timeline()
    lines += transfer() + path() + windows() + congestion() + memory() + others()
    while case .blank? = lines.last { lines.removeLast() }
    lines = lines.flatMap { Self.wrapped($0, columns: state.size.columns) }
  }

  /// Cells of a fact's label and of its value.
  static let labelWidth = 20
  static let valueWidth = 20

  /// An explanation that is too long goes on below itself; where there is hardly room, it goes.
  private static func wrapped(_ line: Line, columns: Int) -> [Line] {
    guard case .fact(let label, let value, let help) = line else { return [line] }
    let room = columns - labelWidth - valueWidth - 2
    guard room >= 24, !help.isEmpty else { return [.fact(label, value, "")] }
    guard value.columns < valueWidth else {
      return [.fact(label, value, "")]
        + help.wrapped(to: room).map { .fact("", "", $0) }
    }
    let parts = help.wrapped(to: room)
    return parts.enumerated().map { index, part in
      index == 0 ? .fact(label, value, part) : .fact("", "", part)
    }
  }

  private static func title(_ row: SocketRow, columns: Int, ellipsis: SafeText) -> SafeText {
    var text: SafeText = " \(row.record.netid) \(row.record.state.title)  "
    var local = SafeText()
    SocketField.local.write(row, to: &local)
    var peer = SafeText()
    SocketField.peer.write(row, to: &peer)
    text.append(
      EndsText.text(local, "  ", peer, room: columns - text.columns, ellipsis: ellipsis))
    return text
  }

  /// A field's fact, explained by the field table; nil when it is not known.
  func fact(_ label: SafeText, _ field: SocketField, help: SafeText? = nil) -> Line? {
    var text = SafeText()
    field.write(detail.row, to: &text)
    guard text.utf8 != [0x2d], !text.isEmpty else { return nil }
    return .fact(label, text, help ?? field.definition.help)
  }

  /// A section with its title; nothing when it has no lines.
  func section(_ title: SafeText, _ lines: [Line?]) -> [Line] {
    let known = lines.compactMap { $0 }
    return known.isEmpty ? [] : [.title(title)] + known + [.blank]
  }

  private func connection() -> [Line] {
    var facts: [Line?] = [
      fact("state", .state), fact("in this state", .stateAge), fact("seen for", .age),
      fact("local", .local), fact("peer", .peer), otherEnd(), fact("device", .dev),
      fact("namespace", .netns), timer(),
    ]
    facts.append(
      fact("waiting to read", .recvq, help: "Bytes received that the process has not read."))
    facts.append(
      fact("waiting for ack", .sendq, help: "Bytes that the peer has not acknowledged."))
    if detail.record.state == .listen {
      facts.removeLast(2)
      facts.append(
        .fact(
          "accept queue", "\(detail.record.receiveQueue) of \(detail.record.sendQueue)",
          "Connections that wait to be accepted, and how many may."))
    }
    return section("Socket", facts)
  }

  private func timer() -> Line? {
    guard detail.record.timer != .none else { return nil }
    var text = SafeText()
    SocketField.timer.write(detail.row, to: &text)
    text.append(", ")
    SocketField.timerLeft.write(detail.row, to: &text)
    if detail.record.timerRetransmits > 0 {
      text.append(", try \(detail.record.timerRetransmits)" as SafeText)
    }
    return .fact("timer", text, SocketField.timer.definition.help)
  }

  private func otherEnd() -> Line? {
    guard let sample = state.sample,
      let place = MonitorState.otherEnd(
        of: detail.record, in: sample, count: state.liveCount),
      let row = sample.row(place, in: detail.row.context)
    else { return nil }
    var text = SafeText()
    SocketField.proc.write(row, to: &text)
    text.append(" \(row.record.state.title)" as SafeText)
    return .fact(
      "other end", text, "It is on this host\(state.hint(.otherEnd, "jumps to it", after: "; ")).")
  }

  private func owners() -> [Line] {
    switch detail.row.owners {
    case .nobody:
      return section("Owners", [.text("  no process holds it", .dim)])
    case .pending:
      return section("Owners", [.text("  not looked up yet", .dim)])
    case .notPermitted:
      return section(
        "Owners", [.text("  hidden: this user may not look into the process", .warning)])
    case .owners(let owners):
      let help: SafeText =
        detail.row.metric.ownerIsGuess ? "Guessed: the only one that listens on this port." : ""
      let lines: [Line?] = owners.prefix(20).map { owner in
        .fact(
          "\(owner.command)[\(owner.pid)]", "descriptor \(owner.descriptor)",
          owner.hasEnded ? "The process has ended." : help)
      }
      let more: [Line?] =
        owners.count > 20 ? [.text("  and \(owners.count - 20) more", .dim)] : []
      return section(
        "Owners",
        lines + more + [
          fact("command line", .cmd), fact("user", .user), fact("unit", .unit),
          fact("container", .container), fact("run by", .runtime),
          fact("control group", .cgroup),
        ])
    }
  }

  private func timeline() -> [Line] {
    let events = state.events.timeline(of: detail.record.identity)
    return section(
      "Timeline",
      events.suffix(12).map { event in
        let time = ClockText.time(event.wallClock, offset: state.settings.utcOffset)
        var text: SafeText = "  \(time)  "
        text.append(EventWording.sentence(event))
        if let duration = event.duration {
          text.append(" after ")
          FieldUnit.seconds.write(duration, to: &text)
        }
        return .text(text, .normal)
      })
  }
}
