internal import CNcurses
internal import TerminalUI

/// A cell's appearance in ncurses' terms.
struct Look {
  var attributes: attr_t
  var pair: Int32

  /// What `appearance` becomes with the colours that the terminal has.
  init(_ appearance: Appearance, _ curses: Curses) {
    let palette = ColorPalette(count: curses.colors)
    let foreground = palette.match(appearance.foreground)
    let background = palette.match(appearance.background)
    attributes = 0
    if appearance.attributes.contains(.bold) || foreground.needsBold {
      attributes |= topss_attribute_bold
    }
    if appearance.attributes.contains(.dim) { attributes |= topss_attribute_dim }
    if appearance.attributes.contains(.underline) { attributes |= topss_attribute_underline }
    if appearance.attributes.contains(.reverse) { attributes |= topss_attribute_reverse }
    pair = curses.pair(foreground: foreground.number, background: background.number)
  }
}
