internal import TerminalUI

/// The nearest colour that a terminal has.
struct ColorPalette {
  /// The number of colours of the terminal: 0, 8, 16, 88, 256 or 2^24.
  let count: Int

  /// A colour number for the terminal, and whether it needs the bold attribute to be bright.
  struct Match: Hashable {
    /// -1 for the terminal's own colour.
    var number: Int32
    var needsBold = false
  }

  /// What `color` becomes; the terminal's own colour where there are none.
  func match(_ color: TerminalColor) -> Match {
    guard count >= 8 else { return Match(number: -1) }
    switch color {
    case .standard:
      return Match(number: -1)
    case .ansi(let index), .indexed(let index):
      return match(index: Int(index))
    case .rgb(let red, let green, let blue):
      return match(red: Int(red), green: Int(green), blue: Int(blue))
    }
  }

  private func match(index: Int) -> Match {
    if count > 0x1_0000 {
      let (red, green, blue) = Self.components(index)
      return match(red: red, green: green, blue: blue)
    }
    if index < count, index < 16 || count >= 256 { return Match(number: Int32(index)) }
    if index >= 8, index < 16 { return Match(number: Int32(index - 8), needsBold: true) }
    let (red, green, blue) = Self.components(index)
    return match(red: red, green: green, blue: blue)
  }

  private func match(red: Int, green: Int, blue: Int) -> Match {
    if count > 0x1_0000 { return Match(number: Int32(red << 16 | green << 8 | blue)) }
    let candidates = count >= 256 ? 16..<256 : 0..<16
    var best = candidates.lowerBound
    var bestDistance = Int.max
    for index in candidates {
      let (r, g, b) = Self.components(index)
      let distance =
        2 * (r - red) * (r - red) + 4 * (g - green) * (g - green) + 3 * (b - blue) * (b - blue)
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
    }
    if best >= 8, count < 16 { return Match(number: Int32(best - 8), needsBold: true) }
    return Match(number: Int32(best))
  }

  /// Red, green and blue of xterm's colour `index`.
  static func components(_ index: Int) -> (Int, Int, Int) {
    switch index {
    case ..<8:
      let level = index == 7 ? 229 : 205
      return (index & 1 != 0 ? level : 0, index & 2 != 0 ? level : 0, index & 4 != 0 ? level : 0)
    case 8:
      return (127, 127, 127)
    case ..<16:
      return (index & 1 != 0 ? 255 : 0, index & 2 != 0 ? 255 : 0, index & 4 != 0 ? 255 : 0)
    case ..<232:
      let cube = index - 16
      return (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    default:
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
  }

  private static func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
}
