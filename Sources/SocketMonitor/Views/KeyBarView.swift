import TerminalUI
import TextSafety

/// The bottom line: keys and what they do in the present place.
enum KeyBarView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    bar(of: state).draw(on: &canvas, in: rect)
  }

  static func bar(of state: MonitorState) -> KeyBar {
    switch state.overlay {
    case .none: state.detail == nil ? tableBar(state) : detailBar(state)
    case .filterPrompt(let prompt): promptBar(prompt)
    case .searchPrompt:
      KeyBar([item(.enter, "Keep", 3), item(.escape, "End", 3), item(.down, "Next", 1)])
    case .help:
      KeyBar([item(.escape, "Close", 3), item(.character("/"), "Search", 2)])
    case .menu: KeyBar([item(.enter, "Choose", 3), item(.escape, "Back", 3)])
    case .choice:
      KeyBar([
        item(.character(" "), "Toggle", 4), item(.enter, "Keep", 3), item(.escape, "Back", 3),
        item(.character("a"), "All", 1), item(.character("c"), "Connected", 1),
        item(.character("l"), "Listening", 1),
      ])
    case .columns:
      KeyBar([
        item(.character(" "), "Toggle", 4), item(.character("<"), "Earlier", 2),
        item(.character(">"), "Later", 2), item(.character("s"), "Save", 2),
        item(.enter, "Keep", 3), item(.escape, "Back", 3),
      ])
    case .explanation: KeyBar([item(.escape, "Close", 1)])
    case .signal(let dialog): signalBar(dialog)
    case .destroy: KeyBar([item(.character("y"), "Destroy", 1), item(.escape, "Leave", 1)])
    }
  }

  private static func signalBar(_ dialog: SignalDialog) -> KeyBar {
    switch dialog.stage {
    case .choosing: KeyBar([item(.enter, "Ask", 1), item(.escape, "Leave", 1)])
    case .confirming: KeyBar([item(.character("y"), "Send", 1), item(.escape, "Leave", 1)])
    case .sending: KeyBar([])
    }
  }

  private static func item(_ key: Key, _ label: SafeText, _ priority: Int) -> KeyBar.Item {
    KeyBar.Item(key, label, priority: priority)
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
    var items = [
      item(.function(1), "Help", 2), item(.escape, "Back", 5),
      item(.character("o"), "Other end", 1),
      item(.character("y"), "Copy", 1),
    ]
    if !state.settings.isReadOnly {
      items += [item(.function(9), "Kill", 3), item(.character("x"), "Destroy", 3)]
    }
    items.append(item(.function(10), "Quit", 4))
    return KeyBar(items)
  }
}
