import SocketModel
package import TextSafety

/// The command line of a process, read.
package struct CommandLineAnswer: Sendable {
  package var pid: Int32
  /// Clock ticks since boot: with the pid it names one process.
  package var startTime: UInt64
  /// The arguments, parted by blanks; empty when it may not be read or there is none.
  package var text: RawText

  package init(pid: Int32, startTime: UInt64, text: RawText) {
    self.pid = pid
    self.startTime = startTime
    self.text = text
  }
}

/// The command lines that were asked for, and those that came.
struct CommandLineBook: Sendable {
  /// By pid; a process without one is missing.
  private(set) var lines: [Int32: RawText] = [:]
  /// Start times of the processes that were asked for.
  private var asked: [Int32: UInt64] = [:]

  /// More than a host shows; beyond it everything is asked for anew.
  private static let limit = 65_536

  /// Those of `owners` that were not asked for yet; they count as asked for from now on.
  mutating func missing(of owners: [SocketOwner]) -> [SocketOwner] {
    if asked.count > Self.limit { self = CommandLineBook() }
    return owners.filter { owner in
      guard !owner.hasEnded, asked[owner.pid] != owner.startTime else { return false }
      asked[owner.pid] = owner.startTime
      lines[owner.pid] = nil
      return true
    }
  }

  /// Keeps what was read, unless the pid has gone to another process.
  mutating func take(_ answers: [CommandLineAnswer]) {
    for answer in answers where asked[answer.pid] == answer.startTime && !answer.text.isEmpty {
      lines[answer.pid] = answer.text
    }
  }
}
