internal import CTestSupport
internal import Glibc

/// A running program that a test started.
package final class ChildProcess {
  /// How a program ended.
  package enum Status: Hashable, Sendable {
    case exited(Int)
    case signaled(Int)
    case stopped
  }

  /// The parent of a program, which says what becomes of it when it stops.
  package enum Parent: String, Sendable {
    /// The test itself: nobody in the session could continue the program, so that it cannot stop.
    case test
    /// A shell: it stops with the program, and `SIGCONT` to it brings the program to the front.
    case shell
    /// One that could continue the program and leaves it alone.
    case keeper
  }

  /// Where and how a program starts; descriptors are those of this process.
  package struct Launch {
    package var path: String
    /// Without the program's own name.
    package var arguments: [String] = []
    /// `NAME=value`.
    package var environment: [String] = TestEnvironment.standard
    package var ignoresHangUp = false
    /// Who starts the program; on a pseudo-terminal it leads the session.
    package var parent = Parent.test
    /// The namespace that it runs in, nil for the test's own.
    package var network: NetworkNamespace?
    /// The user, and group of the same number, that it runs as; nil for the test's own. Needs root.
    package var user: Int32?
    /// A file that is standard input, or output, in place of what the test gives; nil for that.
    package var inputPath: String?
    package var outputPath: String?

    package init(path: String, arguments: [String] = []) {
      self.path = path
      self.arguments = arguments
    }
  }

  package let pid: Int32
  /// The end, once it is known.
  private var end: Status?

  /// Starts a program with these descriptors as standard input, output and error.
  init(_ program: Launch, input: Int32, output: Int32, error: Int32, flags: Int = 0) throws {
    let launch = try Self.started(program)
    var child = unsafe topss_test_child()
    unsafe (child.input, child.output, child.error) = (input, output, error)
    unsafe child.flags = Int32(flags)
    if launch.ignoresHangUp { unsafe child.flags |= Int32(topss_test_ignore_hangup) }
    unsafe child.user = launch.user ?? -1
    unsafe child.network = launch.network?.descriptor ?? -1
    var arguments = unsafe ([launch.path] + launch.arguments).map { unsafe strdup($0) } + [nil]
    var environment = unsafe launch.environment.map { unsafe strdup($0) } + [nil]
    let texts = unsafe arguments + environment
    defer { for index in unsafe texts.indices { unsafe free(texts[index]) } }
    pid = unsafe launch.path.withCString { path in
      unsafe arguments.withUnsafeMutableBufferPointer { arguments in
        unsafe environment.withUnsafeMutableBufferPointer { environment in
          unsafe child.path = path
          unsafe child.arguments = UnsafePointer(arguments.baseAddress)
          unsafe child.environment = UnsafePointer(environment.baseAddress)
          return unsafe topss_test_spawn(&child)
        }
      }
    }
    guard pid > 0 else { throw TestFailure.system("fork", errno) }
  }

  /// The launch of the parent that starts `launch`.
  private static func started(_ launch: Launch) throws -> Launch {
    guard launch.parent != .test else { return launch }
    var parent = launch
    parent.path = try TestEnvironment.product("test-child")
    parent.arguments = [launch.parent.rawValue, launch.path] + launch.arguments
    return parent
  }

  /// The letter of a process's state (`R`, `S`, `T`, `Z`…); nil when there is none.
  package static func state(of pid: Int32) -> String? {
    let line = text(of: "/proc/\(pid)/status").split(separator: "\n").first {
      $0.hasPrefix("State:")
    }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
  }

  /// How often the first thread of a process waited so far: at least once for each stop.
  package static func switches(of pid: Int32) -> Int {
    let line = text(of: "/proc/\(pid)/status").split(separator: "\n").first {
      $0.hasPrefix("voluntary")
    }
    return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0
  }

  /// What a small file of `/proc` holds.
  private static func text(of path: String) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// The program that a shell or a keeper started; nil when it has not yet, or no more.
  package var job: Int32? {
    Int32(Self.text(of: "/proc/\(pid)/task/\(pid)/children").prefix { $0 != " " })
  }

  deinit {
    guard end == nil else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  /// Sends `signal`.
  package func send(_ signal: Int32) { kill(pid, signal) }

  /// Sends `signal` to one of its threads.
  package func send(_ signal: Int32, toThread thread: Int32) {
    _ = topss_test_signal_thread(pid, thread, signal)
  }

  /// The state when it changed since the last call: ended or stopped; nil while it runs.
  package func poll() -> Status? {
    if let end { return end }
    var status: Int32 = 0
    guard unsafe topss_test_reap(pid, &status) == 1 else { return nil }
    if topss_test_is_stopped(status) != 0 { return .stopped }
    let signal = topss_test_signal(status)
    end = signal != 0 ? .signaled(Int(signal)) : .exited(Int(topss_test_exit_code(status)))
    return end
  }

  /// Waits until the program ends or stops, nil when it does neither in time.
  package func wait(seconds: Double = 60) -> Status? {
    let deadline = Deadline(seconds: seconds)
    repeat {
      if let status = poll() { return status }
      usleep(1000)
    } while !deadline.hasPassed
    return nil
  }
}

/// Why a test could not be set up.
package enum TestFailure: Error {
  case system(String, Int32)
  case noBinary(String)
}
