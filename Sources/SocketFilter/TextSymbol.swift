/// What is read at one step: a byte, a number under 256 in decimal, the same with a dot behind it,
/// two digits; any rest of an address with the colon or bracket behind it; any port.
enum TextSymbol {
  /// From one state to the next: states are counted so, that their row is found by shifting.
  static let step = 37
  static let number = 256
  static let dotted = 512
  static let digits = 768
  static let ipv4Rest = 868
  static let ipv6Rest = 869
  static let port = 870
  /// Two hexadecimal digits.
  static let hex = 871
  /// A row of the table has an odd number of cache lines: rows of a power of two would lie in the
  /// same few places of the cache.
  static let count = 32 * step
}
