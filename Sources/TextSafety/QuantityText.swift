/// How amounts of data are written: bytes or bits, powers of 1000 or of 1024.
package struct QuantityText: Hashable, Sendable {
  /// The step between two units.
  package enum Base: Hashable, Sendable {
    /// kB, MB: powers of 1000.
    case decimal
    /// KiB, MiB: powers of 1024.
    case binary
  }

  /// What is counted.
  package enum Unit: Hashable, Sendable { case bytes, bits }

  /// How many digits stand for a value.
  package enum Precision: Hashable, Sendable {
    /// One decimal below ten: `1.2 MB`, `33 kB`, `345 kB`. At most 6 cells in decimal units, 7 in
    /// binary ones.
    case compact
    /// One decimal below a hundred: `88.1 MB`. At most 7 or 8 cells.
    case full
  }

  /// Powers of 1000 or of 1024.
  package var base: Base
  /// Bytes or bits.
  package var unit: Unit
  /// How many digits stand for a value.
  package var precision: Precision

  /// Decimal bytes in few digits unless told.
  package init(
    base: Base = .decimal, unit: Unit = .bytes, precision: Precision = .compact
  ) {
    self.base = base
    self.unit = unit
    self.precision = precision
  }

  /// Appends an amount of data, given in bytes: `0`, `812 B`, `33 kB`, `1.2 MiB`, `9.8 Mb`; `-`
  /// when it is not known. Three digits at most: 1000 kB is `1.0 MB`.
  package func append(bytes: UInt64?, to text: inout SafeText) {
    append(amount: bytes.map { Double($0) }, to: &text)
  }

  /// Appends a rate, given in bytes per second, without the `/s` (the column's title has it).
  package func append(bytesPerSecond: Double?, to text: inout SafeText) {
    append(amount: bytesPerSecond, to: &text)
  }

  private func append(amount bytes: Double?, to text: inout SafeText) {
    guard let bytes, bytes.isFinite else { return text.append("-") }
    var value = unit == .bits ? bytes * 8 : bytes
    if value < 0 { text.append("-") }
    value = value.magnitude
    guard value > 0 else { return text.append("0") }
    guard value >= 0.5 else { return text.append("<1 \(symbol)" as SafeText) }
    let step: Double = base == .decimal ? 1000 : 1024
    var power = 0
    while value >= 999.5, power < Self.decimalPrefixes.count - 1 {
      value /= step
      power += 1
    }
    text.append(fixed: value, digits: power == 0 ? 0 : decimals(of: value))
    text.append(" ")
    text.append(base == .decimal ? Self.decimalPrefixes[power] : Self.binaryPrefixes[power])
    text.append(symbol)
  }

  private var symbol: SafeText { unit == .bits ? "b" : "B" }

  private func decimals(of value: Double) -> Int {
    switch precision {
    case .compact: value < 9.95 ? 1 : 0
    case .full: value < 99.95 ? 1 : 0
    }
  }

  private static let decimalPrefixes: [SafeText] = ["", "k", "M", "G", "T", "P", "E"]
  private static let binaryPrefixes: [SafeText] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
}

/// Times and counts.
extension QuantityText {
  /// Appends a short time in at most 6 cells: `0`, `20us`, `0.4ms`, `12.1ms`, `120ms`, `1.2s`,
  /// then as `append(seconds:)`; `-` when it is not known.
  package static func append(microseconds: UInt64?, to text: inout SafeText) {
    guard let microseconds else { return text.append("-") }
    switch microseconds {
    case 0: text.append("0")
    case 1..<100:
      text.append(microseconds)
      text.append("us")
    case 100..<999_500:
      text.append(fixed: Double(microseconds) / 1e3, digits: microseconds < 99_950 ? 1 : 0)
      text.append("ms")
    case 999_500..<59_950_000:
      text.append(fixed: Double(microseconds) / 1e6, digits: 1)
      text.append("s")
    default: append(seconds: microseconds / 1_000_000, to: &text)
    }
  }

  /// Appends an age in at most 6 cells: `0s`, `42s`, `12m05s`, `3h12m`, `9d04h`, `812d`, `12y`;
  /// `-` when it is not known. Every figure is cut, not rounded: an age is reached when it shows.
  package static func append(seconds: UInt64?, to text: inout SafeText) {
    guard let seconds else { return text.append("-") }
    switch seconds {
    case 0..<60: append(seconds, "s", to: &text)
    case 60..<3600: append(seconds / 60, "m", seconds % 60, "s", to: &text)
    case 3600..<86400: append(seconds / 3600, "h", seconds / 60 % 60, "m", to: &text)
    case 86400..<8_640_000: append(seconds / 86400, "d", seconds / 3600 % 24, "h", to: &text)
    case 8_640_000..<864_000_000: append(seconds / 86400, "d", to: &text)
    default: append(seconds / 31_556_952, "y", to: &text)
    }
  }

  /// Appends a count in at most 5 cells: `0`, `812`, `99999`, `123k`, `1.2M`; `-` when it is not
  /// known.
  package static func append(count: UInt64?, to text: inout SafeText) {
    guard let count else { return text.append("-") }
    guard count > 99999 else { return text.append(count) }
    var value = Double(count) / 1000
    var power = 0
    while value >= 999.5, power < countSuffixes.count - 1 {
      value /= 1000
      power += 1
    }
    text.append(fixed: value, digits: value < 9.95 ? 1 : 0)
    text.append(countSuffixes[power])
  }

  /// Appends events per second without the `/s`: `0`, `0.4`, `18`, then as a count; `<.1` for less
  /// than 0.05, `-` when it is not known.
  package static func append(perSecond: Double?, to text: inout SafeText) {
    guard let perSecond, perSecond.isFinite, perSecond >= 0 else { return text.append("-") }
    guard perSecond > 0 else { return text.append("0") }
    guard perSecond >= 0.05 else { return text.append("<.1") }
    guard perSecond >= 9.95 else { return text.append(fixed: perSecond, digits: 1) }
    append(count: UInt64(min(perSecond, 1e18) + 0.5), to: &text)
  }

  /// Appends a share (0 to 1) in at most 4 cells: `0%`, `<1%`, `42%`, `100%`; `-` when it is not
  /// known.
  package static func append(share: Double?, to text: inout SafeText) {
    guard let share, share.isFinite else { return text.append("-") }
    let percent = min(9.99, max(0, share)) * 100
    guard percent == 0 || percent >= 0.5 else { return text.append("<1%") }
    text.append(fixed: percent, digits: 0)
    text.append("%")
  }

  private static func append(
    _ value: UInt64, _ unit: SafeText, _ rest: UInt64? = nil, _ restUnit: SafeText = "",
    to text: inout SafeText
  ) {
    text.append(value)
    text.append(unit)
    guard let rest else { return }
    text.append(rest, digits: 2)
    text.append(restUnit)
  }

  private static let countSuffixes: [SafeText] = ["k", "M", "G", "T", "P", "E"]
}
