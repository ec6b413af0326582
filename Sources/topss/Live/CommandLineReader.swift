internal import Dispatch
internal import Glibc
internal import LinuxHost
internal import SocketModel
internal import SocketMonitor
internal import Synchronization
internal import TextSafety

/// Reads command lines in the background: another process's memory lock may hold a reader up for
/// a second, and nobody but that reader.
final class CommandLineReader: Sendable {
  private let queue = DispatchQueue(label: "command lines")
  private let state = Mutex(State())
  private let cache: ProcessDetailsCache
  private let deliver: @Sendable ([CommandLineAnswer]) -> Void
  private let changes: Changes

  private struct State: Sendable {
    var waiting: [SocketOwner] = []
    var isDue = false
  }

  /// Tells the reader of answers; the cache is there before the reader is.
  private final class Changes: Sendable {
    let happened = Mutex<(@Sendable () -> Void)?>(nil)
  }

  /// `deliver` is called on the reader's queue, several answers at a time.
  init(deliver: @escaping @Sendable ([CommandLineAnswer]) -> Void) {
    let changes = Changes()
    self.changes = changes
    self.deliver = deliver
    cache = ProcessDetailsCache { changes.happened.withLock { $0 }?() }
    changes.happened.withLock { $0 = { [weak self] in self?.lookSoon() } }
  }

  /// Reads the command lines of `owners`; does not wait.
  func read(_ owners: [SocketOwner]) {
    state.withLock { $0.waiting += owners }
    lookSoon()
  }

  /// The command lines of `owners` by pid, as far as they come within `seconds`.
  func lines(of owners: [SocketOwner], seconds: Double) -> [Int32: RawText] {
    var lines: [Int32: RawText] = [:]
    var waiting = owners
    let end = HostClock.monotonic().nanoseconds &+ UInt64(seconds * 1e9)
    while true {
      waiting = waiting.filter { owner in
        guard let answer = answer(of: owner) else { return true }
        if !answer.text.isEmpty { lines[answer.pid] = answer.text }
        return false
      }
      guard !waiting.isEmpty, HostClock.monotonic().nanoseconds < end else { return lines }
      usleep(1000)
    }
  }

  /// A burst of answers is looked at once.
  private func lookSoon() {
    let mustAsk = state.withLock { state in
      defer { state.isDue = true }
      return !state.isDue
    }
    guard mustAsk else { return }
    queue.asyncAfter(deadline: .now() + 0.02) { [weak self] in self?.look() }
  }

  private func look() {
    let waiting = state.withLock { state in
      state.isDue = false
      defer { state.waiting = [] }
      return state.waiting
    }
    var answers: [CommandLineAnswer] = []
    var left: [SocketOwner] = []
    for owner in waiting {
      if let answer = answer(of: owner) { answers.append(answer) } else { left.append(owner) }
    }
    state.withLock { $0.waiting = left + $0.waiting }
    if !answers.isEmpty { deliver(answers) }
  }

  /// Nil while it is being read; empty for a process that has ended.
  private func answer(of owner: SocketOwner) -> CommandLineAnswer? {
    guard let details = cache.details(pid: owner.pid, startTime: owner.startTime) else {
      guard cache.isGone(pid: owner.pid, startTime: owner.startTime) else { return nil }
      return CommandLineAnswer(pid: owner.pid, startTime: owner.startTime, text: RawText([]))
    }
    switch details.commandLine {
    case .pending: return nil
    case .arguments(let words):
      return CommandLineAnswer(
        pid: owner.pid, startTime: owner.startTime,
        text: RawText(Array(words.map(\.bytes).joined(separator: [0x20]))))
    case .notPermitted, .unknown:
      return CommandLineAnswer(pid: owner.pid, startTime: owner.startTime, text: RawText([]))
    }
  }
}
