import TerminalUI
import TextSafety

extension KeyBarView {
  /// The keys of the filter prompt, or of the list that is open in it.
  static func promptBar(_ prompt: FilterPrompt) -> KeyBar {
    if prompt.savedList != nil {
      return KeyBar([
        KeyBar.Item(.enter, "Choose", priority: 3), close,
        KeyBar.Item(.delete, "Forget", priority: 1),
      ])
    }
    if prompt.naming != nil {
      return KeyBar([KeyBar.Item(.enter, "Save", priority: 3), close])
    }
    if prompt.completion != nil {
      return KeyBar([
        KeyBar.Item(.enter, "Take", priority: 4), close, KeyBar.Item(.tab, "Next", priority: 2),
        KeyBar.Item(.backTab, "Previous", priority: 1),
      ])
    }
    return KeyBar([
      KeyBar.Item(.enter, "Keep", priority: 5), KeyBar.Item(.escape, "Back", priority: 5),
      KeyBar.Item(.tab, "Complete", priority: 4), KeyBar.Item(.up, "History", priority: 2),
      KeyBar.Item(.control("r"), "Search", priority: 1),
      KeyBar.Item(.control("o"), "Saved", priority: 3),
    ])
  }

  private static var close: KeyBar.Item { KeyBar.Item(.escape, "Close", priority: 3) }
}
