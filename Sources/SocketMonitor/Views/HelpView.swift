import SocketMetrics
import TerminalUI
import TextSafety

/// The help: every key of the table, then every column.
enum HelpView {
  /// The rows of text that the help shows on a screen of this size.
  static func height(in size: Size) -> Int { max(1, size.rows - 3) }

  static func pane(of state: MonitorState, _ help: HelpState) -> TextPane {
    let isASCII = state.settings.glyphs.alphabet == .ascii
    var lines = [TextPane.Line("Keys", Style(.dialogTitle, bold: true))]
    for binding in state.settings.keys.offered(isReadOnly: state.settings.isReadOnly) {
      let keys = keys(of: binding, isASCII: isASCII).padded(to: 13)
      lines.append(TextPane.Line("  \(keys) \(binding.help)", Style(.dialog)))
    }
    lines.append(TextPane.Line("", Style(.dialog)))
    lines.append(TextPane.Line("Columns", Style(.dialogTitle, bold: true)))
    for field in SocketField.allCases {
      let definition = field.definition
      let title = definition.title.padded(to: 9)
      lines.append(TextPane.Line("  \(title) \(definition.help)", Style(.dialog)))
    }
    return TextPane(lines, top: help.top, query: help.query)
  }

  private static func keys(of binding: KeyBinding, isASCII: Bool) -> SafeText {
    var text = SafeText()
    for (index, key) in binding.keys.enumerated() {
      if index > 0 { text.append(" ") }
      text.append(KeyName.text(key, isASCII: isASCII))
    }
    return text
  }

  static func draw(
    _ state: MonitorState, _ help: HelpState, on canvas: inout Canvas, in rect: Rect
  ) {
    var area = rect
    if area.rows >= 8 { _ = area.takeBottom(1) }
    let glyphs = state.settings.glyphs
    let cancel = state.settings.keys.cancelKey
    let box = area.centered(Size(columns: 84, rows: area.rows))
    let title: SafeText =
      "Help\(state.hint(.search, "searches", after: ": ")), \(KeyName.text(cancel)) closes"
    canvas.drawBox(box, title: title, glyphs: glyphs)
    pane(of: state, help).draw(on: &canvas, in: box.inset(columns: 2, rows: 1), glyphs: glyphs)
    guard let prompt = help.prompt, box.rows >= 3 else { return }
    var line = Rect(
      row: box.endRow - 1, column: box.column + 2, columns: max(0, box.columns - 4), rows: 1)
    let label: SafeText = "Search: "
    canvas.draw(label, in: line.takeLeft(label.columns), style: Style(.accent))
    prompt.draw(on: &canvas, in: line, glyphs: glyphs)
  }
}
