import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// Destroying sockets: open, confirm, report.
extension MonitorState {
  /// `x`: asks about the socket under the cursor, the group's, or all that are tagged.
  mutating func openDestroyDialog() -> [MonitorEffect] {
    guard !settings.isReadOnly else { return refuse("read-only: destroying is switched off") }
    guard let sample, let context = rowContext else { return refuse("no socket is selected") }
    let rows = targetRows
    guard !rows.isEmpty else { return refuse("no living socket is selected") }
    var dialog = DestroyDialog(stage: .asking(since: now), records: [], lines: [], refused: [])
    for index in rows {
      let record = sample.snapshot.records[Int(index)]
      if let reason = DestroyWording.refusal(record) {
        dialog.refuse(reason)
        continue
      }
      let row = SocketRow(
        record: record, metric: sample.metrics[Int(index)], context: context)
      dialog.records.append(record)
      dialog.lines.append(Self.line(row))
    }
    guard !dialog.records.isEmpty else {
      return refuse(dialog.refused.first?.reason ?? "nothing can be destroyed")
    }
    overlay = .destroy(dialog)
    return [.flushInput]
  }

  /// `tcp ESTAB 10.0.0.1:443 > 203.0.113.9:51234  nginx[812]`
  private static func line(_ row: SocketRow) -> SafeText {
    var text: SafeText = "\(row.record.netid) \(row.record.state.title) "
    SocketField.local.write(row, to: &text)
    text.append("  ")
    SocketField.peer.write(row, to: &text)
    text.append("  ")
    SocketField.proc.write(row, to: &text)
    return text
  }

  /// Lets a question that stands wait for its answer from now on, as if it were just asked.
  ///
  /// A stalled program reads late what a stream of keys wrote: the silence before is no thought.
  mutating func askAgain() {
    if case .signal(let dialog) = overlay, case .confirming = dialog.stage { _ = wait(dialog) }
    if case .destroy(var dialog) = overlay, case .asking = dialog.stage {
      dialog.stage = .asking(since: now)
      overlay = .destroy(dialog)
    }
  }

  mutating func apply(_ key: Key, to dialog: DestroyDialog) -> [MonitorEffect] {
    guard case .asking(let since) = dialog.stage else { return [] }
    var dialog = dialog
    switch key {
    case .character("y") where now.seconds(since: since) >= SignalDialog.deafness:
      dialog.stage = .working
      overlay = .destroy(dialog)
      return [.destroy(dialog.records)]
    case .character("n"), .escape, .control("c"), .character("q"):
      overlay = .none
      status = StatusMessage("nothing was destroyed")
    case .character, .control, .enter, .tab, .backTab, .backspace, .delete, .up, .down,
      .left, .right, .home, .end, .pageUp, .pageDown, .insert, .function, .alt:
      // The answer must follow a silence: a stream of keys holds none.
      dialog.stage = .asking(since: now)
      overlay = .destroy(dialog)
    }
    return []
  }

  /// The kernel was asked.
  mutating func apply(_ answers: [DestroyAnswer]) -> [MonitorEffect] {
    if case .destroy = overlay { overlay = .none }
    let done = answers.count { $0.isDone }
    if let failed = answers.first(where: { !$0.isDone }) {
      var text: SafeText = answers.count > 1 ? "\(done) of \(answers.count) destroyed; " : ""
      text.append(failed.sentence)
      status = StatusMessage(text, severity: .error)
    } else if answers.count == 1, let answer = answers.first {
      status = StatusMessage(answer.sentence)
    } else {
      status = StatusMessage("\(done) sockets destroyed")
    }
    return [.pollNow]
  }
}

extension DestroyDialog {
  /// Counts a socket that cannot be destroyed.
  mutating func refuse(_ reason: SafeText) {
    if let place = refused.firstIndex(where: { $0.reason == reason }) {
      refused[place].count += 1
    } else {
      refused.append((reason, 1))
    }
  }
}
