import TerminalUI
import TextSafety

/// A line of pieces, of which the least important go when there is too little room: no piece is
/// ever cut.
struct PieceLine {
  struct Piece {
    var text: SafeText
    var priority: Int
    var style: Style
  }

  private(set) var pieces: [Piece] = []
  /// Blanks between neighbours.
  let gap: Int

  init(gap: Int = 2) { self.gap = gap }

  mutating func add(_ text: SafeText, _ priority: Int, _ style: Style = Style()) {
    guard !text.isEmpty else { return }
    pieces.append(Piece(text: text, priority: priority, style: style))
  }

  /// The pieces that fit into `width` cells; of equal priority the left one stays.
  func fitting(_ width: Int) -> [Piece] {
    var shown = pieces
    while Self.columns(of: shown, gap: gap) > width, !shown.isEmpty {
      let lowest = shown.indices.min { left, right in
        let one = shown[left].priority
        let other = shown[right].priority
        return one == other ? left > right : one < other
      }
      if let lowest { shown.remove(at: lowest) }
    }
    return shown
  }

  static func columns(of pieces: [Piece], gap: Int) -> Int {
    pieces.reduce(-gap) { $0 + $1.text.columns + gap }
  }

  /// Draws what fits from the left, one blank in; returns the cells used.
  @discardableResult
  func draw(on canvas: inout Canvas, in rect: Rect, indent: Int = 1) -> Int {
    let line = rect.line(0)
    var column = line.column + indent
    for piece in fitting(line.columns - indent) {
      let place = Position(row: line.row, column: column)
      column += canvas.draw(piece.text, at: place, style: piece.style, clip: line) + gap
    }
    return max(0, column - gap - line.column)
  }
}
