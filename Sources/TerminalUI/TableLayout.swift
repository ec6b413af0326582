/// Which columns of a table show, where, and how wide.
package struct TableLayout: Hashable, Sendable {
  /// A column that shows.
  package struct Slot: Hashable, Sendable {
    /// The index into the table's columns.
    package var column: Int
    /// The first cell, counted from the table's left edge.
    package var offset: Int
    /// The cells that the column takes.
    package var width: Int
  }

  /// From left to right, one blank between neighbours.
  package private(set) var slots: [Slot] = []
  /// Whether columns are missing on the left (scrolled away) or on the right.
  package private(set) var hasMoreLeft = false
  /// Whether columns are missing on the right.
  package private(set) var hasMoreRight = false

  /// Chooses columns for `width` cells.
  ///
  /// With `firstColumn` 0 columns are dropped by priority until the rest fits, locked ones last.
  /// With more, that many of the columns that are not locked are scrolled away, and those that
  /// follow show in their order as far as they fit; locked columns stay. The left-most locked
  /// column (or the first one) shows even if it must be narrower than its minimum.
  package init(_ columns: [TableColumn], width: Int, firstColumn: Int = 0) {
    guard width > 0, !columns.isEmpty else { return }
    let movable = columns.indices.filter { !columns[$0].isLocked }
    let hidden = min(max(0, firstColumn), max(0, movable.count - 1))
    let candidates = columns.indices.filter {
      columns[$0].isLocked || !movable.prefix(hidden).contains($0)
    }
    let order =
      hidden == 0 ? Self.byPriority(candidates, columns) : Self.inOrder(candidates, columns)
    let chosen = Self.fitting(order, columns, width)
    hasMoreLeft = hidden > 0
    hasMoreRight = chosen.count < candidates.count
    place(chosen.sorted(), columns, width)
  }

  /// The slot of a column, nil when it does not show.
  package func slot(of column: Int) -> Slot? { slots.first { $0.column == column } }

  /// The column at a cell counted from the table's left edge, for mouse presses; a gap belongs to
  /// the column on its left.
  package func column(at offset: Int) -> Int? {
    slots.last { $0.offset <= offset }?.column
  }

  private static func byPriority(_ candidates: [Int], _ columns: [TableColumn]) -> [Int] {
    candidates.sorted { left, right in
      let one = columns[left]
      let other = columns[right]
      if one.isLocked != other.isLocked { return one.isLocked }
      if one.priority != other.priority { return one.priority > other.priority }
      return left < right
    }
  }

  private static func inOrder(_ candidates: [Int], _ columns: [TableColumn]) -> [Int] {
    candidates.filter { columns[$0].isLocked } + candidates.filter { !columns[$0].isLocked }
  }

  /// As many of `order`, from its beginning, as fit with their minimum widths; at least one.
  private static func fitting(_ order: [Int], _ columns: [TableColumn], _ width: Int) -> [Int] {
    var used = -1
    var chosen: [Int] = []
    for column in order {
      let needed = used + 1 + columns[column].minimumWidth
      guard needed <= width || chosen.isEmpty else { break }
      used = needed
      chosen.append(column)
    }
    return chosen
  }

  /// Gives each column its minimum and spreads what is left, one cell at a time, over those that
  /// can use more.
  private mutating func place(_ chosen: [Int], _ columns: [TableColumn], _ width: Int) {
    var widths = chosen.map { min(columns[$0].minimumWidth, width) }
    var spare = width - widths.reduce(0, +) - (chosen.count - 1)
    while spare > 0 {
      let growing = chosen.indices.filter { widths[$0] < columns[chosen[$0]].maximumWidth }
      guard !growing.isEmpty else { break }
      let share = max(1, spare / growing.count)
      for index in growing where spare > 0 {
        let room = columns[chosen[index]].maximumWidth - widths[index]
        let added = min(share, room, spare)
        widths[index] += added
        spare -= added
      }
    }
    var offset = 0
    for (index, column) in chosen.enumerated() {
      slots.append(Slot(column: column, offset: offset, width: widths[index]))
      offset += widths[index] + 1
    }
  }
}
