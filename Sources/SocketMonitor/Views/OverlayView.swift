import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// What lies over the table.
enum OverlayView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas) {
    let area = canvas.bounds
    let glyphs = state.settings.glyphs
    switch state.overlay {
    case .none, .filterPrompt, .searchPrompt: break
    case .help(let help): HelpView.draw(state, help, on: &canvas, in: area)
    case .menu(let actions):
      actions.menu.draw(on: &canvas, in: box(of: actions.menu, size: state.size), glyphs: glyphs)
    case .choice(let choice): ChoiceView.draw(choice, state, on: &canvas)
    case .columns(let dialog): ColumnsView.draw(dialog, state, on: &canvas)
    case .explanation(let dialog):
      let limit = Size(columns: min(area.columns, 72), rows: area.rows)
      dialog.draw(on: &canvas, in: area.centered(dialog.size(limit: limit)), glyphs: glyphs)
    case .signal(let dialog): SignalView.draw(dialog, state, on: &canvas, in: area)
    case .destroy(let dialog): DestroyView.draw(dialog, state, on: &canvas, in: area)
    }
  }

  /// Where a menu stands: in the middle, the key bar below it free.
  static func box(of menu: Menu, size: Size) -> Rect {
    let rows = max(0, size.rows - (size.rows >= 8 ? 1 : 0))
    return Rect(row: 0, column: 0, columns: size.columns, rows: rows).centered(menu.size)
  }
}

/// The dialog that chooses protocols, families and states.
enum ChoiceView {
  static func draw(_ choice: ShownChoice, _ state: MonitorState, on canvas: inout Canvas) {
    let (menu, box) = place(of: choice, in: state)
    menu.draw(on: &canvas, in: box, glyphs: state.settings.glyphs)
  }

  /// The list and where it stands.
  static func place(of choice: ShownChoice, in state: MonitorState) -> (menu: Menu, box: Rect) {
    let items = ShownChoice.entries.map { entry in
      let isOn = ShownChoice.isOn(entry, in: state.filter.base)
      return Menu.Item(
        "\(isOn ? "[x] " : "[ ] ")\(ShownChoice.title(of: entry))",
        detail: isLacking(entry, in: state) ? "not in this kernel" : SafeText())
    }
    var menu = Menu(title: "Show", items: items, selected: choice.cursor.index)
    menu.cursor = choice.cursor
    return (menu, atRight(OverlayView.box(of: menu, size: state.size), state))
  }

  /// Whether the kernel has no such sockets; not known of what is not asked for.
  private static func isLacking(_ entry: ShownChoice.Entry, in state: MonitorState) -> Bool {
    guard case .tables(_, let tables) = entry, let sample = state.sample else { return false }
    return sample.snapshot.lacks(tables)
  }

  /// At the right edge, so that the table stays in view.
  static func atRight(_ box: Rect, _ state: MonitorState) -> Rect {
    var box = box
    box.column = max(0, state.size.columns - box.columns)
    return box
  }
}

/// The dialog that chooses columns.
enum ColumnsView {
  static func draw(_ dialog: ColumnsDialog, _ state: MonitorState, on canvas: inout Canvas) {
    let (menu, box) = place(of: dialog, in: state)
    menu.draw(on: &canvas, in: box, glyphs: state.settings.glyphs)
  }

  /// The list and where it stands.
  static func place(of dialog: ColumnsDialog, in state: MonitorState) -> (menu: Menu, box: Rect) {
    let items = dialog.columns.map { column in
      let definition = column.definition
      let mark: SafeText = dialog.shown.contains(column) ? "[x] " : "[ ] "
      let help = definition.help.truncated(
        to: max(0, min(44, state.size.columns - 30)),
        ellipsis: state.settings.glyphs.ellipsis)
      let width: SafeText = dialog.widths[column].map { "\($0)" } ?? ""
      return Menu.Item(
        "\(mark)\(definition.title.padded(to: 9)) \(width.padded(to: 3, .right)) \(help)")
    }
    var menu = Menu(title: title(state), items: items, selected: dialog.cursor.index)
    menu.cursor = dialog.cursor
    var box = OverlayView.box(of: menu, size: state.size)
    // The header of the table stays in view: it is the preview.
    let top = min(state.layout.table.row + 4, max(0, state.size.rows - 6))
    box.rows = min(box.rows, max(3, state.size.rows - top - 1))
    box.row = top
    return (menu, ChoiceView.atRight(box, state))
  }

  private static func title(_ state: MonitorState) -> SafeText {
    guard state.view == .sockets, state.table.grouping == nil else { return "Columns" }
    var text: SafeText = "Columns:"
    for (index, preset) in ColumnPreset.all.enumerated() {
      text.append(" \(index + 1) \(preset.title)" as SafeText)
    }
    return text
  }
}

/// The dialog that destroys sockets.
enum DestroyView {
  static func draw(
    _ dialog: DestroyDialog, _ state: MonitorState, on canvas: inout Canvas, in rect: Rect
  ) {
    let box = self.dialog(dialog)
    let limit = Size(columns: min(rect.columns, 84), rows: rect.rows)
    box.draw(
      on: &canvas, in: rect.centered(box.size(limit: limit)), glyphs: state.settings.glyphs)
  }

  /// The most sockets that are listed by name.
  private static let listed = 10

  private static func dialog(_ dialog: DestroyDialog) -> Dialog {
    let count = dialog.records.count
    var lines = [
      Dialog.Line(count == 1 ? "Destroy this socket?" : "Destroy these \(count) sockets?")
    ]
    lines += dialog.lines.prefix(listed).map { Dialog.Line("  \($0)") }
    if count > listed { lines.append(Dialog.Line("  and \(count - listed) more")) }
    lines.append(Dialog.Line(""))
    var effects: [SafeText] = []
    for record in dialog.records {
      let effect = DestroyWording.effect(on: record)
      if !effects.contains(effect) { effects.append(effect) }
    }
    lines += effects.map { Dialog.Line($0, .warning) }
    for (reason, count) in dialog.refused {
      lines.append(Dialog.Line("\(count) left out: \(reason)", .dim))
    }
    return Dialog(
      title: "Destroy", lines: lines,
      answers: [Dialog.Answer(.character("y"), "destroy"), Dialog.Answer(.character("n"), "leave")])
  }
}
