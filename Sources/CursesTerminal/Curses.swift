internal import CNcurses
internal import CSys
internal import Glibc
internal import TerminalUI
internal import TextSafety

/// ncurses as a maker of bytes: it paints into memory and never touches the terminal.
///
/// Its output is a memory file, so that no update can block, whatever the terminal does; the screen
/// takes the bytes of a frame and writes them when the terminal accepts them. Modes, keys, the
/// alternate screen and the way out are the screen's own business. Once a terminal is shown, `endwin`
/// is never called: coming back from it resets palettes with sequences that not every terminal
/// swallows.
@safe final class Curses {
  let colors: Int
  private let colorPairs: Int
  /// False when the terminal cannot go back to its own colours.
  private let hasDefaultColors: Bool
  /// False when ncurses must insert to fill the lower right corner, which it does wrongly for a wide
  /// character: `screen` and `tmux`.
  private let hasCorner: Bool
  private var size = Size(columns: 0, rows: 0)
  private let screen: OpaquePointer
  private let output: UnsafeMutablePointer<FILE>
  private let input: UnsafeMutablePointer<FILE>
  private let descriptor: Int32
  private var pairs: [UInt64: Int32] = [:]
  private var run: [cchar_t] = []

  /// Starts ncurses for `TERM`.
  init(terminalType: RawText, usesColors: Bool) throws(ScreenError) {
    Curses.useUTF8()
    descriptor = unsafe topss_memory_file("topss-frame")
    guard descriptor >= 0 else { throw .system(call: .memoryFile, errno: errno) }
    let inputCopy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard let output = unsafe fdopen(descriptor, "w"), let input = unsafe fdopen(inputCopy, "r")
    else { throw .system(call: .open, errno: errno) }
    unsafe (self.output, self.input) = (output, input)
    topss_signals_hide()
    defer { topss_signals_restore() }
    let name = terminalType.bytes.map { CChar(bitPattern: $0) } + [0]
    guard let screen = unsafe newterm(name, output, input) else {
      unsafe fclose(output)
      unsafe fclose(input)
      throw .unknownTerminalType(terminalType)
    }
    unsafe self.screen = screen
    // Frames are painted right into the next screen: another window would hold all cells once more.
    unsafe wresize(topss_stdscr(), 1, 1)
    typeahead(-1)
    nonl()
    let started = usesColors && has_colors() && start_color() == OK
    hasDefaultColors = started && use_default_colors() == OK
    colors = started ? Int(topss_colors()) : 0
    hasCorner = unsafe topss_capability("rmam") != nil
    colorPairs = started ? Int(topss_color_pairs()) : 0
    // Until it has come back from a pause, ncurses writes out every move of the cursor by itself.
    endwin()
    doupdate()
    _ = takeOutput()
  }

  deinit {
    unsafe delscreen(screen)
    unsafe fclose(output)
    unsafe fclose(input)
  }

  /// ncurses splits characters by the locale: one of UTF-8 whatever the environment says.
  private static func useUTF8() {
    _ = unsafe setlocale(LC_ALL, "")
    guard let codeset = unsafe nl_langinfo(nl_item(CODESET)), unsafe strcmp(codeset, "UTF-8") == 0
    else {
      _ = unsafe setlocale(LC_CTYPE, "C.UTF-8")
      return
    }
  }

  /// Makes ncurses' idea of the screen as large as the terminal.
  func resize(to size: Size) {
    self.size = size
    resize_term(Int32(clamping: size.rows), Int32(clamping: size.columns))
  }

  /// The next frame is painted whole, beginning with blanks.
  func repaintAll() {
    topss_repaint()
    unsafe werase(topss_next_screen())
  }

  /// Puts the cells `range` of a row at their places.
  ///
  /// Half of a wide character is a blank: the columns behind it must not move.
  func put(_ cells: Span<Cell>, _ range: Range<Int>, row: Int, look: (Style) -> Look) {
    run.removeAll(keepingCapacity: true)
    var column = range.lowerBound
    if cells[column].width == 0, column > 0, cells[column - 1].width == 2 { column -= 1 }
    let start = column
    var style = cells[column].style
    var plain = Curses.encode(Cell(style: style), look(style))
    while column < range.upperBound {
      let cell = cells[column]
      if cell.style != style {
        style = cell.style
        plain = Curses.encode(Cell(style: style), look(style))
      }
      if cell.isPlain {
        plain.chars.0 = wchar_t(cell.scalar.value)
        run.append(plain)
        column += 1
        continue
      }
      let isWide = isWideCharacter(cells, column, row: row)
      let isWhole = isWide || cell.width == 1
      run.append(Curses.encode(isWhole ? cell : Cell(style: cell.style), look(cell.style)))
      column += isWide ? 2 : 1
    }
    let (y, x) = (Int32(clamping: row), Int32(clamping: start))
    unsafe mvwadd_wchnstr(topss_next_screen(), y, x, run, Int32(clamping: run.count))
  }

  /// Whether both halves of a wide character stand at `column`, and ncurses can put it there.
  private func isWideCharacter(_ cells: Span<Cell>, _ column: Int, row: Int) -> Bool {
    guard cells[column].width == 2, column + 1 < cells.count else { return false }
    guard cells[column + 1].width == 0 else { return false }
    return hasCorner || row < size.rows - 1 || column < size.columns - 3
  }

  private static func encode(_ cell: Cell, _ look: Look) -> cchar_t {
    var scalar = cell.scalar.value
    if scalar >= 0x7f || scalar < 0x20, topss_character_columns(scalar) != Int32(cell.width) {
      // The C library disagrees about the width: keep the columns right.
      scalar = cell.width == 2 ? 0x3000 : 0x3f
    }
    var result = cchar_t()
    unsafe topss_set_cell(
      &result, scalar, cell.firstMark, cell.secondMark, look.attributes, look.pair)
    return result
  }

  /// Paints the frame with the cursor at `cursor`, hidden for nil.
  func update(cursor: Position?) {
    if let cursor {
      let (y, x) = (Int32(clamping: cursor.row), Int32(clamping: cursor.column))
      unsafe wmove(topss_next_screen(), y, x)
    }
    curs_set(cursor == nil ? 0 : 1)
    doupdate()
  }

  /// Forgets that the cursor was hidden: somebody showed it.
  func cursorIsVisible() {
    curs_set(1)
    _ = takeOutput()
  }

  /// The bytes that ncurses made since the last call.
  func takeOutput() -> [UInt8] {
    unsafe fflush(output)
    let count = max(0, Int(lseek(descriptor, 0, SEEK_CUR)))
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      unsafe used = max(0, pread(descriptor, buffer.baseAddress, count, 0))
    }
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    return bytes
  }

  /// The number of a pair of colours; 0 is the terminal's own, also when no pair is left.
  func pair(foreground: Int32, background: Int32) -> Int32 {
    guard colors > 0, foreground >= 0 || background >= 0 else { return 0 }
    let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
    if let pair = pairs[key] { return pair }
    guard pairs.count + 1 < colorPairs else { return 0 }
    let pair = Int32(clamping: pairs.count + 1)
    let front = foreground < 0 && !hasDefaultColors ? Int32(COLOR_WHITE) : foreground
    let back = background < 0 && !hasDefaultColors ? Int32(COLOR_BLACK) : background
    guard init_extended_pair(pair, front, back) == OK else { return 0 }
    pairs[key] = pair
    return pair
  }
}

extension Cell {
  /// A printable character of ASCII by itself: all of them differ in nothing but the character.
  fileprivate var isPlain: Bool {
    width == 1 && firstMark == 0 && scalar.value >= 0x20 && scalar.value < 0x7f
  }
}
