/// What a key can do.
package enum MonitorAction: Hashable, CaseIterable, Sendable {
  case moveUp, moveDown, pageUp, pageDown, halfPageUp, halfPageDown, moveFirst, moveLast
  case columnLeft, columnRight
  case filter, cancel
  case sortByPreviousColumn, sortByNextColumn, sortMenu, reverseSort
  case signal
  case pause, longerInterval, shorterInterval
  case numeric
  case help, suspend, redraw, quit
}
