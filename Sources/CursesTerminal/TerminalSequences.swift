internal import TerminalUI

/// What takes the terminal and gives it back, made once from terminfo.
struct TerminalSequences {
  /// Alternate screen, keypad, paste marks, mouse.
  let enter: [UInt8]
  private let restore: [UInt8]
  private let end: [UInt8]
  private let moveToBottom: (Int) -> [UInt8]

  init(_ curses: Curses, usesMouse: Bool) {
    let marksPaste = Self.isLikeXterm(curses)
    let reportsMouse = usesMouse && Self.isLikeXterm(curses)
    var enter = curses.capability("smcup") ?? []
    enter += curses.capability("smkx") ?? []
    var restore: [UInt8] = []
    if reportsMouse {
      enter += Array("\u{1b}[?1000h\u{1b}[?1006h".utf8)
      restore += Array("\u{1b}[?1006l\u{1b}[?1000l".utf8)
    }
    if marksPaste {
      enter += Array("\u{1b}[?2004h".utf8)
      restore += Array("\u{1b}[?2004l".utf8)
    }
    for name in ["rmkx", "sgr0", "op", "cnorm"] { restore += curses.capability(name) ?? [] }
    let leaveAlternate = curses.capability("rmcup") ?? []
    let hasAlternate = !leaveAlternate.isEmpty
    let clearLine = curses.capability("el") ?? []
    self.enter = enter
    self.restore = restore
    end = leaveAlternate
    // Without an alternate screen the prompt goes on below what was shown.
    moveToBottom = { rows in
      hasAlternate ? [] : curses.moveText(to: Position(row: rows - 1, column: 0)) + clearLine
    }
  }

  /// Everything off and back, for a terminal of `rows` rows.
  func leave(rows: Int) -> [UInt8] { restore + moveToBottom(rows) + end }

  /// Whether the terminal knows xterm's private modes: its description has xterm's mouse, or the
  /// capabilities for bracketed paste.
  private static func isLikeXterm(_ curses: Curses) -> Bool {
    if curses.capability("BE") != nil { return true }
    guard let mouse = curses.capability("kmous") else { return false }
    return mouse.starts(with: [0x1b, UInt8(ascii: "[")])
  }

  /// The sequences of the terminal's own keys.
  static func keys(_ curses: Curses) -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete),
      ("kcbt", .backTab), ("kent", .enter),
    ]
    names += (1...12).map { ("kf\($0)", .function($0)) }
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      // A control character would hide a key that the program knows by itself.
      guard let text = curses.capability(name), text.count > 1 else { continue }
      keys[text] = key
    }
    return keys
  }
}
