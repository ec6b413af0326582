/// When the screen uses colours.
package enum ColorMode: Hashable, Sendable {
  /// Where the terminal has them and `NO_COLOR` is not set.
  case automatic
  /// Where the terminal has them.
  case always
  case never
}
