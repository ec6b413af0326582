/// Width and height of a screen or a part of it, in cells.
package struct Size: Hashable, Sendable {
  /// The width.
  package var columns: Int
  /// The height.
  package var rows: Int

  /// A size; negative values are kept.
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// One cell of the screen.
package struct Cell: Hashable, Sendable {
  /// The character; a blank for an empty cell.
  package var scalar: Unicode.Scalar
  /// Combining marks on top of `scalar`, at most two; zero for none.
  package var firstMark: UInt32
  /// The second mark; zero for none.
  package var secondMark: UInt32
  /// 1, or 2 for the left half of a wide character, or 0 for its right half.
  package var width: UInt8
  /// The role and attributes.
  package var style: Style

  /// A cell, blank unless told.
  package init(
    _ scalar: Unicode.Scalar = " ", firstMark: UInt32 = 0, secondMark: UInt32 = 0,
    width: UInt8 = 1, style: Style = Style()
  ) {
    self.scalar = scalar
    self.firstMark = firstMark
    self.secondMark = secondMark
    self.width = width
    self.style = style
  }
}

/// A grid of cells that views draw into and that a `Screen` presents.
///
/// Drawing outside the grid is clipped; no coordinate traps.
package struct Canvas: Hashable, Sendable {
  /// Width and height of the grid.
  package let size: Size
  /// Row by row, `size.columns * size.rows` cells.
  package internal(set) var cells: [Cell]
  /// Where the terminal's cursor stands, nil to hide it.
  package var cursor: Position?

  /// A blank canvas; negative sizes count as zero.
  package init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
  }

  /// The whole grid.
  package var bounds: Rect {
    Rect(row: 0, column: 0, columns: size.columns, rows: size.rows)
  }

  /// The cell at a place, nil outside the grid.
  package subscript(row: Int, column: Int) -> Cell? {
    guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return nil }
    return cells[row * size.columns + column]
  }
}

/// A place on a canvas; row 0 and column 0 are the upper left cell.
package struct Position: Hashable, Sendable {
  /// From 0 at the top.
  package var row: Int
  /// From 0 at the left.
  package var column: Int

  /// A place; it need not be on any canvas.
  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}
