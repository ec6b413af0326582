internal import TerminalUI

/// Mouse reports: SGR (`ESC [ < b ; x ; y M`) and X10 (`ESC [ M` and three bytes).
struct MouseDecoder {
  /// Two presses at one place within as many milliseconds are a double press.
  static let doubleTime = 400

  private var lastPress: (position: Position, time: Int)?

  /// The event of a report, empty for one that means nothing here; nil for any other sequence.
  mutating func decode(_ bytes: ArraySlice<UInt8>, now: Int) -> [InputEvent]? {
    let body = Array(bytes.dropFirst())
    guard body.count >= 5, body[0] == UInt8(ascii: "[") else { return nil }
    if body[1] == UInt8(ascii: "M") {
      let position = Position(row: Int(body[4]) - 33, column: Int(body[3]) - 33)
      return event(button: Int(body[2]) - 32, position, now: now)
    }
    guard body[1] == UInt8(ascii: "<"), let final = body.last else { return nil }
    let numbers = EscapeSequence.numbers(body[2..<(body.count - 1)])
    guard numbers.count == 3, final == UInt8(ascii: "M") else { return [] }
    return event(
      button: numbers[0], Position(row: numbers[2] - 1, column: numbers[1] - 1), now: now)
  }

  private mutating func event(button: Int, _ position: Position, now: Int) -> [InputEvent] {
    guard position.row >= 0, position.column >= 0, let action = action(button) else { return [] }
    var event = MouseEvent(action: action, position: position)
    guard action == .press else { return [.mouse(event)] }
    if let last = lastPress, last.position == position, now &- last.time <= Self.doubleTime {
      event.action = .doublePress
      lastPress = nil
    } else {
      lastPress = (position, now)
    }
    return [.mouse(event)]
  }

  /// Bits 2 to 4 are modifiers, 5 is motion, 6 the wheel.
  private func action(_ button: Int) -> MouseEvent.Action? {
    switch button & ~0b11100 {
    case 0: .press
    case 64: .wheelUp
    case 65: .wheelDown
    default: nil
    }
  }
}
