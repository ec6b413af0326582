extension VirtualTerminal {
  /// Private modes that may be switched: cursor keys, wrap, cursor, mouse, alternate screen, paste.
  private static let knownModes: Set<Int> = [
    1, 7, 12, 25, 1000, 1002, 1006, 1047, 1048, 1049, 2004,
  ]

  /// Obeys a control sequence; false when it is none of those that programs may use.
  mutating func perform(_ final: Character, _ prefix: UInt8?, _ numbers: [Int]) -> Bool {
    let first = numbers.first ?? 0
    let count = max(1, first)
    if prefix == UInt8(ascii: "?") {
      // Linux: the shape of the cursor.
      if final == "c" { return numbers.count == 1 && first <= 8 }
      guard final == "h" || final == "l" else { return false }
      return numbers.map { setMode($0, final == "h") }.allSatisfy { $0 }
    }
    guard prefix == nil else { return false }
    switch final {
    case "A": moveTo(row: max(row >= top ? top : 0, row - count), column: column)
    case "B": moveTo(row: min(row <= bottom ? bottom : rows - 1, row + count), column: column)
    case "C": moveTo(row: row, column: column + count)
    case "D": moveTo(row: row, column: column - count)
    case "G": moveTo(row: row, column: count - 1)
    case "d": moveTo(row: count - 1, column: column)
    case "H", "f":
      moveTo(row: count - 1, column: max(1, numbers.dropFirst().first ?? 1) - 1)
    default: return edit(final, numbers, count)
    }
    return true
  }

  private mutating func edit(_ final: Character, _ numbers: [Int], _ count: Int) -> Bool {
    let first = numbers.first ?? 0
    switch final {
    case "J": return eraseDisplay(first)
    case "K": return eraseLine(first)
    case "X": erase(row, column..<(column + count))
    case "@": insertBlanks(count)
    case "P": deleteCharacters(count)
    case "L": if (top...bottom).contains(row) { scroll(row, bottom, -count) }
    case "M": if (top...bottom).contains(row) { scroll(row, bottom, count) }
    case "S": scroll(top, bottom, count)
    case "T": scroll(top, bottom, -count)
    case "b":
      guard let last = lastCharacter else { return false }
      for _ in 0..<min(count, columns) { show(last) }
    case "r":
      let last = numbers.dropFirst().first ?? rows
      (top, bottom) = (max(0, count - 1), min(rows, last == 0 ? rows : last) - 1)
      moveTo(row: 0, column: 0)
    case "m": return select(numbers.isEmpty ? [0] : numbers)
    case "h", "l":
      // 34 is the cursor's shape in `screen`.
      if first == 4 { insertMode = final == "h" }
      return numbers == [4] || numbers == [34]
    // The title stack of xterm's alternate screen.
    case "t": return numbers.count == 3 && (first == 22 || first == 23)
    default: return false
    }
    return true
  }

  private mutating func setMode(_ mode: Int, _ isOn: Bool) -> Bool {
    if mode == 1049 || mode == 1047 { useAlternateScreen(isOn) }
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
    return Self.knownModes.contains(mode)
  }

  private mutating func useAlternateScreen(_ isOn: Bool) {
    if isOn, mainCells == nil {
      mainSaved = (row, column, attributes)
      mainCells = cells
      cells = Self.blank(rows: rows, columns: columns)
    } else if !isOn, let main = mainCells {
      cells = main
      mainCells = nil
      attributes = mainSaved.attributes
      moveTo(row: mainSaved.row, column: mainSaved.column)
    }
  }

  /// SGR.
  private mutating func select(_ numbers: [Int]) -> Bool {
    var rest = numbers[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: attributes = Attributes()
      case 1: attributes.bold = true
      case 2: attributes.dim = true
      case 3: attributes.italic = true
      case 4: attributes.underline = true
      case 7: attributes.reverse = true
      case 22: (attributes.bold, attributes.dim) = (false, false)
      case 23: attributes.italic = false
      case 24: attributes.underline = false
      case 27: attributes.reverse = false
      case 30...37: attributes.foreground = .indexed(code - 30)
      case 39: attributes.foreground = .standard
      case 40...47: attributes.background = .indexed(code - 40)
      case 49: attributes.background = .standard
      case 90...97: attributes.foreground = .indexed(code - 82)
      case 100...107: attributes.background = .indexed(code - 92)
      case 38, 48:
        guard let color = Self.extendedColor(&rest) else { return false }
        if code == 38 { attributes.foreground = color } else { attributes.background = color }
      // The fonts of a Linux console, in its `sgr0`.
      case 10, 11: break
      default: return false
      }
    }
    return true
  }

  private static func extendedColor(_ rest: inout ArraySlice<Int>) -> Attributes.Color? {
    switch rest.popFirst() {
    case 5:
      return rest.popFirst().map { .indexed($0) }
    case 2 where rest.count >= 3:
      let color = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      return .rgb(color[0], color[1], color[2])
    default:
      return nil
    }
  }
}
