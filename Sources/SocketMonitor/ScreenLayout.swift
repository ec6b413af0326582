package import TerminalUI

/// Which lines of the screen belong to what.
package struct ScreenLayout: Hashable, Sendable {
  package private(set) var header: Rect
  package private(set) var summary: Rect
  package private(set) var filter: Rect
  package private(set) var tabs: Rect
  package private(set) var table: Rect
  package private(set) var status: Rect
  package private(set) var keyBar: Rect
  /// Fewer cells than a table makes sense in: only a hint is shown.
  package let isTooSmall: Bool

  /// Lines go by importance when there are few: the table keeps its header and two rows.
  package init(size: Size) {
    var rest = Rect(row: 0, column: 0, columns: size.columns, rows: size.rows)
    isTooSmall = size.columns < 24 || size.rows < 4
    header = rest.takeTop(size.rows >= 5 ? 1 : 0)
    summary = rest.takeTop(size.rows >= 14 ? 2 : 0)
    filter = rest.takeTop(size.rows >= 7 ? 1 : 0)
    tabs = rest.takeTop(size.rows >= 10 ? 1 : 0)
    keyBar = rest.takeBottom(size.rows >= 8 ? 1 : 0)
    status = rest.takeBottom(size.rows >= 6 ? 1 : 0)
    table = rest
  }

  /// The rows of data that the table has room for.
  package var tableRows: Int { Table.rowCapacity(in: table) }
}
