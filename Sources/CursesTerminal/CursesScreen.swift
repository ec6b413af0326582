internal import CSys
internal import Glibc
package import TerminalUI
package import TextSafety

/// The terminal as a screen.
///
/// Nothing here blocks, whatever the terminal does: ncurses paints into memory, and the bytes go
/// out through a descriptor of our own as the terminal takes them. While a frame is on its way, the
/// newest canvas waits and the ones between are dropped. Not thread-safe: one queue owns it.
///
/// The owner reads `readEvents()` when `inputDescriptor` is readable, calls `flush()` when it is
/// writable and `wantsToWrite`, `readSignals()` when `signalDescriptor` is readable, quits when
/// `isLost`, and always ends with `close()`.
package final class CursesScreen: Screen {
  /// What the owner may choose.
  package struct Options: Sendable {
    package var colorMode: ColorMode
    /// Whether the terminal reports the mouse; its own selection then needs Shift.
    package var usesMouse: Bool

    package init(colorMode: ColorMode = .automatic, usesMouse: Bool = true) {
      self.colorMode = colorMode
      self.usesMouse = usesMouse
    }
  }

  /// The size that the next canvas should have.
  package private(set) var size: Size
  /// The terminal hung up: nothing more can be shown or read.
  package var isLost: Bool { device.isLost }
  /// Readable when there is input. Not to be read or closed by others.
  package var inputDescriptor: Int32 { device.descriptor }
  /// Writable when `flush()` can go on.
  package var outputDescriptor: Int32 { device.descriptor }
  /// Readable when `readSignals()` has something to tell. Not to be read or closed by others.
  package let signalDescriptor: Int32
  /// The number of colours in use, 0 for none.
  package var colors: Int { painter.colors }

  let device: TerminalDevice
  var decoder: InputDecoder
  private let painter: FramePainter
  private let sequences: TerminalSequences
  private var waiting: Canvas?
  private var output: ArraySlice<UInt8> = []
  private(set) var isClosed = false

  /// Takes the terminal of standard input and output: raw, alternate screen, keypad, paste marks.
  /// Called by the main thread, before there are others.
  ///
  /// - Throws: `ScreenError`; the terminal is then as it was.
  package static func open(_ options: Options = Options()) throws(ScreenError) -> CursesScreen {
    try TerminalEnvironment.withTrustedDescriptions { () throws(ScreenError) in
      try CursesScreen(options)
    }
  }

  private init(_ options: Options) throws(ScreenError) {
    device = try TerminalDevice()
    let type = TerminalEnvironment.terminalType
    guard !type.isEmpty else { throw .unknownTerminalType(type) }
    let usesColors: Bool =
      switch options.colorMode {
      case .automatic: !TerminalEnvironment.refusesColors
      case .always: true
      case .never: false
      }
    signalDescriptor = topss_signals_begin()
    guard signalDescriptor >= 0 else { throw .system(call: .signalfd, errno: errno) }
    size = device.size ?? Size(columns: 80, rows: 24)
    painter = try FramePainter(terminalType: type, usesColors: usesColors, size: size)
    guard painter.curses.capability("cup") != nil else { throw .terminalCannotMoveCursor(type) }
    sequences = TerminalSequences(painter.curses, usesMouse: options.usesMouse)
    decoder = InputDecoder(terminalKeys: TerminalSequences.keys(painter.curses))
    enter()
  }

  /// Maps styles to colours and attributes from now on; everything is painted anew.
  package func setAppearance(_ appearance: @escaping (Style) -> Appearance) {
    painter.setAppearance(appearance)
    redraw()
  }

  /// Makes the screen equal to `canvas` as soon as the terminal takes it; only cells that differ
  /// from the last one are sent. A canvas that still waits is dropped for the new one.
  package func present(_ canvas: Canvas) {
    coverThreadByCrashHandler()
    guard !isClosed else { return }
    waiting = canvas
    flush()
  }

  /// Whether `flush()` has something to do when the terminal is writable again.
  package var wantsToWrite: Bool { !isLost && (waiting != nil || !output.isEmpty) }

  /// Writes what the terminal takes now: the rest of a frame, then the newest canvas.
  package func flush() {
    guard !isClosed else { return }
    drain()
    guard wantsToWrite, output.isEmpty, let canvas = waiting else { return }
    guard device.waitForOutput(milliseconds: 0) else { return }
    waiting = nil
    output = ArraySlice(painter.paint(canvas))
    drain()
  }

  /// Paints everything anew with the next canvas, or with the last one when none comes: for ^L,
  /// after others wrote to the terminal.
  package func redraw() {
    guard !isClosed else { return }
    waiting = waiting ?? painter.shown
    painter.repaintAll()
    flush()
  }

  /// Puts `text` into the terminal's clipboard, behind what is on its way.
  package func copy(_ text: SafeText) {
    guard !isClosed, !isLost else { return }
    output.append(contentsOf: Clipboard.sequence(for: text))
    flush()
  }

  /// Follows the terminal's size.
  func resize() {
    guard let now = device.size else { return }
    size = now
    painter.resize(to: now)
    waiting = nil
    device.armCrashHandler(sequences.leave(rows: now.rows))
  }

  /// Restores the terminal. Never takes longer than 0.2 s, also when the terminal reads nothing.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    waiting = nil
    leave()
    restoreStandardError()
  }

  deinit { close() }

  /// Takes the terminal again; the last canvas is painted whole.
  func takeBack() {
    enter()
    if let now = device.size, now != size {
      resize()
    } else {
      redraw()
    }
  }

  private func enter() {
    device.armCrashHandler(sequences.leave(rows: size.rows))
    device.makeRaw()
    output = ArraySlice(sequences.enter)
    painter.curses.cursorIsVisible()
    drain()
  }

  /// Gives the terminal back, to be taken again or not.
  func leave() {
    let text = sequences.leave(rows: size.rows)
    output = ArraySlice(text)
    drain()
    if !output.isEmpty, !isLost, device.waitForOutput(milliseconds: 200) { drain() }
    if !output.isEmpty, !isLost {
      // Nobody reads: what the terminal has not taken is in the way.
      device.discardOutput()
      output = ArraySlice(text)
      drain()
    }
    output = []
    device.restoreModes()
    topss_crash_disarm()
  }

  private func drain() {
    while !output.isEmpty, !isLost {
      let count = device.write(output)
      guard count > 0 else { return }
      output.removeFirst(count)
    }
  }
}
