import TerminalUI
import TextSafety

/// The bottom line: keys and what they do in the present place.
enum KeyBarView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    bar(of: state).draw(on: &canvas, in: rect)
  }

  static func bar(of state: MonitorState) -> KeyBar {
    let leave = state.settings.keys.cancelKey
    return switch state.overlay {
    case .none: state.detail == nil ? tableBar(state) : detailBar(state)
    case .filterPrompt(let prompt): promptBar(prompt)
    case .searchPrompt:
      KeyBar([item(.enter, "Keep", 3), item(.escape, "End", 3), item(.down, "Next", 1)])
    case .help: helpBar(state)
    case .menu(let actions): menuBar(actions, leave)
    case .choice:
      KeyBar([
        item(.character(" "), "Toggle", 4), item(.enter, "Keep", 3), item(leave, "Back", 3),
        item(.character("a"), "All", 1), item(.character("c"), "Connected", 1),
        item(.character("l"), "Listening", 1),
      ])
    case .columns:
      KeyBar([
        item(.character(" "), "Toggle", 5), item(.enter, "Keep", 4), item(leave, "Back", 4),
        item(.character("<"), "Earlier", 2), item(.character(">"), "Later", 2),
        item(.character("+"), "Wider", 2), item(.character("-"), "Narrower", 2),
        item(.character("0"), "Auto", 1), item(.character("s"), "Save", 3),
      ])
    case .explanation: KeyBar([item(leave, "Close", 1)])
    case .signal(let dialog): signalBar(dialog, leave)
    case .destroy: KeyBar([item(.character("y"), "Destroy", 1), item(leave, "Leave", 1)])
    }
  }

  private static func helpBar(_ state: MonitorState) -> KeyBar {
    if case .help(let help) = state.overlay, help.prompt != nil {
      return KeyBar([item(.enter, "Keep", 3), item(.escape, "End", 3)])
    }
    return bar(state, [(.cancel, "Close", 3), (.search, "Search", 2), (.searchNext, "Next", 1)])
  }

  private static func menuBar(_ actions: ActionMenu, _ leave: Key) -> KeyBar {
    var items = [item(.enter, "Choose", 3), item(leave, "Back", 3)]
    if case .copy(_, let isToFile) = actions.purpose {
      items.insert(item(.tab, isToFile ? "To the clipboard" : "To a file", 2), at: 1)
    }
    return KeyBar(items)
  }

  private static func signalBar(_ dialog: SignalDialog, _ leave: Key) -> KeyBar {
    switch dialog.stage {
    case .choosing: KeyBar([item(.enter, "Ask", 1), item(leave, "Leave", 1)])
    case .confirming: KeyBar([item(.character("y"), "Send", 1), item(leave, "Leave", 1)])
    case .sending: KeyBar([])
    }
  }

  private static func item(_ key: Key, _ label: SafeText, _ priority: Int) -> KeyBar.Item {
    KeyBar.Item(key, label, priority: priority)
  }

  /// The actions that have a key.
  private static func bar(
    _ state: MonitorState, _ items: [(MonitorAction, SafeText, Int)]
  ) -> KeyBar {
    KeyBar(
      items.compactMap { action, label, priority in
        state.settings.keys.keys(for: action).first.map { item($0, label, priority) }
      })
  }

  private static func tableBar(_ state: MonitorState) -> KeyBar {
    KeyBar(
      state.settings.keys.offered(isReadOnly: state.settings.isReadOnly).compactMap { binding in
        guard let label = binding.label, let key = binding.keys.first,
          isUseful(binding.action, in: state.view)
        else { return nil }
        return KeyBar.Item(key, label, priority: binding.priority)
      })
  }

  /// Whether a word on the key bar means something in the view.
  private static func isUseful(_ action: MonitorAction, in view: ViewKind) -> Bool {
    if action == .groupMenu { return view.isGroupable }
    return view != .summary || !ofTables.contains(action)
  }

  /// Actions that need a table.
  private static let ofTables: Set<MonitorAction> = [
    .setup, .search, .sortMenu, .detail, .signal, .destroy, .filter, .chooseShown, .tag, .copy,
  ]

  private static func detailBar(_ state: MonitorState) -> KeyBar {
    var items: [(MonitorAction, SafeText, Int)] = [
      (.help, "Help", 2), (.cancel, "Back", 5), (.otherEnd, "Other end", 1), (.copy, "Copy", 1),
    ]
    if !state.settings.isReadOnly { items += [(.signal, "Kill", 3), (.destroy, "Destroy", 3)] }
    return bar(state, items + [(.quit, "Quit", 4)])
  }
}
