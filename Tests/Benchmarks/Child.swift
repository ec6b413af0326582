internal import Glibc

/// A child process whose processor time is wanted.
struct Child {
  let pid: pid_t

  /// Starts `words` with `input`, `output` as its first descriptors; nil when that fails. With
  /// `ownsTerminal` it leads a session, and `input` becomes its terminal.
  init?(_ words: [String], input: Int32, output: Int32, error: Int32, ownsTerminal: Bool = false) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in [input, output, error].enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID, which Glibc hides behind _GNU_SOURCE.
    if ownsTerminal { unsafe posix_spawnattr_setflags(&attributes, 0x80) }
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var pid: pid_t = 0
    let status = unsafe posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, environ)
    for index in unsafe arguments.indices { unsafe free(arguments[index]) }
    guard status == 0 else { return nil }
    self.pid = pid
  }

  /// Waits for the end; user and system time in nanoseconds.
  func wait() -> UInt64 {
    var usage = rusage()
    var status: Int32 = 0
    while unsafe wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    return Self.nanoseconds(usage.ru_utime) &+ Self.nanoseconds(usage.ru_stime)
  }

  /// Processor time of a command that prints to nowhere; nil when it cannot be run.
  static func cost(of words: [String]) -> UInt64? {
    let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    return Child(words, input: null, output: null, error: null)?.wait()
  }

  private static func nanoseconds(_ time: timeval) -> UInt64 {
    UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_usec) &* 1000
  }
}
