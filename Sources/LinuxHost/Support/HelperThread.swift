internal import CSys
internal import Glibc

/// Threads for calls that may block or that change the thread they run on.
///
/// `LinuxHost` knows no Dispatch; a thread of a pool may also not enter a namespace.
enum HelperThread {
  /// Runs `body` on a new detached thread; throws the errno of `pthread_create`.
  static func start(_ body: @escaping @Sendable () -> Void) throws(Errno) {
    let thread = try create(body)
    pthread_detach(thread)
  }

  /// Runs `body` on a new thread and waits for its end.
  static func runAndWait(_ body: @escaping @Sendable () -> Void) throws(Errno) {
    let thread = try create(body)
    pthread_join(thread, nil)
  }

  private static func create(_ body: @escaping @Sendable () -> Void) throws(Errno) -> pthread_t {
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    let code = unsafe pthread_create(&thread, nil, runWork, box)
    guard code == 0 else {
      unsafe Unmanaged<Work>.fromOpaque(box).release()
      throw Errno(rawValue: code)
    }
    return thread
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static let runWork:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      { pointer in
        guard let pointer = unsafe pointer else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
        blockSignals()
        _ = topss_crash_cover_thread()
        work.body()
        return nil
      }

  /// Leaves every signal to the program's own threads, but not a crash of this one: the kernel ends
  /// a program at once whose thread blocks the signal of its own fault.
  private static func blockSignals() {
    var all = sigset_t()
    unsafe sigfillset(&all)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS] {
      unsafe sigdelset(&all, number)
    }
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
  }
}
