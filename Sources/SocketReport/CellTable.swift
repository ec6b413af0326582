internal import TextSafety

/// The cells of a listing, gathered until the widths of their columns are known.
///
/// All text lies back to back in one buffer: a row costs its bytes and one number a cell.
struct CellTable: ~Copyable {
  let columns: [ReportColumn]
  /// Every cell's text, row by row. Write the next cell at its end, then call `endCell()`.
  var text = RowBuffer(capacity: SSReport.chunkBytes + (16 << 10))
  /// Where each cell ends in `text`.
  private var ends = RowBuffer(capacity: 1 << 16)
  /// Whether there is no cell.
  var isEmpty: Bool { ends.count == 0 }
  /// The longest cell of each column so far, in terminal cells.
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
  @inline(__always) mutating func endCell(isASCII: Bool = false) {
    let end = text.count
    let index = next
    if isASCII, index &+ 1 < widths.count {
      if end &- start > widths[index] { widths[index] = end &- start }
    } else {
      measure(start..<end)
    }
    ends.append(word: UInt32(truncatingIfNeeded: end))
    start = end
    next = index &+ 1 < widths.count ? index &+ 1 : 0
  }

  private mutating func measure(_ range: Range<Int>) {
    if columns[next] != .rest {
      let columns = text.columns(in: range)
      if columns != range.count { isNarrow = false }
      if columns > widths[next] { widths[next] = columns }
    } else if !range.isEmpty, measuresRest {
      widths[next] = max(widths[next], longestLine(in: range))
    }
  }

  /// Adds a row of titles.
  mutating func appendHeader() {
    for column in columns {
      text.append(column.title)
      endCell()
    }
  }

  /// Forgets all rows; the storage and the widths stay, so that later rows do not narrow.
  mutating func removeAll() {
    text.removeAll()
    ends.removeAll()
    isNarrow = true
    start = 0
    next = 0
  }

  private func longestLine(in range: Range<Int>) -> Int {
    var longest = 0
    var line = range.lowerBound
    for index in range where text.byte(at: index) == 0x0a {
      longest = max(longest, text.columns(in: line..<index))
      line = index + 1
    }
    return max(longest, text.columns(in: line..<range.upperBound))
  }
}

/// Rows as lines.
extension CellTable {
  /// Appends the rows as lines with aligned columns and without trailing blanks, spread over
  /// `screenWidth` cells where one is given.
  func render(screenWidth: Int?, to output: inout RowBuffer) {
    let fields = fieldWidths(screenWidth: screenWidth)
    let places = columns.indices.map { index in
      Place(
        width: fields[index], gap: index == 0 ? 0 : columns[index].gap,
        isRightAligned: columns[index].isRightAligned, isRest: columns[index] == .rest)
    }
    var begin = 0
    var cell = 0
    while cell < ends.count {
      // Blanks wait until something follows them.
      var blanks = 0
      for place in places {
        let end = Int(ends.word(at: cell))
        append(begin..<end, at: place, &blanks, to: &output)
        begin = end
        cell &+= 4
      }
      output.append("\n")
    }
  }

  /// How the cells of a column are set.
  private struct Place {
    let width: Int
    let gap: Int
    let isRightAligned: Bool
    let isRest: Bool
  }

  @inline(__always) private func append(
    _ range: Range<Int>, at place: Place, _ blanks: inout Int, to output: inout RowBuffer
  ) {
    guard !range.isEmpty else {
      blanks &+= place.width
      return
    }
    // Lines of their own follow: blanks in front of them would end this one.
    if place.isRest, text.byte(at: range.lowerBound) == 0x0a { blanks = 0 }
    let shown = isNarrow || place.isRest ? range.count : text.columns(in: range)
    let spare = max(0, place.width &- place.gap &- shown)
    blanks &+= place.gap
    if place.isRightAligned { blanks &+= spare }
    output.append(text, bytes: range, afterBlanks: blanks)
    blanks = place.isRightAligned ? 0 : spare
  }
}
