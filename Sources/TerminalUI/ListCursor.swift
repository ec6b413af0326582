/// Which line of a list is selected, and which part of the list shows.
///
/// The count of lines changes under it; `fit` brings both back into the list. Following one
/// particular line while lines move is the caller's business: it sets `index`.
package struct ListCursor: Hashable, Sendable {
  /// The selected line; 0 in an empty list.
  package var index: Int
  /// The first line that shows.
  package var top: Int

  /// A cursor at the beginning unless told.
  package init(index: Int = 0, top: Int = 0) {
    self.index = index
    self.top = top
  }

  /// A step through a list.
  package enum Move: CaseIterable, Hashable, Sendable {
    case up, down, pageUp, pageDown, halfPageUp, halfPageDown, home, end
  }

  /// Moves the selection in a list of `count` lines of which `height` show.
  package mutating func move(_ move: Move, count: Int, height: Int) {
    let page = max(1, height &- 1)
    let half = max(1, height / 2)
    switch move {
    case .up: index &-= 1
    case .down: index &+= 1
    case .pageUp: index &-= page
    case .pageDown: index &+= page
    case .halfPageUp: index &-= half
    case .halfPageDown: index &+= half
    case .home: index = 0
    case .end: index = count &- 1
    }
    fit(count: count, height: height)
  }

  /// Brings the selection into the list and into view, and lets no room stay unused at the end.
  package mutating func fit(count: Int, height: Int) {
    index = min(max(0, index), max(0, count &- 1))
    let height = max(1, height)
    if top > index { top = index }
    if index &- top >= height { top = index &- height &+ 1 }
    top = min(max(0, top), max(0, count &- height))
  }

  /// Scrolls the view by `lines` and takes the selection along only as far as it must.
  package mutating func scroll(by lines: Int, count: Int, height: Int) {
    let height = max(1, height)
    top = min(max(0, top &+ lines), max(0, count &- height))
    index = min(max(index, top), top &+ height &- 1)
    fit(count: count, height: height)
  }

  /// The lines that show, of `count` in `height` rows.
  package func visible(count: Int, height: Int) -> Range<Int> {
    let first = min(max(0, top), max(0, count))
    return first..<min(max(first, count), first &+ max(0, height))
  }
}
