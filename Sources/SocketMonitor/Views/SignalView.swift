import TerminalUI
import TextSafety

/// The dialog that signals processes.
enum SignalView {
  static func draw(
    _ dialog: SignalDialog, _ state: MonitorState, on canvas: inout Canvas, in rect: Rect
  ) {
    let glyphs = state.settings.glyphs
    switch dialog.stage {
    case .choosing:
      drawMenu(dialog, on: &canvas, in: rect, glyphs: glyphs)
    case .confirming, .sending:
      let question = question(dialog)
      let limit = Size(columns: min(rect.columns, 76), rows: rect.rows)
      question.draw(on: &canvas, in: rect.centered(question.size(limit: limit)), glyphs: glyphs)
    }
  }

  private static func drawMenu(
    _ dialog: SignalDialog, on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs
  ) {
    let (targets, head, menu, menuBox) = place(of: dialog, in: rect)
    targets.draw(on: &canvas, in: head, glyphs: glyphs)
    menu.draw(on: &canvas, in: menuBox, glyphs: glyphs)
  }

  /// The two boxes of the menu: who, and which signal.
  static func place(
    of dialog: SignalDialog, in rect: Rect
  ) -> (targets: Dialog, head: Rect, menu: Menu, menuBox: Rect) {
    let targets = Dialog(title: "Signal", lines: targetLines(dialog), answers: [])
    let width = min(rect.columns, 76)
    let head = targets.size(limit: Size(columns: width, rows: max(3, rect.rows / 2)))
    let items = dialog.choices.map { Menu.Item("\($0.number) \($0.name)") }
    let menu = Menu(title: "Enter asks, Esc leaves", items: items, selected: dialog.selected)
    // A dozen signals at most, so that the table stays in view.
    let shown = min(menu.size.rows, 14)
    let rows = min(max(0, rect.rows - 1), head.rows + shown)
    var box = rect.centered(Size(columns: max(head.columns, menu.size.columns), rows: rows))
    let top = box.takeTop(head.rows)
    return (targets, top, menu, box)
  }

  /// Who will be signalled, each by name; those that may not be with the reason.
  private static func targetLines(_ dialog: SignalDialog) -> [Dialog.Line] {
    guard let answers = dialog.answers else {
      return dialog.targets.map { Dialog.Line("\($0.command)[\($0.pid)]  checking…") }
    }
    return answers.map { answer in
      var text: SafeText = "\(answer.target.command)[\(answer.target.pid)]"
      if let user = answer.user { text.append("  user \(user)") }
      if let count = answer.socketCount { text.append("  \(count) sockets") }
      guard let refusal = answer.refusal else { return Dialog.Line(text) }
      text.append("  \(refusal)")
      return Dialog.Line(text, .warning)
    }
  }

  private static func question(_ dialog: SignalDialog) -> Dialog {
    let name = dialog.choice?.name ?? "-"
    let number = dialog.choice?.number ?? 0
    var lines = [Dialog.Line("Send signal \(number) (\(name)) to:")]
    lines += dialog.permitted.map { Dialog.Line("  \($0.command)[\($0.pid)]") }
    return Dialog(
      title: "Confirm", lines: lines,
      answers: [Dialog.Answer(.character("y"), "send"), Dialog.Answer(.character("n"), "leave")])
  }
}
