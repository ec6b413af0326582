package import TextSafety

/// What every role looks like.
package struct Theme: Hashable, Sendable {
  /// As the user chooses it.
  package let name: SafeText
  /// One element for each role, by its raw value.
  private var appearances: [Appearance]
  /// One element for each role, for terminals without colours.
  private var monochrome: [Appearance]

  /// A theme from the appearances of some roles; the others look as in `base`.
  package init(
    _ name: SafeText, base: Theme? = nil, _ appearances: [StyleRole: Appearance] = [:]
  ) {
    self.name = name
    let blank = Array(repeating: Appearance(), count: StyleRole.allCases.count)
    self.appearances = base?.appearances ?? blank
    monochrome = base?.monochrome ?? Self.monochromeAppearances
    for (role, appearance) in appearances { self[role] = appearance }
  }

  /// What a role looks like where there are enough colours.
  package subscript(role: StyleRole) -> Appearance {
    get { appearances[Int(role.rawValue)] }
    set { appearances[Int(role.rawValue)] = newValue }
  }

  /// What a cell of `style` looks like on a terminal of `depth`.
  ///
  /// Without colours the roles are told apart by bold, dim, underlined and reversed text: what is
  /// selected is always reversed. With 8 or 16 colours a theme that paints its own background in
  /// finer ones looks like the terminal's own: there is no near colour for most of it, and a warning
  /// that turns grey is worse than another shade of red. Roles whose colours become those of plain text
  /// get the attributes too.
  package func appearance(of style: Style, depth: ColorDepth) -> Appearance {
    if depth == .eight || depth == .sixteen, paintsFinely {
      return Theme.terminal.appearance(of: style, depth: depth)
    }
    var result = colors(of: style.role, depth)
    let attributes = style.role.monochromeAttributes
    if depth != .monochrome, !attributes.isEmpty, self[style.role] != self[.normal],
      result == colors(of: .normal, depth)
    {
      result.attributes.formUnion(attributes)
      if result == colors(of: .normal, depth) { result.attributes.insert(.underline) }
    }
    if style.bold { result.attributes.insert(.bold) }
    if style.underline { result.attributes.insert(.underline) }
    if style.reverse { result.attributes.formSymmetricDifference(.reverse) }
    return result
  }

  /// Whether the background is one that 16 colours do not have.
  private var paintsFinely: Bool {
    switch self[.normal].background {
    case .standard, .ansi: false
    case .indexed, .rgb: true
    }
  }

  /// What a role looks like in the colours that there are.
  private func colors(of role: StyleRole, _ depth: ColorDepth) -> Appearance {
    guard depth != .monochrome else { return monochrome[Int(role.rawValue)] }
    var result = self[role].reduced(to: depth)
    guard depth == .eight else { return result }
    if case .ansi(8...15) = self[role].foreground { result.attributes.insert(.bold) }
    if result.foreground == result.background, result.foreground != .standard {
      result.foreground = .standard
    }
    return result
  }

  /// What a cell of `style` looks like without any theme: attributes only.
  package static func withoutColors(_ style: Style) -> Appearance {
    monochrome.appearance(of: style, depth: .monochrome)
  }

  /// The attributes of each role on a terminal without colours.
  private static let monochromeAppearances = StyleRole.allCases.map {
    Appearance(.standard, on: .standard, $0.monochromeAttributes)
  }
}

extension StyleRole {
  var monochromeAttributes: TextAttributes {
    switch self {
    case .normal, .keyBarKey, .dialog, .stateEstablished, .stateOpening, .stateClosing,
      .graphReceived, .graphSent:
      []
    case .dim, .stateTimeWait, .ended: .dim
    case .accent, .tagged, .added, .prompt, .dialogTitle, .stateListening: .bold
    case .warning, .stateCloseWait, .match: .underline
    case .critical, .error: [.bold, .underline]
    case .header, .cursor, .keyBarLabel, .dialogSelected: .reverse
    case .headerSorted: [.reverse, .bold]
    }
  }
}
