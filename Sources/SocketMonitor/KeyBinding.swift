package import TerminalUI
package import TextSafety

/// One line of the key table: what an action is called, and which keys do it.
///
/// Help, key bar and manual come from this table.
package struct KeyBinding: Sendable {
  package var action: MonitorAction
  package var keys: [Key]
  /// The line of the help screen.
  package var help: SafeText
  /// The word on the key bar, for actions that a function key does.
  package var label: SafeText?

  init(_ action: MonitorAction, _ keys: [Key], _ help: SafeText, label: SafeText? = nil) {
    self.action = action
    self.keys = keys
    self.help = help
    self.label = label
  }

  /// Every binding, in the order of the help screen.
  package static let all: [KeyBinding] = [
    KeyBinding(.moveUp, [.up, .character("k")], "one row up"),
    KeyBinding(.moveDown, [.down, .character("j")], "one row down"),
    KeyBinding(.pageUp, [.pageUp, .control("b")], "one page up"),
    KeyBinding(.pageDown, [.pageDown, .control("f")], "one page down"),
    KeyBinding(.halfPageUp, [.control("u")], "half a page up"),
    KeyBinding(.halfPageDown, [.control("d")], "half a page down"),
    KeyBinding(.moveFirst, [.home, .character("g")], "first row"),
    KeyBinding(.moveLast, [.end, .character("G")], "last row"),
    KeyBinding(.columnLeft, [.left], "column cursor to the left, scrolling with it"),
    KeyBinding(.columnRight, [.right], "column cursor to the right, scrolling with it"),
    KeyBinding(
      .help, [.function(1), .character("?"), .character("h")], "this help", label: "Help"),
    KeyBinding(
      .filter, [.function(4), .character("/")], "filter, in the language of ss", label: "Filter"),
    KeyBinding(.sortMenu, [.function(6)], "choose the sort column", label: "Sort"),
    KeyBinding(.sortByPreviousColumn, [.character("<")], "sort by the column to the left"),
    KeyBinding(.sortByNextColumn, [.character(">")], "sort by the column to the right"),
    KeyBinding(.reverseSort, [.character("I"), .character("R")], "reverse the order"),
    KeyBinding(
      .signal, [.function(9), .character("K")], "signal the process that owns the socket",
      label: "Kill"),
    KeyBinding(.pause, [.character("p")], "pause: the screen stands still"),
    KeyBinding(.longerInterval, [.character("+")], "longer interval"),
    KeyBinding(.shorterInterval, [.character("-")], "shorter interval"),
    KeyBinding(.numeric, [.character("n")], "numbers or names for ports"),
    KeyBinding(.cancel, [.escape], "cancel, clear, back"),
    KeyBinding(.suspend, [.control("z")], "suspend to the shell"),
    KeyBinding(.redraw, [.control("l")], "redraw the screen"),
    KeyBinding(
      .quit, [.function(10), .character("q"), .control("c")], "quit", label: "Quit"),
  ]

  /// The action of `key` outside prompts and dialogs.
  package static func action(for key: Key) -> MonitorAction? {
    all.first { $0.keys.contains(key) }?.action
  }
}
