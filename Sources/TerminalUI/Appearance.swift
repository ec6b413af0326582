/// How cells of one role look.
package struct Appearance: Hashable, Sendable {
  package var foreground: TerminalColor
  package var background: TerminalColor
  package var attributes: TextAttributes

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
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = TextAttributes(rawValue: 1)
  package static let dim = TextAttributes(rawValue: 2)
  package static let underline = TextAttributes(rawValue: 4)
  package static let reverse = TextAttributes(rawValue: 8)
}
