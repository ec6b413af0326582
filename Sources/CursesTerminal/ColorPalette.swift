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
    switch color.reduced(to: reach) {
    case .standard: return Match(number: -1)
    case .ansi(let index), .indexed(let index): return match(Int(index))
    case .rgb(let red, let green, let blue):
      return Match(number: Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
    }
  }

  /// The colours to choose from; on a terminal of eight the bright ones too, which are bold there.
  private var reach: ColorDepth {
    switch count {
    case ..<256: .sixteen
    case ...0x1_0000: .indexed
    default: .full
    }
  }

  private func match(_ index: Int) -> Match {
    if count > 0x1_0000 {
      let bytes = TerminalColor.components(indexed: UInt8(clamping: index))
      return Match(number: Int32(bytes.red) << 16 | Int32(bytes.green) << 8 | Int32(bytes.blue))
    }
    let isBright = index >= 8 && count < 16
    return Match(number: Int32(isBright ? index - 8 : index), needsBold: isBright)
  }
}
