package import TerminalUI
package import TextSafety

/// One line of the key table: what an action is called, and which keys do it.
///
/// Help, key bar and manual come from this table.
package struct KeyBinding: Hashable, Sendable {
  /// The action's name in the configuration: `sort-menu`.
  package var name: SafeText
  package var action: MonitorAction
  package var keys: [Key]
  /// The line of the help screen.
  package var help: SafeText
  /// The word on the key bar, for actions that a function key does.
  package var label: SafeText?
  /// Of the key bar's words those of the lowest priority go first when there is little room.
  package var priority: Int

  init(
    _ name: SafeText, _ action: MonitorAction, _ keys: [Key], _ help: SafeText,
    label: SafeText? = nil, priority: Int = 0
  ) {
    self.name = name
    self.action = action
    self.keys = keys
    self.help = help
    self.label = label
    self.priority = priority
  }

  /// Every binding, in the order of the help screen.
  package static let all: [KeyBinding] = moving + choosing + acting + running

  private static let moving: [KeyBinding] = [
    KeyBinding("up", .move(.up), [.up, .character("k")], "one row up"),
    KeyBinding("down", .move(.down), [.down, .character("j")], "one row down"),
    KeyBinding("page-up", .move(.pageUp), [.pageUp, .control("b")], "one page up"),
    KeyBinding("page-down", .move(.pageDown), [.pageDown, .control("f")], "one page down"),
    KeyBinding("half-page-up", .move(.halfPageUp), [.control("u")], "half a page up"),
    KeyBinding("half-page-down", .move(.halfPageDown), [.control("d")], "half a page down"),
    KeyBinding("first", .move(.home), [.home, .character("g")], "first row"),
    KeyBinding("last", .move(.end), [.end, .character("G")], "last row"),
    KeyBinding("column-left", .columnLeft, [.left], "column cursor to the left, scrolling with it"),
    KeyBinding(
      "column-right", .columnRight, [.right], "column cursor to the right, scrolling with it"),
    KeyBinding("view-sockets", .view(.sockets), [.character("1")], "view: every socket"),
    KeyBinding(
      "view-listeners", .view(.listeners), [.character("2")], "view: listeners and their queues"),
    KeyBinding("view-processes", .view(.processes), [.character("3")], "view: sockets by process"),
    KeyBinding("view-peers", .view(.peers), [.character("4")], "view: sockets by peer"),
    KeyBinding(
      "view-events", .view(.events), [.character("5")], "view: what opened, changed and ended"),
    KeyBinding("view-summary", .view(.summary), [.character("6")], "view: the host at a glance"),
    KeyBinding("next-view", .nextView, [.tab], "next view"),
    KeyBinding("previous-view", .previousView, [.backTab], "view before"),
  ]

  private static let choosing: [KeyBinding] = [
    KeyBinding(
      "help", .help, [.function(1), .character("?"), .character("h")],
      "this help; / searches in it",
      label: "Help", priority: 10),
    KeyBinding(
      "setup", .setup, [.function(2)], "columns: choose, order, size, presets", label: "Setup",
      priority: 3),
    KeyBinding(
      "search", .search, [.function(3), .character("\\")], "search the rows as you type",
      label: "Search",
      priority: 5),
    KeyBinding(
      "filter", .filter, [.function(4), .character("/")], "filter, in the language of ss",
      label: "Filter",
      priority: 8),
    KeyBinding(
      "group-menu", .groupMenu, [.function(5), .character("b")], "group the rows by…",
      label: "Group",
      priority: 4),
    KeyBinding(
      "sort-menu", .sortMenu, [.function(6)], "choose the sort column", label: "Sort", priority: 6),
    KeyBinding(
      "detail", .detail, [.function(7), .enter],
      "everything about the socket; open or close a group",
      label: "Detail", priority: 7),
    KeyBinding(
      "show", .chooseShown, [.function(8), .character("t")], "families and states that are shown",
      label: "Show", priority: 2),
    KeyBinding("search-next", .searchNext, [.character("n")], "next match, while a search stands"),
    KeyBinding("search-previous", .searchPrevious, [.character("N")], "match before"),
    KeyBinding(
      "sort-left", .sortByPreviousColumn, [.character("<")], "sort by the column to the left"),
    KeyBinding(
      "sort-right", .sortByNextColumn, [.character(">")], "sort by the column to the right"),
    KeyBinding("reverse", .reverseSort, [.character("I"), .character("R")], "reverse the order"),
    KeyBinding(
      "filter-by-cell", .filterByCell, [.character("=")], "filter by the cell under the cursor"),
    KeyBinding("filter-without-cell", .filterWithoutCell, [.character("!")], "filter without it"),
    KeyBinding("explain", .explainColumn, [.character("i")], "explain the column"),
  ]

  private static let acting: [KeyBinding] = [
    KeyBinding(
      "tag", .tag, [.character(" ")], "tag the row, or all sockets of a group", label: "Tag"),
    KeyBinding("untag-all", .untagAll, [.character("U")], "untag all"),
    KeyBinding(
      "signal", .signal, [.function(9), .character("K")],
      "signal the processes that own the row, the group or the tagged", label: "Kill",
      priority: 9),
    KeyBinding(
      "destroy", .destroy, [.character("x")],
      "destroy the socket, the group's or the tagged sockets", label: "Destroy", priority: 1),
    KeyBinding(
      "follow-process", .followProcess, [.character("F")],
      "only the sockets of this process; again: all"),
    KeyBinding(
      "other-end", .otherEnd, [.character("o")], "jump to the other end, when it is local"),
    KeyBinding(
      "copy", .copy, [.character("y")],
      "copy to the clipboard or a file: row, address, filter, ss command line",
      label: "Copy"),
    KeyBinding(
      "mark", .mark, [.character("m")], "mark: counters show differences from now; again: ends"),
    KeyBinding("freeze", .freeze, [.character("f")], "freeze the order while values move"),
  ]

  private static let running: [KeyBinding] = [
    KeyBinding(
      "namespaces", .namespaces, [.character("@")],
      "sockets of all network namespaces; again: of this one"),
    KeyBinding(
      "pause", .pause, [.character("p")], "pause: the screen stands still, collecting goes on",
      label: "Pause"),
    KeyBinding("longer-interval", .longerInterval, [.character("+")], "longer interval"),
    KeyBinding("shorter-interval", .shorterInterval, [.character("-")], "shorter interval"),
    KeyBinding(
      "numeric", .numeric, [.character("n"), .character("#")],
      "numbers or names for ports and users"),
    KeyBinding("cancel", .cancel, [.escape], "cancel, clear, back"),
    KeyBinding("suspend", .suspend, [.control("z")], "suspend to the shell"),
    KeyBinding("redraw", .redraw, [.control("l")], "redraw the screen"),
    KeyBinding(
      "quit", .quit, [.function(10), .character("q"), .control("c")], "quit", label: "Quit",
      priority: 10),
  ]
}
