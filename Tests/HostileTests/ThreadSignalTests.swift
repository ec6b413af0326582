import Foundation
import TestSupport
import Testing

/// A crash on any thread, whatever the screen shows, leaves a clean terminal.
@Suite(.serialized, .disabled(if: TestEnvironment.isSanitized, "sanitizers defer signals"))
struct ThreadSignalTests {
  private static let fatal = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT]
  private static let scenes =
    MonitorOnTerminal.scenes + [
      ("listeners", "2"), ("processes", "3"), ("peers", "4"), ("events", "5"),
      ("columns", "\u{1b}OQ"),
    ]

  @Test func `a fatal signal on any thread restores the terminal and kills, in every view`() throws
  {
    var turn = 0
    for scene in Self.scenes {
      // The main thread and one of the others, each time another one.
      for isMain in [true, false] {
        let terminal = try MonitorOnTerminal.start(scene.keys)
        let threads = try #require(allThreads(of: terminal))
        let place = isMain ? 0 : 1 + turn % max(1, threads.count - 1)
        let thread = try #require(threads.dropFirst(place).first)
        let signal = Self.fatal[turn % Self.fatal.count]
        // Where it is blocked, as Dispatch blocks some, the process as a whole gets it. To be asked
        // before: the handler blocks all.
        let isDeaf = isBlocked(signal, thread)
        terminal.process.send(signal, toThread: thread)
        if isDeaf { terminal.process.send(signal) }
        let end = terminal.wait(seconds: 20)
        #expect(end == .signaled(Int(signal)), "\(scene.name), thread \(place) of \(threads.count)")
        MonitorOnTerminal.expectRestored(terminal, scene.name)
        turn += isMain ? 0 : 1
      }
    }
  }

  @Test func `threads that crash together restore the terminal before the program ends`() throws {
    for turn in 0..<10 {
      let terminal = try MonitorOnTerminal.start()
      let threads = try #require(allThreads(of: terminal))
      for thread in threads { terminal.process.send(SIGSEGV, toThread: thread) }
      #expect(terminal.wait(seconds: 20) == .signaled(Int(SIGSEGV)))
      MonitorOnTerminal.expectRestored(terminal, "turn \(turn)")
    }
  }

  /// The main thread first.
  private func allThreads(of terminal: PseudoTerminal) -> [Int32]? {
    let folder = "/proc/\(terminal.process.pid)/task"
    return try? FileManager.default.contentsOfDirectory(atPath: folder).compactMap { Int32($0) }
      .sorted()
  }

  private func isBlocked(_ signal: Int32, _ thread: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(thread)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") } ?? ""
    let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) ?? 0
    return mask >> UInt64(signal - 1) & 1 == 1
  }
}
