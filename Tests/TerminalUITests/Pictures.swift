import TerminalUI
import TextSafety

/// A canvas of that size after `draw`.
func picture(
  _ columns: Int, _ rows: Int, _ draw: (inout Canvas, Rect) -> Void
) -> Canvas {
  var canvas = Canvas(size: Size(columns: columns, rows: rows))
  draw(&canvas, canvas.bounds)
  return canvas
}

/// Text from outside.
func safe(_ string: String) -> SafeText { SafeText(RawText(utf8: string)) }

/// What is broken in the cells of a canvas; nil when nothing is.
func fault(in canvas: Canvas) -> String? {
  let columns = canvas.size.columns
  guard canvas.cells.count == columns * canvas.size.rows else { return "wrong number of cells" }
  for (index, cell) in canvas.cells.enumerated() {
    let isFirst = index % columns == 0
    let isLast = index % columns == columns - 1
    let width = CharacterWidth.width(of: cell.scalar)
    switch cell.width {
    case 0:
      if isFirst || canvas.cells[index - 1].width != 2 { return "right half alone at \(index)" }
    case 1:
      if width != 1 { return "character of width \(width) at \(index)" }
    case 2:
      if width != 2 { return "character of width \(width) in two cells at \(index)" }
      if isLast || canvas.cells[index + 1].width != 0 { return "left half alone at \(index)" }
    default: return "width \(cell.width)"
    }
  }
  return nil
}
