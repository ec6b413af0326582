internal import TextSafety

extension Theme {
  /// The themes that need no file, the default first.
  package static let builtIn: [Theme] = [
    .terminal, .light, .dark, .highContrast, .colorBlind, .monochrome,
  ]

  /// The built-in theme of that name, nil when there is none.
  package static func named(_ name: String) -> Theme? {
    builtIn.first { $0.name.string == name }
  }

  /// The terminal's own sixteen colours on its own background.
  package static let terminal = Theme(
    "default",
    [
      .dim: Appearance(.standard, on: .standard, .dim),
      .accent: Appearance(.ansi(6), on: .standard, .bold),
      .header: Appearance(.standard, on: .standard, .reverse),
      .headerSorted: Appearance(.standard, on: .standard, [.reverse, .bold]),
      .cursor: Appearance(.ansi(0), on: .ansi(6)),
      .tagged: Appearance(.ansi(3), on: .standard, .bold),
      .added: Appearance(.standard, on: .standard, .bold),
      .ended: Appearance(.standard, on: .standard, .dim),
      .warning: Appearance(.ansi(3)),
      .critical: Appearance(.ansi(1), on: .standard, .bold),
      .stateEstablished: Appearance(.ansi(2)),
      .stateListening: Appearance(.ansi(6)),
      .stateOpening: Appearance(.ansi(3)),
      .stateClosing: Appearance(.ansi(5)),
      .stateCloseWait: Appearance(.ansi(1)),
      .stateTimeWait: Appearance(.standard, on: .standard, .dim),
      .prompt: Appearance(.standard, on: .standard, .bold),
      .error: Appearance(.ansi(1), on: .standard, .bold),
      .keyBarKey: Appearance(),
      .keyBarLabel: Appearance(.ansi(0), on: .ansi(6)),
      .dialog: Appearance(),
      .dialogTitle: Appearance(.ansi(6), on: .standard, .bold),
      .dialogSelected: Appearance(.ansi(0), on: .ansi(6)),
      .match: Appearance(.ansi(0), on: .ansi(3)),
      .graphReceived: Appearance(.ansi(2)),
      .graphSent: Appearance(.ansi(5)),
    ])

  /// The same where the terminal's background is light: nothing in its yellow or cyan, which can
  /// hardly be read there.
  package static let terminalOnLight = Theme(
    "default", base: .terminal,
    [
      .accent: Appearance(.ansi(4), on: .standard, .bold),
      .cursor: Appearance(.ansi(15), on: .ansi(4)),
      .tagged: Appearance(.ansi(5), on: .standard, .bold),
      .warning: Appearance(.ansi(1)),
      .stateListening: Appearance(.ansi(4)),
      .stateOpening: Appearance(.ansi(5)),
      .keyBarLabel: Appearance(.ansi(15), on: .ansi(4)),
      .dialogTitle: Appearance(.ansi(4), on: .standard, .bold),
      .dialogSelected: Appearance(.ansi(15), on: .ansi(4)),
    ])

  /// For a white background: what is light in `terminal` is dark here.
  package static let light = Theme(
    "light", base: .terminal,
    [
      .normal: Appearance(.indexed(235), on: .indexed(231)),
      .dim: Appearance(.indexed(242), on: .indexed(231)),
      .accent: Appearance(.indexed(25), on: .indexed(231), .bold),
      .header: Appearance(.indexed(235), on: .indexed(252)),
      .headerSorted: Appearance(.indexed(25), on: .indexed(252), .bold),
      .cursor: Appearance(.indexed(231), on: .indexed(25)),
      .tagged: Appearance(.indexed(94), on: .indexed(231), .bold),
      .added: Appearance(.indexed(235), on: .indexed(231), .bold),
      .ended: Appearance(.indexed(244), on: .indexed(231)),
      .warning: Appearance(.indexed(130), on: .indexed(231)),
      .critical: Appearance(.indexed(160), on: .indexed(231), .bold),
      .stateEstablished: Appearance(.indexed(28), on: .indexed(231)),
      .stateListening: Appearance(.indexed(31), on: .indexed(231)),
      .stateOpening: Appearance(.indexed(130), on: .indexed(231)),
      .stateClosing: Appearance(.indexed(90), on: .indexed(231)),
      .stateCloseWait: Appearance(.indexed(160), on: .indexed(231)),
      .stateTimeWait: Appearance(.indexed(242), on: .indexed(231)),
      .prompt: Appearance(.indexed(235), on: .indexed(231), .bold),
      .error: Appearance(.indexed(160), on: .indexed(231), .bold),
      .keyBarKey: Appearance(.indexed(235), on: .indexed(231)),
      .keyBarLabel: Appearance(.indexed(231), on: .indexed(25)),
      .dialog: Appearance(.indexed(235), on: .indexed(254)),
      .dialogTitle: Appearance(.indexed(25), on: .indexed(254), .bold),
      .dialogSelected: Appearance(.indexed(231), on: .indexed(25)),
      .match: Appearance(.indexed(235), on: .indexed(222)),
      .graphReceived: Appearance(.indexed(28), on: .indexed(231)),
      .graphSent: Appearance(.indexed(90), on: .indexed(231)),
    ])

  /// For a black background, in muted colours.
  package static let dark = Theme(
    "dark", base: .terminal,
    [
      .normal: Appearance(.indexed(252), on: .indexed(234)),
      .dim: Appearance(.indexed(246), on: .indexed(234)),
      .accent: Appearance(.indexed(80), on: .indexed(234), .bold),
      .header: Appearance(.indexed(252), on: .indexed(238)),
      .headerSorted: Appearance(.indexed(80), on: .indexed(238), .bold),
      .cursor: Appearance(.indexed(255), on: .indexed(25)),
      .tagged: Appearance(.indexed(221), on: .indexed(234), .bold),
      .added: Appearance(.indexed(255), on: .indexed(234), .bold),
      .ended: Appearance(.indexed(244), on: .indexed(234)),
      .warning: Appearance(.indexed(179), on: .indexed(234)),
      .critical: Appearance(.indexed(203), on: .indexed(234), .bold),
      .stateEstablished: Appearance(.indexed(114), on: .indexed(234)),
      .stateListening: Appearance(.indexed(80), on: .indexed(234)),
      .stateOpening: Appearance(.indexed(179), on: .indexed(234)),
      .stateClosing: Appearance(.indexed(176), on: .indexed(234)),
      .stateCloseWait: Appearance(.indexed(203), on: .indexed(234)),
      .stateTimeWait: Appearance(.indexed(246), on: .indexed(234)),
      .prompt: Appearance(.indexed(255), on: .indexed(234), .bold),
      .error: Appearance(.indexed(203), on: .indexed(234), .bold),
      .keyBarKey: Appearance(.indexed(252), on: .indexed(234)),
      .keyBarLabel: Appearance(.indexed(255), on: .indexed(25)),
      .dialog: Appearance(.indexed(252), on: .indexed(236)),
      .dialogTitle: Appearance(.indexed(80), on: .indexed(236), .bold),
      .dialogSelected: Appearance(.indexed(255), on: .indexed(25)),
      .match: Appearance(.indexed(234), on: .indexed(221)),
      .graphReceived: Appearance(.indexed(114), on: .indexed(234)),
      .graphSent: Appearance(.indexed(176), on: .indexed(234)),
    ])
}
