internal import Glibc

/// A full-screen program on a terminal of its own, 200 by 60.
final class TerminalChild {
  let master: Int32
  private let child: Child

  init?(_ words: [String]) {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = 0
    var size = winsize(ws_row: 60, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
    // TIOCSPTLCK and TIOCGPTN, which stand for unlockpt and ptsname.
    guard master >= 0, unsafe ioctl(master, 0x4004_5431, &lock) == 0,
      unsafe ioctl(master, 0x8004_5430, &number) == 0,
      unsafe ioctl(master, UInt(TIOCSWINSZ), &size) == 0
    else { return nil }
    let slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(slave) }
    guard let child = Child(words, input: slave, output: slave, error: slave, ownsTerminal: true)
    else { return nil }
    self.child = child
  }

  deinit {
    kill(child.pid, SIGTERM)
    _ = child.wait()
    close(master)
  }

  /// Processor time so far, in nanoseconds.
  var processorTime: UInt64 {
    var clock = clockid_t()
    var time = timespec()
    guard unsafe clock_getcpuclockid(child.pid, &clock) == 0,
      unsafe clock_gettime(clock, &time) == 0
    else { return 0 }
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Resident memory in KiB.
  var residentKiB: Int {
    let file = unsafe open("/proc/\(child.pid)/status", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file, &bytes, bytes.count)
    let lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
    let wanted = lines.first { $0.starts(with: "VmRSS:".utf8) } ?? []
    return wanted.filter { 0x30...0x39 ~= $0 }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Reads what the program writes for `seconds`, or until `isEnough` says so of all of it; seconds
  /// that it took.
  func watch(_ seconds: Double, until isEnough: ([UInt8]) -> Bool = { _ in false }) -> Double {
    let start = Self.now
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while Self.now - start < seconds {
      var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      let left = Int32(max(0, (start + seconds - Self.now) * 1000)) + 1
      guard unsafe poll(&request, 1, left) > 0 else { continue }
      let count = unsafe read(master, &chunk, chunk.count)
      guard count > 0 else { break }
      all += chunk.prefix(count)
      if isEnough(all) { break }
    }
    return Self.now - start
  }

  /// Presses `key`; seconds until something is written.
  func answer(to key: String) -> Double {
    _ = unsafe write(master, key, key.utf8.count)
    return watch(5) { !$0.isEmpty }
  }

  private static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
