internal import TextSafety

extension Theme {
  /// White and yellow on black, nothing dimmed.
  package static let highContrast = Theme(
    "high-contrast",
    [
      .normal: Appearance(.ansi(15), on: .ansi(0)),
      .dim: Appearance(.ansi(7), on: .ansi(0)),
      .accent: Appearance(.ansi(11), on: .ansi(0), .bold),
      .header: Appearance(.ansi(0), on: .ansi(15)),
      .headerSorted: Appearance(.ansi(0), on: .ansi(11), .bold),
      .cursor: Appearance(.ansi(0), on: .ansi(11), .bold),
      .tagged: Appearance(.ansi(11), on: .ansi(0), [.bold, .underline]),
      .added: Appearance(.ansi(15), on: .ansi(0), .bold),
      .ended: Appearance(.ansi(7), on: .ansi(0), .underline),
      .warning: Appearance(.ansi(11), on: .ansi(0)),
      .critical: Appearance(.ansi(15), on: .ansi(1), .bold),
      .stateEstablished: Appearance(.ansi(10), on: .ansi(0)),
      .stateListening: Appearance(.ansi(14), on: .ansi(0)),
      .stateOpening: Appearance(.ansi(11), on: .ansi(0)),
      .stateClosing: Appearance(.ansi(13), on: .ansi(0)),
      .stateCloseWait: Appearance(.ansi(15), on: .ansi(1)),
      .stateTimeWait: Appearance(.ansi(7), on: .ansi(0)),
      .prompt: Appearance(.ansi(15), on: .ansi(0), .bold),
      .error: Appearance(.ansi(15), on: .ansi(1), .bold),
      .keyBarKey: Appearance(.ansi(15), on: .ansi(0)),
      .keyBarLabel: Appearance(.ansi(0), on: .ansi(15)),
      .dialog: Appearance(.ansi(15), on: .ansi(0)),
      .dialogTitle: Appearance(.ansi(11), on: .ansi(0), .bold),
      .dialogSelected: Appearance(.ansi(0), on: .ansi(11), .bold),
      .match: Appearance(.ansi(0), on: .ansi(14)),
      .graphReceived: Appearance(.ansi(15), on: .ansi(0)),
      .graphSent: Appearance(.ansi(11), on: .ansi(0)),
    ])

  /// Blue, orange and yellow instead of red and green (the palette of Okabe and Ito), on the
  /// terminal's own background.
  package static let colorBlind = Theme(
    "color-blind", base: .terminal,
    [
      .accent: Appearance(skyBlue, on: .standard, .bold),
      .cursor: Appearance(.ansi(0), on: skyBlue),
      .tagged: Appearance(yellow, on: .standard, .bold),
      .warning: Appearance(orange),
      .critical: Appearance(vermilion, on: .standard, [.bold, .underline]),
      .stateEstablished: Appearance(blue),
      .stateListening: Appearance(skyBlue),
      .stateOpening: Appearance(yellow),
      .stateClosing: Appearance(purple),
      .stateCloseWait: Appearance(vermilion, on: .standard, .underline),
      .error: Appearance(vermilion, on: .standard, [.bold, .underline]),
      .keyBarLabel: Appearance(.ansi(0), on: skyBlue),
      .dialogTitle: Appearance(skyBlue, on: .standard, .bold),
      .dialogSelected: Appearance(.ansi(0), on: skyBlue),
      .match: Appearance(.ansi(0), on: yellow),
      .graphReceived: Appearance(blue),
      .graphSent: Appearance(orange),
    ])

  /// No colours: bold, dim, underlined and reversed text only.
  package static let monochrome: Theme = {
    let roles = StyleRole.allCases.map {
      ($0, Appearance(.standard, on: .standard, $0.monochromeAttributes))
    }
    return Theme("monochrome", Dictionary(uniqueKeysWithValues: roles))
  }()

  private static let orange = TerminalColor.rgb(red: 230, green: 159, blue: 0)
  private static let skyBlue = TerminalColor.rgb(red: 86, green: 180, blue: 233)
  private static let blue = TerminalColor.rgb(red: 64, green: 140, blue: 220)
  private static let yellow = TerminalColor.rgb(red: 240, green: 228, blue: 66)
  private static let vermilion = TerminalColor.rgb(red: 213, green: 94, blue: 0)
  private static let purple = TerminalColor.rgb(red: 204, green: 121, blue: 167)
}
