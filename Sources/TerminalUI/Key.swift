/// What the user did at the terminal.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// The bytes of a bracketed paste; control characters are still in it. At most
  /// `InputEvent.pasteLimit` bytes are kept, the rest is dropped.
  case paste([UInt8])
  case mouse(MouseEvent)

  /// 4 KiB: more than any filter, less than a surprise.
  package static let pasteLimit = 4096
}

/// One key press.
package enum Key: Hashable, Sendable {
  /// A printable character.
  case character(Unicode.Scalar)
  /// Ctrl with a lower-case letter or one of `\ ] ^ _`, such as `.control("c")`.
  case control(Unicode.Scalar)
  case enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, home, end, pageUp, pageDown, insert
  /// F1 to F12.
  case function(Int)
  /// Alt (Escape prefix) with a character.
  case alt(Unicode.Scalar)

  /// Whether the key writes a character where text is typed.
  package var isCharacter: Bool {
    if case .character = self { return true }
    return false
  }
}

/// A mouse action at a cell.
package struct MouseEvent: Hashable, Sendable {
  /// What the mouse did.
  package enum Action: Hashable, Sendable { case press, doublePress, wheelUp, wheelDown }
  /// What the mouse did.
  package var action: Action
  /// The cell under the pointer.
  package var position: Position

  /// A mouse action.
  package init(action: Action, position: Position) {
    self.action = action
    self.position = position
  }
}
