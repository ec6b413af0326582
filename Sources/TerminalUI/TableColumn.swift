package import TextSafety

/// One column of a table.
package struct TableColumn: Hashable, Sendable {
  /// Stands in the header.
  package var title: SafeText
  /// The cells that the column needs at least; its title may be cut to that.
  package var minimumWidth: Int
  /// The cells that it takes when there is room; at least `minimumWidth`.
  package var maximumWidth: Int
  /// When there is too little room, columns go in the order of their priority, the lowest first;
  /// of equal ones the right one first.
  package var priority: Int
  /// Of the cells and of the title.
  package var alignment: TextAlignment
  /// Which part of a cell goes when it is too long.
  package var elision: TextElision
  /// Whether the column stays where it is while the others scroll sideways.
  package var isLocked: Bool

  /// A column that takes `width` cells, between its bounds.
  package init(
    _ title: SafeText, width: ClosedRange<Int>, priority: Int = 0,
    alignment: TextAlignment = .left, elision: TextElision = .tail, isLocked: Bool = false
  ) {
    self.title = title
    minimumWidth = max(1, width.lowerBound)
    maximumWidth = max(minimumWidth, width.upperBound)
    self.priority = priority
    self.alignment = alignment
    self.elision = elision
    self.isLocked = isLocked
  }
}
