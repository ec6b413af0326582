/// A colour of a theme.
package enum TerminalColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the terminal's sixteen colours: 0 black, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta,
  /// 6 cyan, 7 white, 8 to 15 the bright ones.
  case ansi(UInt8)
  /// One of the 256 colours of xterm.
  case indexed(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// How many colours a terminal has.
package enum ColorDepth: Int, CaseIterable, Comparable, Hashable, Sendable {
  case monochrome, eight, sixteen, indexed, full

  /// The depth of a terminal that has `count` colours; 0 for none.
  package init(colorCount count: Int) {
    switch count {
    case ..<8: self = .monochrome
    case ..<16: self = .eight
    case ..<88: self = .sixteen
    case ...0x1_0000: self = .indexed
    default: self = .full
    }
  }

  /// Fewer colours come first.
  package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension TerminalColor {
  /// The nearest colour that a terminal of `depth` has.
  package func reduced(to depth: ColorDepth) -> TerminalColor {
    switch depth {
    case .monochrome: return .standard
    case .eight: return reducedToAnsi(count: 8)
    case .sixteen: return reducedToAnsi(count: 16)
    case .indexed: return reducedToIndexed
    case .full: return self
    }
  }

  private var reducedToIndexed: TerminalColor {
    guard case .rgb(let red, let green, let blue) = self else { return self }
    let target = Components(red: red, green: green, blue: blue)
    let index = (UInt8(16)...255).min {
      Self.components(indexed: $0).distance(target) < Self.components(indexed: $1).distance(target)
    }
    return .indexed(index ?? 16)
  }

  private func reducedToAnsi(count: UInt8) -> TerminalColor {
    let target: Components
    switch self {
    case .standard: return self
    case .ansi(let index): return .ansi(index < count ? index : index % 8)
    case .indexed(let index) where index < 16: return .ansi(index < count ? index : index % 8)
    case .indexed(let index): target = Self.components(indexed: index)
    case .rgb(let red, let green, let blue):
      target = Components(red: red, green: green, blue: blue)
    }
    let index = (UInt8(0)..<count).min {
      Self.components(indexed: $0).distance(target) < Self.components(indexed: $1).distance(target)
    }
    return .ansi(index ?? 7)
  }

  /// How much of each primary colour a colour has.
  package struct Components {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    /// The squared distance, weighted for the eye.
    fileprivate func distance(_ other: Components) -> Int {
      let red = Int(red) - Int(other.red)
      let green = Int(green) - Int(other.green)
      let blue = Int(blue) - Int(other.blue)
      return 3 * red * red + 6 * green * green + blue * blue
    }
  }

  /// What xterm shows for one of its 256 colours.
  package static func components(indexed index: UInt8) -> Components {
    if index < 16 {
      let level: UInt8 = index < 8 ? 205 : 255
      let dark: UInt8 = index == 8 ? 127 : 0
      if index == 7 { return Components(red: 229, green: 229, blue: 229) }
      return Components(
        red: index & 1 != 0 ? level : dark, green: index & 2 != 0 ? level : dark,
        blue: index & 4 != 0 ? level : dark)
    }
    if index >= 232 {
      let level = 8 &+ (index &- 232) &* 10
      return Components(red: level, green: level, blue: level)
    }
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = Int(index) - 16
    return Components(
      red: levels[cube / 36], green: levels[cube / 6 % 6], blue: levels[cube % 6])
  }
}
