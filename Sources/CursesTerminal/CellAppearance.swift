package import TerminalUI

/// The colours and attributes of a cell: what a theme makes of a style.
package struct CellAppearance: Hashable, Sendable {
  /// A colour as a theme names it; the terminal shows the nearest that it has.
  package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the 256 colours of xterm; 0 to 15 are the terminal's named ones.
    case indexed(UInt8)
    /// Red, green, blue.
    case rgb(UInt8, UInt8, UInt8)
  }

  package var foreground: Color
  package var background: Color
  package var bold: Bool
  package var dim: Bool
  package var underline: Bool
  package var reverse: Bool

  package init(
    foreground: Color = .standard, background: Color = .standard, bold: Bool = false,
    dim: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.underline = underline
    self.reverse = reverse
  }

  /// A theme without colours: the screen's own until it is given another.
  package static func monochrome(_ style: Style) -> CellAppearance {
    var appearance = attributes(ofRole: style.role)
    if style.bold { appearance.bold = true }
    if style.underline { appearance.underline = true }
    if style.reverse { appearance.reverse.toggle() }
    return appearance
  }

  private static func attributes(ofRole role: StyleRole) -> CellAppearance {
    switch role {
    case .dim, .ended, .stateTimeWait:
      CellAppearance(dim: true)
    case .cursor, .header, .keyBarLabel, .dialogSelected, .match:
      CellAppearance(reverse: true)
    case .headerSorted:
      CellAppearance(bold: true, reverse: true)
    case .accent, .tagged, .added, .warning, .dialogTitle, .keyBarKey, .prompt:
      CellAppearance(bold: true)
    case .critical, .error:
      CellAppearance(bold: true, underline: true)
    case .normal, .stateEstablished, .stateListening, .stateOpening, .stateClosing,
      .stateCloseWait, .dialog, .graphReceived, .graphSent:
      CellAppearance()
    }
  }
}
