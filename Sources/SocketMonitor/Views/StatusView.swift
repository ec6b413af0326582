import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The status line: what just happened, what is wrong with what is typed, and what the screen
/// cannot show.
enum StatusView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.fill(rect)
    var rest = rect
    drawAge(of: state, on: &canvas, in: &rest)
    if let line = pieces(of: state) {
      _ = rest.takeLeft(line.draw(on: &canvas, in: rest))
      guard state.taggedTotals == nil else { return }
      _ = rest.takeLeft(2)
    }
    let (text, role) = content(of: state)
    canvas.draw(text, in: rest, style: Style(role), ellipsis: state.settings.glyphs.ellipsis)
  }

  /// At the right end, whatever stands before it: data that is older than it should be.
  private static func drawAge(
    of state: MonitorState, on canvas: inout Canvas, in rest: inout Rect
  ) {
    let text = state.ageText
    guard !text.isEmpty else { return }
    let area = rest.takeRight(text.columns + 1)
    _ = rest.takeRight(1)
    canvas.draw(text, in: area, style: Style(.warning))
  }

  private static func content(of state: MonitorState) -> (SafeText, StyleRole) {
    if case .filterPrompt(let prompt) = state.overlay {
      return PromptView.status(of: prompt, in: state)
    }
    if let status = state.status { return (" \(status.text)", role(of: status.severity)) }
    if let search = state.search, !search.isFound { return (" no row holds it", .warning) }
    if state.table.isLost, state.detail == nil {
      return (" what the cursor was on has ended; any move goes on from here", .dim)
    }
    return unseen(in: state)
  }

  /// What the screen could not see: loud what went wrong, quiet what this user may not see.
  private static func unseen(in state: MonitorState) -> (SafeText, StyleRole) {
    guard let snapshot = state.sample?.snapshot else { return (SafeText(), .dim) }
    let faults = VisibilityNotes.faults(on: snapshot)
    var hidden = VisibilityNotes.hidden(in: snapshot, owners: state.owners)
    if case .off = snapshot.destroyEvents {
      hidden.append("ends of sockets not heard: short connections are missed")
    }
    var text = SafeText()
    for (index, sentence) in (faults + hidden).enumerated() {
      text.append(index == 0 ? " " : "; ")
      text.append(sentence)
    }
    return (text, faults.isEmpty ? .dim : .warning)
  }

  /// What is tagged, or how to begin; pieces go when there is little room.
  private static func pieces(of state: MonitorState) -> PieceLine? {
    guard state.status == nil, !state.table.isLost, state.search?.isFound != false else {
      return nil
    }
    if case .filterPrompt = state.overlay { return nil }
    var line = PieceLine(gap: 3)
    if let totals = state.taggedTotals {
      line.add("\(totals.count) tagged", 9, Style(.tagged))
      var text: SafeText = "rx "
      state.settings.quantity.append(bytesPerSecond: totals.receiveRate, to: &text)
      text.append("/s  tx ")
      state.settings.quantity.append(bytesPerSecond: totals.sendRate, to: &text)
      text.append("/s")
      line.add(text, 8, Style(.tagged))
      addHint(.untagAll, "untags", 1, state, &line)
      return line
    }
    guard state.isFresh, state.sample != nil else { return nil }
    addHint(.help, "help", 9, state, &line)
    guard unseen(in: state).0.isEmpty else { return line }
    addHint(.filter, "filter", 8, state, &line)
    addHint(.detail, "detail", 6, state, &line)
    if let views = viewKeys(state.settings.keys) { line.add("\(views) views", 5, Style(.dim)) }
    addHint(.quit, "quit", 7, state, &line)
    return line
  }

  private static func addHint(
    _ action: MonitorAction, _ word: SafeText, _ priority: Int, _ state: MonitorState,
    _ line: inout PieceLine
  ) {
    guard let key = state.settings.keys.hint(for: action) else { return }
    line.add("\(key) \(word)", priority, Style(.dim))
  }

  /// The keys of the views, as `1-6` where they are digits in a row.
  private static func viewKeys(_ keys: KeyMap) -> SafeText? {
    let names = ViewKind.allCases.compactMap { keys.hint(for: .view($0)) }
    let digits = ViewKind.allCases.indices.map { "\($0 + 1)" as SafeText }
    guard names == digits else { return keys.hint(for: .nextView) }
    return "1-\(names.count)"
  }

  private static func role(of severity: StatusMessage.Severity) -> StyleRole {
    switch severity {
    case .note: .normal
    case .warning: .warning
    case .error: .error
    }
  }
}
