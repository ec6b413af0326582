internal import CNcurses
internal import CursesTerminal
internal import Glibc
internal import TerminalUI
internal import TextSafety

/// What painting a canvas of 200 by 60 costs, against ncurses told to write the same text.
enum FrameFigures {
  private static let size = Size(columns: 200, rows: 60)
  private static let columns = 12
  private static let frames = 60

  static func measure() {
    for (title, lines) in [("a usual frame", 6), ("all lines new", size.rows)] {
      let pictures = Picture.series(count: frames, changedLines: lines, size)
      guard let floor = floor(pictures), let (own, bytes) = paint(pictures) else { continue }
      report("9 \(title), against ncurses", size.rows, goal: "<= 1.3", own / floor, "x")
      let need = zip(pictures, pictures.dropFirst()).map { $1.bytesNeeded(after: $0) }
      let ratio = bytes / (Double(need.reduce(0, +)) / Double(need.count))
      report("9 \(title), bytes against need", size.rows, goal: "<= 1.2", ratio, "x")
    }
  }

  /// Median processor time of a frame, and the mean of its bytes.
  private static func paint(_ pictures: [Picture]) -> (nanoseconds: Double, bytes: Double)? {
    guard
      let painter = try? FramePainter(
        terminalType: RawText(utf8: "xterm-256color"), usesColors: true, size: size)
    else { return nil }
    painter.setAppearance { style in
      Appearance(.ansi(UInt8(1 + style.role.rawValue % 7)))
    }
    let canvases = pictures.map(\.canvas)
    _ = painter.paint(canvases[0])
    var bytes = 0
    let times = canvases.dropFirst().map { canvas in
      let start = CPUTime.ofThread
      bytes += painter.paint(canvas).count
      return Double(CPUTime.ofThread &- start)
    }
    return (median(times), Double(bytes) / Double(times.count))
  }

  /// The same pictures through `mvaddnstr` and `refresh`, every row written each time.
  private static func floor(_ pictures: [Picture]) -> Double? {
    guard let output = unsafe fopen("/dev/null", "w"), let input = unsafe fopen("/dev/null", "r"),
      let screen = unsafe newterm("xterm-256color", output, input)
    else { return nil }
    defer { unsafe delscreen(screen) }
    start_color()
    use_default_colors()
    for number in 1..<Int16(8) { init_pair(number, number, -1) }
    resize_term(Int32(size.rows), Int32(size.columns))
    var times: [Double] = []
    for picture in pictures {
      let start = CPUTime.ofThread
      unsafe werase(topss_stdscr())
      write(picture)
      unsafe wrefresh(topss_stdscr())
      times.append(Double(CPUTime.ofThread &- start))
    }
    endwin()
    return median(Array(times.dropFirst()))
  }

  private static func write(_ picture: Picture) {
    for (row, line) in picture.lines.enumerated() {
      for column in 0..<columns {
        let (start, end) = Picture.range(of: column, size)
        unsafe wcolor_set(topss_stdscr(), Int16(1 + column % 7), nil)
        unsafe line.withUnsafeBufferPointer { bytes in
          let text = unsafe bytes.baseAddress! + start
          unsafe mvwaddnstr(topss_stdscr(), Int32(row), Int32(start), text, Int32(end - start))
        }
      }
    }
  }
}

/// A screen of numbers, in columns of different colours.
private struct Picture {
  var lines: [[CChar]]
  let size: Size

  /// Pictures of which each differs from the one before in so many lines: in one number each, or
  /// wholly when all lines change.
  static func series(count: Int, changedLines: Int, _ size: Size) -> [Picture] {
    var random = UInt64(88_172_645_463_325_252)
    func next() -> UInt64 {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return random
    }
    func digit() -> CChar { CChar(48 + next() % 10) }
    let blank = Array(repeating: CChar(32), count: size.columns)
    var picture = Picture(lines: Array(repeating: blank, count: size.rows), size: size)
    func fill(_ row: Int) {
      for column in 0..<size.columns where next() % 5 > 0 { picture.lines[row][column] = digit() }
    }
    for row in 0..<size.rows { fill(row) }
    return (0..<count).map { _ in
      for number in 0..<changedLines {
        guard changedLines < size.rows else {
          fill(number)
          continue
        }
        let row = Int(next() % UInt64(size.rows))
        for column in 70..<79 { picture.lines[row][column] = digit() }
      }
      return picture
    }
  }

  static func range(of column: Int, _ size: Size) -> (start: Int, end: Int) {
    (column * size.columns / 12, (column + 1) * size.columns / 12)
  }

  static func color(at column: Int, _ size: Size) -> Int { column * 12 / size.columns % 7 }

  var canvas: Canvas {
    let roles = StyleRole.allCases.prefix(7)
    var canvas = Canvas(size: size)
    for (row, line) in lines.enumerated() {
      for column in 0..<12 {
        let (start, end) = Self.range(of: column, size)
        let text = SafeText(RawText(line[start..<end].map { UInt8(bitPattern: $0) }))
        canvas.draw(
          text, at: Position(row: row, column: start), style: Style(roles[column % 7]))
      }
    }
    return canvas
  }

  /// The bytes that turn `before` into this: the changed characters, a move to each run of them and
  /// a colour where it changes.
  func bytesNeeded(after before: Picture) -> Int {
    var bytes = 0
    var color = -1
    for (row, line) in lines.enumerated() {
      var last = -2
      for column in line.indices where line[column] != before.lines[row][column] {
        if column != last + 1 {
          // To stay is cheaper than a move over few characters.
          let gap = column - last - 1
          bytes += last >= 0 && gap < 6 ? gap : "\u{1b}[\(row + 1);\(column + 1)H".utf8.count
        }
        let wanted = Self.color(at: column, size)
        if wanted != color { bytes += "\u{1b}[31m".utf8.count }
        (color, last) = (wanted, column)
        bytes += 1
      }
    }
    return bytes
  }
}
