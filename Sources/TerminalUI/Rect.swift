/// A part of a canvas.
package struct Rect: Hashable, Sendable {
  /// The upper left cell; it may lie outside the canvas.
  package var row: Int
  /// The left-most column.
  package var column: Int
  /// The width, never negative.
  package var columns: Int
  /// The height, never negative.
  package var rows: Int

  /// Negative sizes count as zero.
  package init(row: Int, column: Int, columns: Int, rows: Int) {
    self.row = row
    self.column = column
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Nothing, at the upper left.
  static let zero = Rect(row: 0, column: 0, columns: 0, rows: 0)

  /// Whether no cell is inside.
  package var isEmpty: Bool { columns == 0 || rows == 0 }

  /// The first row below the rectangle.
  package var endRow: Int { row &+ rows }

  /// The first column to the right of the rectangle.
  package var endColumn: Int { column &+ columns }

  /// The upper left cell.
  package var origin: Position { Position(row: row, column: column) }

  /// Width and height.
  package var size: Size { Size(columns: columns, rows: rows) }

  /// Whether the place is inside; for mouse presses.
  package func contains(_ position: Position) -> Bool {
    position.row >= row && position.row < endRow && position.column >= column
      && position.column < endColumn
  }

  /// What both have in common; empty when nothing.
  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top, column: left, columns: min(endColumn, other.endColumn) &- left,
      rows: min(endRow, other.endRow) &- top)
  }

  /// The rectangle without `columns` on its left and right and `rows` at its top and bottom.
  package func inset(columns: Int, rows: Int) -> Rect {
    Rect(
      row: row &+ rows, column: column &+ columns, columns: self.columns &- 2 &* columns,
      rows: self.rows &- 2 &* rows)
  }

  /// One line of the rectangle, counted from its top.
  package func line(_ index: Int) -> Rect {
    let isInside = index >= 0 && index < rows
    return Rect(row: row &+ index, column: column, columns: columns, rows: isInside ? 1 : 0)
  }

  /// Cuts `rows` lines off the top (fewer when there are fewer) and returns them.
  package mutating func takeTop(_ rows: Int) -> Rect {
    let taken = min(max(0, rows), self.rows)
    let part = Rect(row: row, column: column, columns: columns, rows: taken)
    row &+= taken
    self.rows &-= taken
    return part
  }

  /// Cuts `rows` lines off the bottom (fewer when there are fewer) and returns them.
  package mutating func takeBottom(_ rows: Int) -> Rect {
    let taken = min(max(0, rows), self.rows)
    self.rows &-= taken
    return Rect(row: endRow, column: column, columns: columns, rows: taken)
  }

  /// Cuts `columns` off the left (fewer when there are fewer) and returns them.
  package mutating func takeLeft(_ columns: Int) -> Rect {
    let taken = min(max(0, columns), self.columns)
    let part = Rect(row: row, column: column, columns: taken, rows: rows)
    column &+= taken
    self.columns &-= taken
    return part
  }

  /// Cuts `columns` off the right (fewer when there are fewer) and returns them.
  package mutating func takeRight(_ columns: Int) -> Rect {
    let taken = min(max(0, columns), self.columns)
    self.columns &-= taken
    return Rect(row: row, column: endColumn, columns: taken, rows: rows)
  }

  /// A rectangle of at most `size` in the middle of this one.
  package func centered(_ size: Size) -> Rect {
    let columns = min(self.columns, max(0, size.columns))
    let rows = min(self.rows, max(0, size.rows))
    return Rect(
      row: row &+ (self.rows &- rows) / 2, column: column &+ (self.columns &- columns) / 2,
      columns: columns, rows: rows)
  }
}
