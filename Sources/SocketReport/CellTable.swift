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
  /// Whether every byte before the last column is a cell.
  private var isNarrow = true
  private let measuresRest: Bool
  private var start = 0
  private var next = 0

  /// The last column is measured only where `measuresRest`: nothing stands behind it, but on a
  /// screen it takes part in sharing the width.
  init(columns: [ReportColumn], measuresRest: Bool = false) {
    self.columns = columns
    self.measuresRest = measuresRest
    widths = Array(repeating: 0, count: columns.count)
  }

  /// What has been written since the last cell becomes the row's next cell; `isASCII` when it is
  /// known to hold nothing else.
  mutating func endCell(isASCII: Bool = false) {
    let end = text.utf8.count
    if columns[next] != .rest {
      let columns = isASCII ? end &- start : text.columns(in: start..<end)
      if columns != end &- start { isNarrow = false }
      if columns > widths[next] { widths[next] = columns }
    } else if end > start, measuresRest {
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
    isNarrow = true
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
    output.reserve(bytes: text.utf8.count &+ rows &* (fields.reduce(0, +) &+ 1))
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
    // Lines of their own follow: blanks in front of them would end this one.
    if column == .rest, text.utf8[range.lowerBound] == 0x0a { blanks = 0 }
    let gap = index == 0 ? 0 : column.gap
    let shown = isNarrow || column == .rest ? range.count : text.columns(in: range)
    let spare = max(0, width &- gap &- shown)
    output.append(
      text, bytes: range, afterBlanks: blanks &+ gap &+ (column.isRightAligned ? spare : 0))
    blanks = column.isRightAligned ? 0 : spare
  }
}
