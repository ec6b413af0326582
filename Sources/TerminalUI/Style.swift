/// What a piece of the screen means; a theme maps each role to colours and attributes.
package enum StyleRole: UInt8, CaseIterable, Sendable {
  case normal
  /// Zero, idle, unknown.
  case dim
  /// The one accent: titles, the active tab, hot keys.
  case accent
  case header
  /// The header of the sort column.
  case headerSorted
  /// The row under the cursor.
  case cursor
  case tagged
  /// A row that just appeared.
  case added
  /// A row that ended and stays a moment.
  case ended
  case warning
  case critical
  case stateEstablished
  case stateListening
  case stateOpening
  case stateClosing
  case stateCloseWait
  case stateTimeWait
  case prompt
  case error
  case keyBarKey
  case keyBarLabel
  case dialog
  case dialogTitle
  case dialogSelected
  /// Text that matches the search.
  case match
  case graphReceived
  case graphSent
}

/// How a cell is drawn: a role, and attributes on top of what the theme gives the role.
package struct Style: Hashable, Sendable {
  /// What the cell means.
  package var role: StyleRole
  /// On top of the theme's attributes.
  package var bold: Bool
  /// On top of the theme's attributes.
  package var underline: Bool
  /// Turns the theme's reversal around.
  package var reverse: Bool

  /// A style without attributes of its own unless told.
  package init(
    _ role: StyleRole = .normal, bold: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.role = role
    self.bold = bold
    self.underline = underline
    self.reverse = reverse
  }
}
