extension Canvas {
  /// The characters row by row, marks included; a wide character stands for its two cells.
  package var textGrid: [String] {
    rows { row in
      var line = String.UnicodeScalarView()
      for cell in row where cell.width > 0 {
        line.append(cell.scalar)
        for mark in [cell.firstMark, cell.secondMark] where mark != 0 {
          if let scalar = Unicode.Scalar(mark) { line.append(scalar) }
        }
      }
      return String(line)
    }
  }

  /// One letter for the role of each cell (`StyleRole.letter`), in upper case (`:` for `.`) when
  /// the cell has attributes of its own.
  package var styleGrid: [String] {
    rows { row in
      var line = String.UnicodeScalarView()
      for cell in row {
        let style = cell.style
        let isPlain = !style.bold && !style.underline && !style.reverse
        line.append(isPlain ? style.role.letter : style.role.letterWithAttributes)
      }
      return String(line)
    }
  }

  /// The letters that `styleGrid` uses here and what they mean, one `letter role` a line.
  package var styleLegend: [String] {
    let used = Set(cells.map(\.style.role))
    return StyleRole.allCases.filter(used.contains).map { "\($0.letter) \($0)" }
  }

  private func rows(_ text: (ArraySlice<Cell>) -> String) -> [String] {
    (0..<size.rows).map { row in
      text(cells[(row * size.columns)..<((row + 1) * size.columns)])
    }
  }
}

extension StyleRole {
  /// The letter that stands for the role in golden pictures.
  package var letter: Unicode.Scalar {
    switch self {
    case .normal: "."
    case .dim: "d"
    case .accent: "a"
    case .header: "h"
    case .headerSorted: "s"
    case .cursor: "c"
    case .tagged: "t"
    case .added: "n"
    case .ended: "x"
    case .warning: "w"
    case .critical: "k"
    case .stateEstablished: "e"
    case .stateListening: "l"
    case .stateOpening: "o"
    case .stateClosing: "f"
    case .stateCloseWait: "q"
    case .stateTimeWait: "z"
    case .prompt: "p"
    case .error: "r"
    case .keyBarKey: "y"
    case .keyBarLabel: "b"
    case .dialog: "g"
    case .dialogTitle: "i"
    case .dialogSelected: "j"
    case .match: "m"
    case .graphReceived: "v"
    case .graphSent: "u"
    }
  }

  var letterWithAttributes: Unicode.Scalar {
    guard letter != "." else { return ":" }
    return Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value &- 0x20))
  }
}
