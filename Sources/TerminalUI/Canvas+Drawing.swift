package import TextSafety

extension Canvas {
  /// Draws `text` from `position` on, clipped to the canvas and to `width` cells, and returns the
  /// cells that the text takes when it is not clipped.
  ///
  /// A wide character that is cut by an edge is drawn as a blank. Cells beyond the text keep what
  /// they show.
  @discardableResult
  package mutating func draw(
    _ text: SafeText, at position: Position, style: Style = Style(), width: Int? = nil
  ) -> Int {
    var clip = bounds
    if let width {
      clip = clip.intersection(
        Rect(row: position.row, column: position.column, columns: width, rows: 1))
    }
    return draw(text, at: position, style: style, clip: clip)
  }

  /// Draws `text` in `rect`, one line, aligned and elided so that it fits; the rest of the first
  /// line of `rect` becomes blank in the same style.
  package mutating func draw(
    _ text: SafeText, in rect: Rect, style: Style = Style(), alignment: TextAlignment = .left,
    elision: TextElision = .tail, ellipsis: SafeText = "…"
  ) {
    fill(rect.line(0), style: style)
    drawOnly(
      text, in: rect, style: style, alignment: alignment, elision: elision, ellipsis: ellipsis)
  }

  /// `draw(_:in:)` without the blanks, for a line that has them already.
  mutating func drawOnly(
    _ text: SafeText, in rect: Rect, style: Style, alignment: TextAlignment, elision: TextElision,
    ellipsis: SafeText
  ) {
    let line = rect.line(0)
    let columns = text.columns
    let isTooLong = columns > line.columns
    let shown = isTooLong ? text.truncated(to: line.columns, elision, ellipsis: ellipsis) : text
    let spare = line.columns &- (isTooLong ? shown.columns : columns)
    let shift =
      switch alignment {
      case .left: 0
      case .right: spare
      case .center: spare / 2
      }
    draw(
      shown, at: Position(row: line.row, column: line.column &+ shift), style: style, clip: line)
  }

  /// Draws `text` with its first cell at `position`, which may lie outside `clip`; only what is
  /// inside `clip` shows. Returns the cells that the whole text takes.
  @discardableResult
  package mutating func draw(
    _ text: SafeText, at position: Position, style: Style, clip: Rect
  ) -> Int {
    let area = clip.intersection(bounds)
    let isVisible = position.row >= area.row && position.row < area.endRow
    var column = position.column
    var offset = 0
    while offset < text.utf8.count {
      let place = Position(row: position.row, column: column)
      let count = drawASCII(text.utf8, from: offset, at: place, style, isVisible ? area : Rect.zero)
      column &+= count
      offset &+= count
      guard offset < text.utf8.count else { break }
      let scalar = text.scalar(at: offset)
      if isVisible { put(scalar, position.row, column, style, area) }
      column &+= scalar.width
      offset &+= scalar.length
    }
    return column &- position.column
  }

  /// Draws one character of the program, one cell wide, at a place; outside nothing happens.
  package mutating func draw(
    _ scalar: Unicode.Scalar, at position: Position, style: Style = Style()
  ) {
    guard self[position.row, position.column] != nil else { return }
    put(Cell(scalar, style: style), position.row, position.column)
  }

  /// Makes `rect` show `scalar` (one cell wide) everywhere, a blank unless told.
  package mutating func fill(
    _ rect: Rect, style: Style = Style(), scalar: Unicode.Scalar = " "
  ) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    let cell = Cell(scalar, style: style)
    for row in area.row..<area.endRow {
      // The edges may cut wide characters; between them there is nothing to mend.
      put(cell, row, area.column)
      put(cell, row, area.endColumn &- 1)
      let start = row &* size.columns
      var span = cells.mutableSpan
      for index in (start &+ area.column)..<(start &+ area.endColumn) { span[index] = cell }
    }
  }

  /// Changes the styles in `rect` and leaves the characters.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      let start = row &* size.columns
      for index in (start &+ area.column)..<(start &+ area.endColumn) {
        change(&cells[index].style)
      }
    }
  }

  /// Gives everything in `rect` the role `role`; attributes stay.
  package mutating func setRole(_ role: StyleRole, in rect: Rect) {
    restyle(rect) { $0.role = role }
  }

  /// Makes every character outside ASCII `?` (two for a wide one), for terminals that would show
  /// something else: the last step before presenting.
  package mutating func replaceNonASCII() {
    for index in cells.indices {
      let cell = cells[index]
      let isShown = cell.width == 1 && cell.scalar.value < 0x7f
      cells[index] = Cell(isShown ? cell.scalar : "?", style: cell.style)
    }
  }

  /// Draws the ASCII characters from `offset` on up to the first other one and returns how many
  /// there are.
  private mutating func drawASCII(
    _ bytes: [UInt8], from offset: Int, at position: Position, _ style: Style, _ area: Rect
  ) -> Int {
    var end = offset
    while end < bytes.count, bytes[end] < 0x80 { end &+= 1 }
    let first = max(position.column, area.column)
    let last = min(position.column &+ end &- offset, area.endColumn) &- 1
    guard first <= last else { return end &- offset }
    let shift = offset &- position.column
    // The edges may cut wide characters; between them there is nothing to mend.
    put(Cell(style: style), position.row, first)
    put(Cell(style: style), position.row, last)
    let start = position.row &* size.columns
    var cell = Cell(style: style)
    var span = cells.mutableSpan
    for column in first...last {
      cell.scalar = Unicode.Scalar(bytes[column &+ shift])
      span[start &+ column] = cell
    }
    return end &- offset
  }

  /// Puts a decoded character, or its mark onto the cell before it, inside `area`.
  private mutating func put(
    _ scalar: SafeScalar, _ row: Int, _ column: Int, _ style: Style, _ area: Rect
  ) {
    guard let character = Unicode.Scalar(scalar.value) else { return }
    switch scalar.width {
    case 0: addMark(scalar.value, row, column, area)
    case 1:
      guard column >= area.column, column < area.endColumn else { return }
      put(Cell(character, style: style), row, column)
    default:
      let fits = column >= area.column && column &+ 1 < area.endColumn
      if fits {
        put(Cell(character, width: 2, style: style), row, column)
        put(Cell(" ", width: 0, style: style), row, column &+ 1)
      } else if column >= area.column, column < area.endColumn {
        put(Cell(style: style), row, column)
      } else if column &+ 1 == area.column, !area.isEmpty {
        put(Cell(style: style), row, area.column)
      }
    }
  }

  /// Puts a mark on the character that ends before `column`.
  private mutating func addMark(_ mark: UInt32, _ row: Int, _ column: Int, _ area: Rect) {
    guard column > area.column, column <= area.endColumn else { return }
    var index = row &* size.columns &+ column &- 1
    if cells[index].width == 0, column &- 1 > area.column { index &-= 1 }
    // A blank here is a wide character that was cut: its marks go with it.
    guard cells[index].scalar != " " else { return }
    if cells[index].firstMark == 0 {
      cells[index].firstMark = mark
    } else if cells[index].secondMark == 0 {
      cells[index].secondMark = mark
    }
  }

  /// Sets a cell inside the grid; the other half of a wide character that loses one becomes blank.
  private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
    let index = row &* size.columns &+ column
    let old = cells[index].width
    if old == 0, cell.width != 0, column > 0 { blank(index &- 1) }
    if old == 2, column &+ 1 < size.columns { blank(index &+ 1) }
    cells[index] = cell
  }

  private mutating func blank(_ index: Int) {
    cells[index] = Cell(style: cells[index].style)
  }
}
