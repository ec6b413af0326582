internal import CSys
internal import Glibc
internal import TerminalUI

/// The terminal itself: descriptors of our own that never block, and its modes.
final class TerminalDevice {
  /// Never blocks; for reading and writing.
  let descriptor: Int32
  private let savedModes: termios
  /// Whether the terminal hung up.
  private(set) var isLost = false

  /// Opens the terminal of standard input and output anew.
  init() throws(ScreenError) {
    guard isatty(STDOUT_FILENO) == 1 else { throw .noTerminal(.output) }
    guard isatty(STDIN_FILENO) == 1 else { throw .noTerminal(.input) }
    descriptor = topss_terminal_reopen(STDOUT_FILENO)
    guard descriptor >= 0 else { throw .system(call: .open, errno: errno) }
    var modes = termios()
    guard unsafe tcgetattr(descriptor, &modes) == 0 else {
      let error = errno
      Glibc.close(descriptor)
      throw .system(call: .tcgetattr, errno: error)
    }
    savedModes = modes
  }

  deinit { Glibc.close(descriptor) }

  /// The size that the kernel knows, nil when it knows none.
  var size: Size? {
    var (columns, rows) = (Int32(), Int32())
    guard unsafe topss_terminal_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0
    else { return nil }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// Every key comes at once, without echo and without meaning.
  func makeRaw() {
    var modes = savedModes
    unsafe topss_terminal_make_raw(&modes)
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// The modes that were found.
  func restoreModes() {
    var modes = savedModes
    unsafe topss_terminal_restore_modes(descriptor, &modes)
  }

  /// At a crash the terminal gets `text` and its modes back.
  func armCrashHandler(_ text: [UInt8]) {
    var modes = savedModes
    unsafe topss_crash_arm(descriptor, &modes, text, text.count)
  }

  /// Writes what the terminal takes now and returns the number of bytes; 0 when it takes nothing.
  func write(_ bytes: ArraySlice<UInt8>) -> Int {
    guard !bytes.isEmpty else { return 0 }
    let count = unsafe bytes.withUnsafeBytes {
      unsafe topss_terminal_write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0, errno != EAGAIN, errno != EINTR { isLost = true }
    return max(0, count)
  }

  /// Appends what was typed; nothing when nothing was.
  func read(into bytes: inout [UInt8]) {
    var chunk: [UInt8] = Array(repeating: 0, count: 4096)
    for _ in 0..<64 {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count == 0 || count < 0 && errno != EAGAIN { isLost = true }
      guard count > 0 else { break }
      bytes.append(contentsOf: chunk[..<count])
      guard count == chunk.count else { break }
    }
    checkForHangUp()
  }

  /// A read that says "nothing" does not tell a quiet terminal from one that is gone.
  private func checkForHangUp() {
    let events = topss_poll(descriptor, Int16(POLLIN), 0)
    guard events > 0 else { return }
    if events & (POLLHUP | POLLERR | POLLNVAL) != 0 { isLost = true }
  }

  /// Whether something was typed within the time.
  func waitForInput(milliseconds: Int32) -> Bool {
    let events = topss_poll(descriptor, Int16(POLLIN), milliseconds)
    return events > 0 && events & POLLIN != 0
  }

  /// Whether the terminal takes bytes within the time.
  func waitForOutput(milliseconds: Int32) -> Bool {
    let events = topss_poll(descriptor, Int16(POLLOUT), milliseconds)
    if events > 0, events & (POLLHUP | POLLERR | POLLNVAL) != 0 { isLost = true }
    return events > 0 && events & POLLOUT != 0
  }

  func discardInput() { tcflush(descriptor, TCIFLUSH) }
  func discardOutput() { tcflush(descriptor, TCOFLUSH) }

  /// Monotonic milliseconds.
  static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec &* 1000 &+ time.tv_nsec / 1_000_000
  }
}
