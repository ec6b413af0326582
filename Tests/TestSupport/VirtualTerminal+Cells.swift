extension VirtualTerminal {
  /// The columns of a character: enough of Unicode for tests.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
      0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
      0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }

  mutating func moveTo(row newRow: Int, column newColumn: Int) {
    row = min(max(0, newRow), rows - 1)
    column = min(max(0, newColumn), columns - 1)
    wrapPending = false
  }

  mutating func show(_ scalar: Unicode.Scalar) {
    let width = Self.width(scalar)
    guard width > 0 else {
      addMark(scalar)
      return
    }
    if modes.contains(7), wrapPending || column + width > columns {
      moveTo(row: row, column: 0)
      lineFeed()
    }
    if insertMode { insertBlanks(width) }
    put(scalar, width)
    lastCharacter = scalar
    let next = column + width
    wrapPending = next >= columns
    column = min(next, columns - 1)
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ width: Int) {
    for offset in 0..<width where column + offset < columns { breakWide(column + offset) }
    var cell = Cell()
    cell.attributes = attributes
    cell.text = String(Character(translated(scalar)))
    cells[row][column] = cell
    guard width == 2, column + 1 < columns else { return }
    cell.text = ""
    cells[row][column + 1] = cell
  }

  /// Half of a wide character cannot stay.
  private mutating func breakWide(_ place: Int) {
    if cells[row][place].text.isEmpty, place > 0 { cells[row][place - 1].text = " " }
    if place + 1 < columns, cells[row][place + 1].text.isEmpty { cells[row][place + 1].text = " " }
  }

  private mutating func addMark(_ scalar: Unicode.Scalar) {
    var place = wrapPending ? column : column - 1
    if place > 0, cells[row][place].text.isEmpty { place -= 1 }
    guard place >= 0 else { return }
    cells[row][place].text.unicodeScalars.append(scalar)
  }

  private func translated(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard charsets[shifted] == UInt8(ascii: "0"), (0x60...0x7e).contains(scalar.value) else {
      return scalar
    }
    let line = Array("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)
    return line[Int(scalar.value) - 0x60]
  }

  mutating func lineFeed() {
    if row == bottom { scroll(top, bottom, 1) } else { moveTo(row: row + 1, column: column) }
    wrapPending = false
  }

  mutating func reverseLineFeed() {
    if row == top { scroll(top, bottom, -1) } else { moveTo(row: row - 1, column: column) }
  }

  /// Moves rows `first...last` up by `count`, down when it is negative.
  mutating func scroll(_ first: Int, _ last: Int, _ count: Int) {
    guard first <= last, last < rows else { return }
    let empty = Array(repeating: erased, count: columns)
    var region = Array(cells[first...last])
    let amount = min(abs(count), region.count)
    let blanks = Array(repeating: empty, count: amount)
    region = count > 0 ? region.dropFirst(amount) + blanks : blanks + region.dropLast(amount)
    cells.replaceSubrange(first...last, with: region)
  }

  mutating func erase(_ row: Int, _ range: Range<Int>) {
    for place in range.clamped(to: 0..<columns) { cells[row][place] = erased }
  }

  mutating func eraseLine(_ which: Int) -> Bool {
    switch which {
    case 0: erase(row, column..<columns)
    case 1: erase(row, 0..<(column + 1))
    case 2: erase(row, 0..<columns)
    default: return false
    }
    return true
  }

  mutating func eraseDisplay(_ which: Int) -> Bool {
    switch which {
    case 0:
      for below in (row + 1)..<max(rows, row + 1) { erase(below, 0..<columns) }
    case 1:
      for above in 0..<row { erase(above, 0..<columns) }
    case 2:
      for every in 0..<rows { erase(every, 0..<columns) }
      return true
    default: return false
    }
    return eraseLine(which)
  }

  mutating func insertBlanks(_ count: Int) {
    let amount = min(count, columns - column)
    cells[row].removeLast(amount)
    cells[row].insert(contentsOf: repeatElement(erased, count: amount), at: column)
  }

  mutating func deleteCharacters(_ count: Int) {
    let amount = min(count, columns - column)
    cells[row].removeSubrange(column..<(column + amount))
    cells[row].append(contentsOf: repeatElement(erased, count: amount))
  }
}
