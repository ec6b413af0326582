import TerminalUI

/// The mouse in dialogs, menus and lists.
///
/// Where something could be killed it chooses and leaves; what kills is a key only, so that no stray
/// press does it.
extension MonitorState {
  /// A press on the bar of keys is the key.
  mutating func pressKeyBar(_ key: Key) -> [MonitorEffect] {
    switch overlay {
    case .signal, .destroy:
      return settings.keys.inDialog(key) == .escape ? apply(key) : []
    case .none, .filterPrompt, .searchPrompt, .help, .menu, .choice, .columns, .explanation:
      return apply(InputEvent.key(key))
    }
  }

  mutating func applyInOverlay(_ event: MouseEvent) -> [MonitorEffect] {
    switch overlay {
    case .none, .searchPrompt, .destroy: break
    case .filterPrompt(let prompt): return press(event, in: prompt)
    case .help(let help): scroll(help, event)
    case .menu(let actions): return press(event, in: actions)
    case .choice(let choice): press(event, in: choice)
    case .columns(let dialog): press(event, in: dialog)
    case .explanation: if event.isPress { overlay = .none }
    case .signal(let dialog): press(event, in: dialog)
    }
    return []
  }

  private mutating func scroll(_ help: HelpState, _ event: MouseEvent) {
    guard let step = event.wheel else { return }
    var pane = HelpView.pane(of: self, help)
    for _ in 0..<3 { pane.move(step, height: HelpView.height(in: size)) }
    var help = help
    help.top = pane.top
    overlay = .help(help)
  }

  /// A press chooses; one beside the menu closes it.
  private mutating func press(_ event: MouseEvent, in actions: ActionMenu) -> [MonitorEffect] {
    if let step = event.wheel { return apply(step == .up ? .up : .down, to: actions) }
    let box = OverlayView.box(of: actions.menu, size: size)
    guard let item = actions.menu.item(at: event.position, in: box) else {
      if !box.contains(event.position) { overlay = .none }
      return []
    }
    var actions = actions
    actions.menu.cursor.index = item
    return apply(.enter, to: actions)
  }

  /// A press switches the line on or off; one beside the list keeps what is chosen.
  private mutating func press(_ event: MouseEvent, in choice: ShownChoice) {
    if let step = event.wheel {
      _ = apply(step == .up ? .up : .down, to: choice)
      return
    }
    let (menu, box) = ChoiceView.place(of: choice, in: self)
    guard let item = menu.item(at: event.position, in: box) else {
      if !box.contains(event.position) { overlay = .none }
      return
    }
    var choice = choice
    choice.cursor.index = item
    ShownChoice.toggle(ShownChoice.entries[item], in: &filter.base)
    overlay = .choice(choice)
    refreshRows()
  }

  /// A press goes to the line; on its mark, or on the line that it is at, it switches the column.
  private mutating func press(_ event: MouseEvent, in dialog: ColumnsDialog) {
    var dialog = dialog
    let (menu, box) = ColumnsView.place(of: dialog, in: self)
    if let step = event.wheel {
      move(step, in: &dialog)
    } else if let item = menu.item(at: event.position, in: box) {
      let isMark = event.position.column < box.column + 6
      let isAgain = dialog.cursor.index == item
      dialog.cursor.index = item
      if isMark || isAgain { toggle(&dialog) }
    } else {
      if !box.contains(event.position) { overlay = .none }
      return
    }
    show(dialog)
  }

  /// A press takes what it is on.
  private mutating func press(
    _ event: MouseEvent, in prompt: FilterPrompt
  ) -> [MonitorEffect] {
    guard prompt.completion != nil || prompt.savedList != nil else { return [] }
    if let step = event.wheel { return apply(InputEvent.key(step == .up ? .up : .down)) }
    var prompt = prompt
    guard PromptView.select(at: event.position, in: &prompt, self) else { return [] }
    overlay = .filterPrompt(prompt)
    return apply(InputEvent.key(.enter))
  }

  /// Chooses the signal, and no more: the question takes a key.
  private mutating func press(_ event: MouseEvent, in dialog: SignalDialog) {
    guard case .choosing = dialog.stage else { return }
    if let step = event.wheel {
      _ = apply(step == .up ? .up : .down, to: dialog)
      return
    }
    let area = Rect(row: 0, column: 0, columns: size.columns, rows: size.rows)
    let place = SignalView.place(of: dialog, in: area)
    guard let item = place.menu.item(at: event.position, in: place.menuBox) else { return }
    var dialog = dialog
    dialog.selected = item
    overlay = .signal(dialog)
  }
}

extension MouseEvent {
  /// Whether a button went down.
  fileprivate var isPress: Bool { action == .press || action == .doublePress }

  /// Which way the wheel turned; nil for a press.
  fileprivate var wheel: ListCursor.Move? {
    switch action {
    case .wheelUp: .up
    case .wheelDown: .down
    case .press, .doublePress: nil
    }
  }
}
