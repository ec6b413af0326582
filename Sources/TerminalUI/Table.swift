package import TextSafety

/// A table: a header and the rows that show. It asks for the text of visible cells only.
package struct Table: Hashable, Sendable {
  /// The column that rows are sorted by.
  package struct Sort: Hashable, Sendable {
    /// The index into the table's columns.
    package var column: Int
    /// Whether the greatest comes first.
    package var isDescending: Bool

    /// A sort column.
    package init(column: Int, isDescending: Bool) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// How a whole row looks.
  package struct RowStyle: Hashable, Sendable {
    /// The role of cells that do not choose one of their own.
    package var role: StyleRole
    /// Whether the row carries the tag mark, in the first cell of the table.
    package var isTagged: Bool
    /// Whether the row's role wins over the roles of its cells (a row that ended).
    package var overrides: Bool

    /// A plain row unless told.
    package init(_ role: StyleRole = .normal, isTagged: Bool = false, overrides: Bool = false) {
      self.role = role
      self.isTagged = isTagged
      self.overrides = overrides
    }
  }

  /// In their order on the screen.
  package var columns: [TableColumn]
  /// The sort column, nil when rows are not sorted.
  package var sort: Sort?
  /// The columns, not counting locked ones, that are scrolled away on the left.
  package var firstColumn: Int
  /// The column under the column cursor: its title is underlined, its cell in the cursor row too.
  package var selectedColumn: Int?

  /// A table that is not scrolled sideways unless told.
  package init(
    _ columns: [TableColumn], sort: Sort? = nil, firstColumn: Int = 0, selectedColumn: Int? = nil
  ) {
    self.columns = columns
    self.sort = sort
    self.firstColumn = firstColumn
    self.selectedColumn = selectedColumn
  }

  /// The rows of data that fit into `rect` under the header.
  package static func rowCapacity(in rect: Rect) -> Int { max(0, rect.rows - 1) }

  /// One cell for the tag mark, then the columns.
  static let gutter = 1

  /// Where the columns stand in a table of `width` cells; offsets count from the left edge.
  package func layout(width: Int) -> TableLayout {
    TableLayout(columns, width: width - Self.gutter, firstColumn: firstColumn)
  }

  /// The column at a place inside `rect`, for mouse presses.
  package func column(at position: Position, in rect: Rect) -> Int? {
    guard rect.contains(position) else { return nil }
    return layout(width: rect.columns).column(at: position.column - rect.column - Self.gutter)
  }

  /// Draws the header into the first row of `rect` and the rows `cursor.top…` of `count` below it.
  ///
  /// `cell` is called for visible cells only, row by row from left to right: it appends the cell's
  /// text to an empty `SafeText` and may change the style, which begins as the row's. `isActive`
  /// is false when another pane has the keys: then no row is marked as the cursor's.
  package func draw(
    on canvas: inout Canvas, in rect: Rect, cursor: ListCursor, count: Int, glyphs: Glyphs,
    isActive: Bool = true, row: (Int) -> RowStyle,
    cell: (_ row: Int, _ column: Int, _ text: inout SafeText, _ style: inout Style) -> Void
  ) {
    var body = rect
    let header = body.takeTop(1)
    let layout = layout(width: rect.columns)
    drawHeader(on: &canvas, in: header, layout: layout, glyphs: glyphs)
    let visible = cursor.visible(count: count, height: body.rows)
    var empty = body
    _ = empty.takeTop(visible.count)
    canvas.fill(empty)
    var text = SafeText()
    for index in visible {
      let line = body.line(index - max(0, cursor.top))
      let rowStyle = row(index)
      let base = Style(rowStyle.role)
      canvas.fill(line, style: base)
      for slot in layout.slots {
        text.removeAll()
        var style = base
        cell(index, slot.column, &text, &style)
        if rowStyle.overrides { style.role = rowStyle.role }
        let area = area(of: slot, line)
        if style != base { canvas.fill(area, style: style) }
        draw(text, in: area, slot, style, on: &canvas, glyphs)
      }
      if rowStyle.isTagged { drawTag(on: &canvas, line: line, glyphs: glyphs) }
      if isActive, index == cursor.index { markCursor(on: &canvas, line: line, layout: layout) }
    }
  }

  private func area(of slot: TableLayout.Slot, _ line: Rect) -> Rect {
    Rect(
      row: line.row, column: line.column + Self.gutter + slot.offset, columns: slot.width, rows: 1
    ).intersection(line)
  }

  private func draw(
    _ text: SafeText, in area: Rect, _ slot: TableLayout.Slot, _ style: Style,
    on canvas: inout Canvas, _ glyphs: Glyphs
  ) {
    let column = columns[slot.column]
    canvas.drawOnly(
      text, in: area, style: style, alignment: column.alignment, elision: column.elision,
      ellipsis: glyphs.ellipsis)
  }

  private func drawTag(on canvas: inout Canvas, line: Rect, glyphs: Glyphs) {
    canvas.restyle(line) { if $0.role == .normal { $0.role = .tagged } }
    guard !line.isEmpty else { return }
    canvas.draw(glyphs.tag, at: line.origin, style: Style(.tagged, bold: true))
  }

  private func markCursor(on canvas: inout Canvas, line: Rect, layout: TableLayout) {
    canvas.restyle(line) { $0.role = .cursor }
    guard let selectedColumn, let slot = layout.slot(of: selectedColumn) else { return }
    canvas.restyle(area(of: slot, line)) { $0.underline = true }
  }

  private func drawHeader(
    on canvas: inout Canvas, in line: Rect, layout: TableLayout, glyphs: Glyphs
  ) {
    canvas.fill(line, style: Style(.header))
    guard !line.isEmpty else { return }
    for slot in layout.slots {
      var style = Style(.header)
      var title = columns[slot.column].title
      if let sort, sort.column == slot.column {
        style.role = .headerSorted
        title = title.truncated(to: slot.width - 1, ellipsis: "")
        title.append(scalar: sort.isDescending ? glyphs.sortDescending : glyphs.sortAscending)
      }
      style.underline = slot.column == selectedColumn
      let area = area(of: slot, line)
      let alignment = columns[slot.column].alignment
      canvas.draw(title, in: area, style: style, alignment: alignment, ellipsis: "")
    }
    let end = Position(row: line.row, column: line.endColumn - 1)
    if layout.hasMoreLeft { canvas.draw(glyphs.moreLeft, at: line.origin, style: Style(.header)) }
    guard layout.hasMoreRight, isFree(end, line, layout) else { return }
    canvas.draw(glyphs.moreRight, at: end, style: Style(.header))
  }

  /// Whether no column's title stands at `position`.
  private func isFree(_ position: Position, _ line: Rect, _ layout: TableLayout) -> Bool {
    guard let last = layout.slots.last else { return true }
    return position.column - line.column - Self.gutter >= last.offset + last.width
  }
}
