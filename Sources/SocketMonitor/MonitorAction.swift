package import TerminalUI

/// What a key can do.
package enum MonitorAction: Hashable, Sendable {
  case move(ListCursor.Move)
  case columnLeft, columnRight
  case view(ViewKind)
  case nextView, previousView
  case detail
  case filter, cancel, filterByCell, filterWithoutCell
  case search, searchNext, searchPrevious
  case sortByPreviousColumn, sortByNextColumn, sortMenu, reverseSort
  case groupMenu, explainColumn, setup, chooseShown
  case tag, untagAll, followProcess, otherEnd, mark, freeze, copy
  case signal, destroy
  case namespaces
  case pause, longerInterval, shorterInterval
  case numeric
  case help, suspend, redraw, quit

  /// Whether it may end a process or a connection; not offered when read-only.
  package var isDeadly: Bool { self == .signal || self == .destroy }
}
