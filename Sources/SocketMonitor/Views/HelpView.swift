import TerminalUI
import TextSafety

/// The help: every key of the table.
enum HelpView {
  /// The rows of text that the help shows on a screen of this size.
  static func height(in size: Size) -> Int { max(1, size.rows - 2) }

  static func pane(top: Int, isReadOnly: Bool) -> TextPane {
    var lines = KeyBinding.all.filter { !isReadOnly || $0.action != .signal }.map { binding in
      TextPane.Line("  \(keys(of: binding).padded(to: 18))\(binding.help)")
    }
    lines.insert(TextPane.Line(""), at: 0)
    return TextPane(lines, top: top)
  }

  private static func keys(of binding: KeyBinding) -> SafeText {
    var text = SafeText()
    for (index, key) in binding.keys.enumerated() {
      if index > 0 { text.append("  ") }
      text.append(KeyName.text(key))
    }
    return text
  }

  static func draw(_ state: MonitorState, top: Int, on canvas: inout Canvas, in rect: Rect) {
    let size = Size(columns: min(rect.columns, 76), rows: min(rect.rows, KeyBinding.all.count + 4))
    let box = rect.centered(size)
    canvas.fill(box, style: Style(.dialog))
    canvas.drawBox(box, title: "Help: any other key closes", glyphs: state.settings.glyphs)
    pane(top: top, isReadOnly: state.settings.isReadOnly).draw(
      on: &canvas, in: box.inset(columns: 1, rows: 1), glyphs: state.settings.glyphs)
  }
}
