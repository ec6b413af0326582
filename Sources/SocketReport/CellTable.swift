internal import TextSafety

/// The cells of a listing, gathered until the widths of their columns are known.
///
/// All text lies back to back in one buffer: a row costs its bytes and one number a cell.
struct CellTable: Sendable {
  let columns: [ReportColumn]
  /// Every cell's text, row by row. Write the next cell at its end, then call `endCell()`.
  var text = SafeText()
  /// Where each cell ends in `text`.
  private(set) var ends: [UInt32] = []
  /// The longest cell of each column, in terminal cells.
  private(set) var widths: [Int]
  private var start = 0
  private var next = 0

  init(columns: [ReportColumn]) {
    self.columns = columns
    widths = Array(repeating: 0, count: columns.count)
  }

  /// What has been written since the last cell becomes the row's next cell.
  mutating func endCell() {
    let end = text.utf8.count
    if columns[next] != .rest {
      widths[next] = max(widths[next], text.columns(in: start..<end))
    } else if end > start {
      widths[next] = max(widths[next], longestLine(in: start..<end))
    }
    ends.append(UInt32(truncatingIfNeeded: end))
    start = end
    next = next + 1 < columns.count ? next + 1 : 0
  }

  /// Adds a row of titles.
  mutating func appendHeader() {
    for column in columns {
      text.append(column.title)
      endCell()
    }
  }

  /// Forgets all rows and keeps the storage.
  mutating func removeAll() {
    text.removeAll()
    ends.removeAll(keepingCapacity: true)
    for index in widths.indices { widths[index] = 0 }
    start = 0
    next = 0
  }

  private func longestLine(in range: Range<Int>) -> Int {
    var longest = 0
    var line = range.lowerBound
    let bytes = text.utf8.span
    for index in range where bytes[index] == 0x0a {
      longest = max(longest, text.columns(in: line..<index))
      line = index + 1
    }
    return max(longest, text.columns(in: line..<range.upperBound))
  }
}

/// Rows as lines.
extension CellTable {
  /// The rows as lines with aligned columns and without trailing blanks, spread over
  /// `screenWidth` cells where one is given.
  func rendered(screenWidth: Int?) -> SafeText {
    let fields = fieldWidths(screenWidth: screenWidth)
    var output = SafeText()
    let rows = ends.count / max(1, columns.count)
    output.reserve(bytes: rows &* (fields.reduce(0, +) &+ 1))
    var begin = 0
    var cell = 0
    for _ in 0..<rows {
      // Blanks wait until something follows them.
      var blanks = 0
      for index in columns.indices {
        let end = Int(ends[cell])
        append(begin..<end, column: index, width: fields[index], &blanks, to: &output)
        begin = end
        cell &+= 1
      }
      output.append("\n")
    }
    return output
  }

  private func append(
    _ range: Range<Int>, column index: Int, width: Int, _ blanks: inout Int,
    to output: inout SafeText
  ) {
    let column = columns[index]
    guard !range.isEmpty else {
      blanks &+= width
      return
    }
    let gap = index == 0 ? 0 : column.gap
    let shown = column == .rest ? range.count : text.columns(in: range)
    let spare = max(0, width &- gap &- shown)
    output.append(blanks: blanks &+ gap &+ (column.isRightAligned ? spare : 0))
    output.append(text, bytes: range)
    blanks = column.isRightAligned ? 0 : spare
  }
}
