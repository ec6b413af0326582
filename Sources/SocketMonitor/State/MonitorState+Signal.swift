import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// Signalling the owners of sockets: open, choose, confirm, report.
extension MonitorState {
  /// F9: opens the dialog for the owners of the socket under the cursor, of the group's or of all
  /// tagged sockets.
  mutating func openSignalDialog() -> [MonitorEffect] {
    guard !settings.isReadOnly else { return refuse("read-only: signals are switched off") }
    guard let sample else { return refuse("no socket is selected") }
    let rows = targetRows
    guard !rows.isEmpty else { return refuse("no living socket is selected") }
    var targets: [ProcessTarget] = []
    var pids: Set<Int32> = []
    for row in rows {
      let record = sample.snapshot.records[Int(row)]
      guard !sample.metrics[Int(row)].ownerIsGuess else { continue }
      let seen = sample.metrics[Int(row)].ownerInode
      let inode = seen != 0 ? seen : record.inode
      guard case .owners(let owners) = owners.owners(ofInode: inode) else { continue }
      for owner in owners where !owner.hasEnded && pids.insert(owner.pid).inserted {
        targets.append(
          ProcessTarget(
            pid: owner.pid, startTime: owner.startTime, command: owner.command, inode: inode))
      }
    }
    guard !targets.isEmpty else { return refuse(whyNobody(rows, sample)) }
    overlay = .signal(
      SignalDialog(targets: targets, choices: settings.signals, selected: lastSignal))
    return [.flushInput, .pin(targets)]
  }

  /// Why no process can be signalled for these sockets.
  private func whyNobody(_ rows: [UInt32], _ sample: Sample) -> SafeText {
    guard rows.count == 1, let row = rows.first else { return "no owner of these sockets is known" }
    if sample.metrics[Int(row)].ownerIsGuess {
      return "the owner is only guessed from who listens: select the listener to signal it"
    }
    let seen = sample.metrics[Int(row)].ownerInode
    let inode = seen != 0 ? seen : sample.snapshot.records[Int(row)].inode
    return switch owners.owners(ofInode: inode) {
    case .pending: "the owner of this socket is not known yet"
    case .nobody: "no process owns this socket"
    case .notPermitted: "the owner of this socket may not be read by this user"
    case .owners: "the process that owned this socket has ended"
    }
  }

  /// A key while the dialog is open.
  mutating func apply(_ key: Key, to dialog: SignalDialog) -> [MonitorEffect] {
    var dialog = dialog
    switch dialog.stage {
    case .choosing:
      return choose(key, in: &dialog)
    case .confirming(let since):
      return confirm(key, in: &dialog, since: since)
    case .sending:
      return []
    }
  }

  private mutating func choose(_ key: Key, in dialog: inout SignalDialog) -> [MonitorEffect] {
    switch key {
    case .escape, .control("c"), .character("q"):
      return closeSignalDialog("nothing was signalled")
    case .up, .character("k"):
      dialog.selected = max(0, dialog.selected - 1)
    case .down, .character("j"):
      dialog.selected = max(0, min(dialog.choices.count - 1, dialog.selected + 1))
    case .home:
      dialog.selected = 0
    case .end:
      dialog.selected = max(0, dialog.choices.count - 1)
    case .enter where !dialog.permitted.isEmpty && dialog.choice != nil:
      dialog.stage = .confirming(since: now)
      overlay = .signal(dialog)
      return [.flushInput]
    case .character, .control, .enter, .tab, .backTab, .backspace, .delete,
      .left, .right, .pageUp, .pageDown, .insert, .function, .alt:
      return []
    }
    overlay = .signal(dialog)
    return []
  }

  private mutating func confirm(
    _ key: Key, in dialog: inout SignalDialog, since: MonotonicTime
  ) -> [MonitorEffect] {
    switch key {
    case .character("y"):
      guard now.seconds(since: since) >= SignalDialog.deafness, let choice = dialog.choice else {
        return wait(dialog)
      }
      lastSignal = dialog.selected
      dialog.stage = .sending
      overlay = .signal(dialog)
      return [.signal(dialog.permitted, number: choice.number)]
    case .character("n"), .escape, .control("c"), .character("q"):
      return closeSignalDialog("nothing was signalled")
    case .character, .control, .enter, .tab, .backTab, .backspace, .delete, .up, .down,
      .left, .right, .home, .end, .pageUp, .pageDown, .insert, .function, .alt:
      return wait(dialog)
    }
  }

  /// A stream of keys, as a terminal without bracketed paste makes of a paste, holds no answer: it
  /// must follow a silence.
  mutating func wait(_ dialog: SignalDialog) -> [MonitorEffect] {
    var dialog = dialog
    dialog.stage = .confirming(since: now)
    overlay = .signal(dialog)
    return []
  }

  private mutating func closeSignalDialog(_ sentence: SafeText) -> [MonitorEffect] {
    overlay = .none
    status = StatusMessage(sentence)
    return [.unpin]
  }

  /// The processes were checked.
  mutating func apply(_ answers: [PinAnswer]) {
    guard case .signal(var dialog) = overlay else { return }
    // Others that hold the sockets by now come after those that were asked for; once the question
    // stands, nobody is added to it.
    guard case .choosing = dialog.stage, dialog.answers == nil,
      answers.prefix(dialog.targets.count).map(\.target) == dialog.targets
    else { return }
    dialog.targets = answers.map(\.target)
    dialog.answers = answers
    overlay = .signal(dialog)
  }

  /// The signal was sent, or refused at the last moment.
  mutating func apply(_ answers: [SignalAnswer]) -> [MonitorEffect] {
    guard case .signal(let dialog) = overlay, let choice = dialog.choice else { return [.unpin] }
    overlay = .none
    let failed = answers.first { $0.failure != nil }
    if let failed, let failure = failed.failure {
      status = StatusMessage(
        "\(failed.target.command)[\(failed.target.pid)]: \(failure)", severity: .error)
    } else {
      var text: SafeText = "sent \(choice.name) to "
      for (index, answer) in answers.prefix(4).enumerated() {
        if index > 0 { text.append(", ") }
        text.append("\(answer.target.command)[\(answer.target.pid)]" as SafeText)
      }
      if answers.count > 4 { text.append(" and \(answers.count - 4) more" as SafeText) }
      status = StatusMessage(text)
    }
    return [.unpin, .pollNow]
  }
}
