package import TextSafety

/// A list to choose from, in a box.
package struct Menu: Hashable, Sendable {
  /// A line of the menu.
  package struct Item: Hashable, Sendable {
    /// Stands on the left.
    package var text: SafeText
    /// Shown at the right edge: a key, a number, the present value.
    package var detail: SafeText
    /// Whether it can be chosen; one that cannot is dimmed and skipped by typing.
    package var isEnabled: Bool

    /// An item that can be chosen unless told.
    package init(_ text: SafeText, detail: SafeText = SafeText(), isEnabled: Bool = true) {
      self.text = text
      self.detail = detail
      self.isEnabled = isEnabled
    }
  }

  /// What a key did.
  package enum Outcome: Hashable, Sendable {
    /// The key means nothing here.
    case ignored
    case moved
    /// Enter on an enabled item; its index.
    case chosen(Int)
    /// Escape.
    case cancelled
  }

  /// Stands in the frame.
  package var title: SafeText
  /// From top to bottom.
  package var items: [Item]
  /// The selection and the part that shows; `height` rows were shown last.
  package var cursor: ListCursor
  /// What was typed to jump to an item, in lower case.
  package private(set) var typed: [UInt8] = []

  /// A menu with one item selected; an index outside the items is brought inside.
  package init(title: SafeText, items: [Item], selected: Int = 0) {
    self.title = title
    self.items = items
    cursor = ListCursor(index: min(max(0, selected), max(0, items.count - 1)))
  }

  /// The box that shows everything, frame included.
  package var size: Size {
    let widths = items.map { item in
      item.text.columns + (item.detail.isEmpty ? 0 : item.detail.columns + 2)
    }
    let widest = max(widths.max() ?? 0, title.columns + 2)
    return Size(columns: widest + 4, rows: items.count + 2)
  }

  /// Handles a key; `height` is the number of items that show.
  ///
  /// Printable characters jump to the first item that begins with what was typed, else to the
  /// first that holds it; j, k, g and G are characters here, not movements.
  package mutating func handle(_ key: Key, height: Int) -> Outcome {
    switch key {
    case .up, .control("p"): return move(.up, height)
    case .down, .control("n"): return move(.down, height)
    case .pageUp: return move(.pageUp, height)
    case .pageDown: return move(.pageDown, height)
    case .home: return move(.home, height)
    case .end: return move(.end, height)
    case .enter:
      guard items.indices.contains(cursor.index), items[cursor.index].isEnabled else {
        return .ignored
      }
      return .chosen(cursor.index)
    case .escape: return .cancelled
    case .character(let scalar): return type(scalar, height)
    case .backspace:
      typed = []
      return .moved
    case .control, .tab, .backTab, .delete, .left, .right, .insert, .function, .alt: return .ignored
    }
  }

  /// Draws the menu over `rect`; an item that is too long is cut at its end.
  package func draw(on canvas: inout Canvas, in rect: Rect, glyphs: Glyphs) {
    canvas.drawBox(rect, title: title, glyphs: glyphs)
    let body = rect.inset(columns: 1, rows: 1)
    var view = cursor
    view.fit(count: items.count, height: body.rows)
    for index in view.visible(count: items.count, height: body.rows) {
      draw(
        items[index], isSelected: index == cursor.index, on: &canvas,
        in: body.line(index - view.top), glyphs)
    }
    let right = rect.endColumn - 2
    if view.top > 0 {
      canvas.draw(glyphs.moreUp, at: Position(row: rect.row, column: right), style: Style(.dialog))
    }
    if view.top + body.rows < items.count {
      let place = Position(row: rect.endRow - 1, column: right)
      canvas.draw(glyphs.moreDown, at: place, style: Style(.dialog))
    }
  }

  /// The item at a place inside `rect`, nil when there is none; for mouse presses.
  package func item(at position: Position, in rect: Rect) -> Int? {
    let body = rect.inset(columns: 1, rows: 1)
    guard body.contains(position) else { return nil }
    var view = cursor
    view.fit(count: items.count, height: body.rows)
    let index = view.top + position.row - body.row
    return items.indices.contains(index) ? index : nil
  }

  private func draw(
    _ item: Item, isSelected: Bool, on canvas: inout Canvas, in line: Rect, _ glyphs: Glyphs
  ) {
    let role: StyleRole = isSelected ? .dialogSelected : item.isEnabled ? .dialog : .dim
    canvas.fill(line, style: Style(role))
    var area = line.inset(columns: 1, rows: 0)
    if !item.detail.isEmpty, area.columns > item.detail.columns + 4 {
      canvas.draw(item.detail, in: area.takeRight(item.detail.columns), style: Style(role))
      _ = area.takeRight(1)
    }
    canvas.draw(item.text, in: area, style: Style(role), ellipsis: glyphs.ellipsis)
  }

  private mutating func move(_ step: ListCursor.Move, _ height: Int) -> Outcome {
    typed = []
    cursor.move(step, count: items.count, height: height)
    return .moved
  }

  private mutating func type(_ scalar: Unicode.Scalar, _ height: Int) -> Outcome {
    let added = Array(String(scalar).lowercased().utf8)
    let query = typed + added
    guard let index = find(query) ?? find(added) else { return .moved }
    typed = find(query) == nil ? added : query
    cursor.index = index
    cursor.fit(count: items.count, height: height)
    return .moved
  }

  private func find(_ query: [UInt8]) -> Int? {
    let wanted = SafeText(RawText(query))
    let texts = items.map { item in
      item.isEnabled ? Array(item.text.string.lowercased().utf8) : []
    }
    return texts.firstIndex { $0.starts(with: query) }
      ?? items.firstIndex { $0.isEnabled && !$0.text.ranges(of: wanted).isEmpty }
  }
}
