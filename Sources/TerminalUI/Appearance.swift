/// How cells of one role look.
package struct Appearance: Hashable, Sendable {
  /// The colour of the characters.
  package var foreground: TerminalColor
  /// The colour behind the characters.
  package var background: TerminalColor
  /// What the terminal adds to the colours.
  package var attributes: TextAttributes

  /// An appearance in the terminal's own colours unless told.
  package init(
    _ foreground: TerminalColor = .standard, on background: TerminalColor = .standard,
    _ attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The appearance in fewer colours.
  package func reduced(to depth: ColorDepth) -> Appearance {
    Appearance(
      foreground.reduced(to: depth), on: background.reduced(to: depth), attributes)
  }
}

/// Attributes of characters that terminals have besides colours.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// An appearance in the terminal's own colours unless told.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bold, or bright on some terminals.
  package static let bold = TextAttributes(rawValue: 1)
  /// Faint.
  package static let dim = TextAttributes(rawValue: 2)
  /// Underlined.
  package static let underline = TextAttributes(rawValue: 4)
  /// Foreground and background exchanged.
  package static let reverse = TextAttributes(rawValue: 8)
}
