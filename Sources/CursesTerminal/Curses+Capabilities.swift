internal import CNcurses
internal import TerminalUI

/// What terminfo says about the terminal; for the terminal that was started last.
extension Curses {
  /// The bytes of the capability `name` without padding, nil when the terminal lacks it.
  func capability(_ name: String) -> [UInt8]? {
    guard let text = unsafe topss_capability(name) else { return nil }
    return Curses.withoutPadding(unsafe String(cString: text).utf8)
  }

  /// The bytes that place the cursor.
  func moveText(to position: Position) -> [UInt8] {
    let (row, column) = (Int32(clamping: position.row), Int32(clamping: position.column))
    guard let text = unsafe topss_move_text(row, column) else { return [] }
    return Curses.withoutPadding(unsafe String(cString: text).utf8)
  }

  /// Delays such as `$<5>` are for terminals on slow wires; only `tputs` understands them.
  static func withoutPadding(_ text: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var iterator = Array(text)[...]
    while let byte = iterator.popFirst() {
      let isDelay = byte == UInt8(ascii: "$") && iterator.first == UInt8(ascii: "<")
      guard isDelay, let end = iterator.firstIndex(of: UInt8(ascii: ">")) else {
        result.append(byte)
        continue
      }
      iterator = iterator[(end + 1)...]
    }
    return result
  }
}
