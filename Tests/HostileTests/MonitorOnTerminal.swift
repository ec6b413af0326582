import Foundation
import TestSupport
import Testing

/// The real program on a terminal, somewhere in its screens.
enum MonitorOnTerminal {
  /// Keys that lead to a screen, and what it shows.
  static let scenes: [(name: String, keys: String)] = [
    ("sockets", ""), ("detail", "\r"), ("filter", "/sport = "), ("help", "?"), ("sort", "I<"),
    ("kill", "K"), ("summary", "6"),
  ]

  static func start(
    _ keys: String = "", rows: Int = 24, columns: Int = 100, ignoresHangUp: Bool = false,
    interval: String = "0.2", parent: ChildProcess.Parent = .test
  ) throws -> PseudoTerminal {
    var launch = ChildProcess.Launch(
      path: try TestEnvironment.product("topss"), arguments: ["--interval", interval, "-tuxa"])
    launch.ignoresHangUp = ignoresHangUp
    launch.parent = parent
    let terminal = try PseudoTerminal(launch, rows: rows, columns: columns)
    try #require(terminal.waitFor("F10"), "\(terminal.terminal.text)")
    guard !keys.isEmpty else { return terminal }
    terminal.type(keys)
    _ = terminal.read(seconds: 0.15) { _ in false }
    return terminal
  }

  /// `copies`, where something was copied: the terminal's clipboard is no part of its description.
  static func expectRestored(
    _ terminal: PseudoTerminal, _ comment: String, copies: Bool = false
  ) {
    #expect(!terminal.terminal.isAlternate, "\(comment): the alternate screen stays")
    #expect(terminal.terminal.isCursorVisible, "\(comment): no cursor")
    #expect(terminal.terminal.modes.isDisjoint(with: [1000, 1002, 1003, 1006, 2004]), "\(comment)")
    #expect(!terminal.terminal.hasApplicationKeypad, "\(comment): keypad")
    #expect(terminal.hasOriginalModes, "\(comment): modes")
    let unexpected = terminal.terminal.unexpected.filter {
      !copies || !$0.contains("ESC ]52;c;")
    }
    #expect(unexpected == [], "\(comment)")
  }
}

/// What `/proc` tells of a process that a test started, a zombie too.
struct ProcessFigures {
  /// User and system time, in seconds; a tick is 10 ms.
  var processorSeconds: Double
  var hasEnded: Bool
  /// Calls of `read` and its kin so far; 0 when it has ended.
  var reads: Int
  var residentKilobytes: Int
  var threads: Int
  var descriptors: Int

  init?(pid: Int32) {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .isoLatin1),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let words = stat[end...].dropFirst(2).split(separator: " ")
    guard words.count > 20, let user = Double(words[11]), let system = Double(words[12]) else {
      return nil
    }
    processorSeconds = (user + system) / 100
    hasEnded = words[0] == "Z" || words[0] == "X"
    threads = Int(words[17]) ?? 0
    residentKilobytes = (Int(words[21]) ?? 0) * 4
    let io = (try? String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8)) ?? ""
    let line = io.split(separator: "\n").first { $0.hasPrefix("syscr:") }
    reads = line.flatMap { Int($0.dropFirst(7)) } ?? 0
    let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
    descriptors = files?.count ?? 0
  }
}
