package import TextSafety

/// The line of keys at the bottom: `F1 Help  F2 Setup …`.
package struct KeyBar: Hashable, Sendable {
  /// A key and what it does.
  package struct Item: Hashable, Sendable {
    /// The key, shown by its name.
    package var key: Key
    /// What the key does, in a word.
    package var label: SafeText
    /// Items of the lowest priority go first when the line is too narrow.
    package var priority: Int

    /// An item.
    package init(_ key: Key, _ label: SafeText, priority: Int = 0) {
      self.key = key
      self.label = label
      self.priority = priority
    }
  }

  /// From left to right.
  package var items: [Item]

  /// A bar of these items.
  package init(_ items: [Item]) { self.items = items }

  /// Draws the items that fit into the first line of `rect`.
  package func draw(on canvas: inout Canvas, in rect: Rect) {
    let line = rect.line(0)
    canvas.fill(line, style: Style(.keyBarKey))
    for (item, range) in places(width: line.columns) {
      let start = Position(row: line.row, column: line.column + range.lowerBound)
      let key = KeyName.text(item.key)
      let width = canvas.draw(key, at: start, style: Style(.keyBarKey), clip: line)
      let next = Position(row: line.row, column: start.column + width + 1)
      canvas.draw(item.label, at: next, style: Style(.keyBarLabel), clip: line)
    }
  }

  /// The key whose item stands at `position`; for mouse presses.
  package func key(at position: Position, in rect: Rect) -> Key? {
    guard rect.line(0).contains(position) else { return nil }
    let column = position.column - rect.column
    return places(width: rect.columns).first { $0.range.contains(column) }?.item.key
  }

  /// The items that fit `width` cells and where, two blanks apart.
  private func places(width: Int) -> [(item: Item, range: Range<Int>)] {
    var shown = Array(items.indices)
    while totalWidth(shown) > width, !shown.isEmpty {
      let lowest = shown.min { left, right in
        let one = items[left].priority
        let other = items[right].priority
        return one == other ? left > right : one < other
      }
      shown.removeAll { $0 == lowest }
    }
    var column = 0
    return shown.map { index in
      let start = column
      column += self.width(items[index]) + 2
      return (items[index], start..<(column - 2))
    }
  }

  private func totalWidth(_ shown: [Int]) -> Int {
    shown.reduce(-2) { $0 + width(items[$1]) + 2 }
  }

  private func width(_ item: Item) -> Int {
    KeyName.text(item.key).columns + 1 + item.label.columns
  }
}
