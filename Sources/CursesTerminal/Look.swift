internal import CNcurses

/// A cell's appearance in ncurses' terms.
struct Look {
  var attributes: attr_t
  var pair: Int32

  /// What `appearance` becomes with the colours that the terminal has.
  init(_ appearance: CellAppearance, _ curses: Curses) {
    let palette = ColorPalette(count: curses.colors)
    let foreground = palette.match(appearance.foreground)
    let background = palette.match(appearance.background)
    attributes = 0
    if appearance.bold || foreground.needsBold { attributes |= topss_attribute_bold }
    if appearance.dim { attributes |= topss_attribute_dim }
    if appearance.underline { attributes |= topss_attribute_underline }
    if appearance.reverse { attributes |= topss_attribute_reverse }
    pair = curses.pair(foreground: foreground.number, background: background.number)
  }
}
