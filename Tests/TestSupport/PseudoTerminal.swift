internal import CTestSupport
internal import Glibc

/// A program on a pseudo-terminal, and the terminal that a person would see.
package final class PseudoTerminal {
  /// What the program has shown so far.
  package private(set) var terminal: VirtualTerminal
  /// Every byte that the program wrote so far.
  package private(set) var output: [UInt8] = []
  package let process: ChildProcess
  private var master: Int32
  private let slave: Int32
  private let modesBefore: termios
  /// No program writes it.
  private static let mark: UInt8 = 0
  private var hasMark = false

  /// Starts a program in a session of its own, whose terminal this is.
  package init(
    _ launch: ChildProcess.Launch, rows: Int = 24, columns: Int = 80
  ) throws {
    var slave: Int32 = -1
    master = unsafe topss_test_pty_open(Int32(rows), Int32(columns), &slave)
    guard master >= 0 else { throw TestFailure.system("openpty", errno) }
    self.slave = slave
    terminal = VirtualTerminal(rows: rows, columns: columns)
    var modes = termios()
    unsafe tcgetattr(slave, &modes)
    modesBefore = modes
    let input = launch.inputPath.map { unsafe open($0, O_RDONLY | O_CLOEXEC) } ?? slave
    let output = launch.outputPath.map { unsafe open($0, O_WRONLY | O_CLOEXEC) } ?? slave
    defer { for file in [input, output] where file != slave { Glibc.close(file) } }
    process = try ChildProcess(
      launch, input: input, output: output, error: slave, flags: Int(topss_test_own_session))
  }

  deinit {
    if master >= 0 { Glibc.close(master) }
    Glibc.close(slave)
  }

  /// Whether the terminal's modes are those from before the program.
  package var hasOriginalModes: Bool {
    var (now, before) = (termios(), modesBefore)
    unsafe tcgetattr(slave, &now)
    return unsafe topss_test_same_modes(&now, &before) != 0
  }

  /// Types `text`.
  package func type(_ text: String) { type(Array(text.utf8)) }

  /// Types `bytes`.
  package func type(_ bytes: [UInt8]) {
    _ = unsafe bytes.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
  }

  /// Types all of `bytes`, however many, as fast as the program takes them; false when it does not
  /// take them in time.
  package func typeAll(_ bytes: [UInt8], seconds: Double = 90) -> Bool {
    let deadline = Deadline(seconds: seconds)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.prefix(4096).withUnsafeBytes {
        unsafe write(master, $0.baseAddress, $0.count)
      }
      rest = rest.dropFirst(max(0, count))
      read()
      if deadline.hasPassed { return false }
      if count <= 0 { usleep(200) }
    }
    return true
  }

  /// Shows what the program has written, without waiting; a part of it when there is no end.
  package func read() {
    var chunk = [UInt8](repeating: 0, count: 65536)
    for _ in 0..<32 {
      let count = unsafe Glibc.read(master, &chunk, chunk.count)
      guard count > 0 else { return }
      take(chunk[..<count])
    }
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    hasMark = bytes.last == Self.mark
    let shown = hasMark ? bytes.dropLast() : bytes
    terminal.feed(shown)
    output += shown
  }

  /// Shows no more than `count` bytes of what the program has written: a slow terminal.
  package func readSome(_ count: Int) {
    var chunk = [UInt8](repeating: 0, count: count)
    let got = unsafe Glibc.read(master, &chunk, count)
    guard got > 0 else { return }
    take(chunk[..<got])
  }

  /// Reads until `condition` holds; false when it never does in time.
  package func read(seconds: Double = 60, until condition: (PseudoTerminal) -> Bool) -> Bool {
    let deadline = Deadline(seconds: seconds)
    while true {
      read()
      if condition(self) { return true }
      if deadline.hasPassed { return false }
      // A master whose slave is closed is always readable.
      if topss_test_poll(master, Int16(POLLIN), 5) & Int32(POLLHUP) != 0 { usleep(1000) }
    }
  }

  /// Reads until some row contains `text`.
  package func waitFor(_ text: String, seconds: Double = 60) -> Bool {
    var looked = -1
    return read(seconds: seconds) {
      guard $0.output.count != looked else { return false }
      looked = $0.output.count
      return $0.terminal.text.contains(text)
    }
  }

  /// Reads until the program ends or stops; nil when it does neither in time.
  package func wait(seconds: Double = 60) -> ChildProcess.Status? {
    var status: ChildProcess.Status?
    _ = read(seconds: seconds) { _ in
      status = process.poll()
      return status != nil
    }
    readAll()
    return status
  }

  /// Reads all that was written before now: the kernel hands it over in its own time, so a mark is
  /// sent after it.
  package func readAll() {
    read()
    guard topss_test_poll(slave, Int16(POLLOUT), 0) & Int32(POLLOUT) != 0 else { return }
    hasMark = false
    guard unsafe withUnsafeBytes(of: Self.mark, { unsafe write(slave, $0.baseAddress, 1) }) == 1
    else { return }
    _ = read { $0.hasMark }
  }

  /// Gives the terminal another size; the kernel sends SIGWINCH.
  package func resize(rows: Int, columns: Int) {
    read()
    topss_test_resize(master, Int32(rows), Int32(columns))
    if rows > 0, columns > 0 { terminal.resize(rows: rows, columns: columns) }
  }

  /// Closes the terminal, as when a connection is lost. Children that other tests forked may still
  /// hold the master, so that closing it alone would not do.
  package func hangUp() {
    topss_test_hang_up(slave)
    Glibc.close(master)
    master = -1
  }
}

extension PseudoTerminal: CustomStringConvertible {
  package var description: String { terminal.description }
}
