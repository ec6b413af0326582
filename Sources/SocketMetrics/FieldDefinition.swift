package import TextSafety

/// What the field table says of one field.
package struct FieldDefinition: Sendable {
  /// The key in JSON, the name in filters, columns and sort options: `rx`, `recvq`.
  package var identifier: SafeText
  /// The column's title: `RX/s`.
  package var title: SafeText
  package var unit: FieldUnit
  /// One sentence: what it is.
  package var help: SafeText
  /// Where it comes from: `tcp_info.tcpi_rtt`, `/proc/PID/fd`.
  package var source: SafeText
  /// Cells: what it takes at least, and what it takes comfortably.
  package var minimumWidth: Int
  package var width: Int
  package var alignment: FieldAlignment
  /// Columns of lower priority are dropped first when the screen is narrow; 0 to 100.
  package var priority: Int
  /// Whether a filter may compare it.
  package var isFilterable: Bool
}

package enum FieldAlignment: Sendable { case left, right }

/// What a field's number means, or that it is text.
package enum FieldUnit: Sendable {
  case text
  /// A plain count or number.
  case count
  /// Compared and shown exactly: ids, cookies, ports.
  case identifier
  case bytes
  case bytesPerSecond
  case perSecond
  /// Seconds in JSON and comparisons; the kernel's micro- or milliseconds are converted.
  case seconds
  /// 0...1; shown as per cent.
  case share
  case segments

  /// Whether a table reads best with the largest value first.
  package var sortsDescending: Bool {
    switch self {
    case .text, .identifier: false
    case .count, .bytes, .bytesPerSecond, .perSecond, .seconds, .share, .segments: true
    }
  }
}
