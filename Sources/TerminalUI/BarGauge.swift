package import TextSafety

/// A share as a bar with a label on its left and the figure on its right.
package struct BarGauge: Hashable, Sendable {
  /// Stands on the left.
  package var label: SafeText
  /// 0 to 1, nil when it is not known: then the bar is empty.
  package var share: Double?
  /// Stands at the right edge.
  package var figure: SafeText
  /// Of the filled part and the figure.
  package var style: Style

  /// A gauge.
  package init(
    _ label: SafeText, share: Double?, figure: SafeText = SafeText(), style: Style = Style(.accent)
  ) {
    self.label = label
    self.share = share
    self.figure = figure
    self.style = style
  }

  /// Draws into the first line of `rect`; the label takes `labelWidth` cells so that several bars
  /// stand below each other, the figure `figureWidth`.
  package func draw(
    on canvas: inout Canvas, in rect: Rect, labelWidth: Int, figureWidth: Int, glyphs: Glyphs
  ) {
    var line = rect.line(0)
    canvas.fill(line)
    if labelWidth > 0 {
      canvas.draw(label, in: line.takeLeft(labelWidth), ellipsis: glyphs.ellipsis)
      _ = line.takeLeft(1)
    }
    if figureWidth > 0, line.columns > figureWidth {
      canvas.draw(
        figure, in: line.takeRight(figureWidth), style: style, alignment: .right,
        ellipsis: glyphs.ellipsis)
      _ = line.takeRight(1)
    }
    canvas.drawBar(share ?? 0, in: line, style: style, glyphs: glyphs)
  }
}
