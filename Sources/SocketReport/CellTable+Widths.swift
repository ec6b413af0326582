extension CellTable {
  /// What each column takes with the gap in front of it.
  ///
  /// Without a screen that is the longest cell. On a screen what is left over goes to the columns
  /// evenly, the remainder to the last ones; columns that do not fit go on in further lines of the
  /// screen, each filled exactly, so that the terminal's own wrapping puts them there.
  func fieldWidths(screenWidth: Int?) -> [Int] {
    var fields: [Int] = []
    for (index, column) in columns.enumerated() {
      let isEmpty = column == .rest && widths[index] == 0
      fields.append(isEmpty ? 0 : widths[index] + (index == 0 ? 0 : column.gap))
    }
    guard let screenWidth else { return fields }
    var line = 0..<0
    for index in fields.indices where fields[index] > 0 {
      let used = fields[line].reduce(0, +)
      if !line.isEmpty, used + fields[index] > screenWidth {
        Self.spread(screenWidth - used, over: line, of: &fields)
        line = index..<index
      }
      line = line.lowerBound..<index + 1
    }
    Self.spread(screenWidth - fields[line].reduce(0, +), over: line, of: &fields)
    return fields
  }

  private static func spread(_ spare: Int, over line: Range<Int>, of fields: inout [Int]) {
    let used = line.filter { fields[$0] > 0 }
    guard spare > 0, !used.isEmpty else { return }
    let share = spare.quotientAndRemainder(dividingBy: used.count)
    for (position, index) in used.reversed().enumerated() {
      fields[index] += share.quotient + (position < share.remainder ? 1 : 0)
    }
  }
}
