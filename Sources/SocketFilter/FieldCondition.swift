package import SocketMetrics

/// A comparison of a field of the field table.
package struct FieldCondition: Hashable, Sendable {
  package var field: SocketField
  package var comparison: FieldComparison
  /// At least one; several are a list, of which one must match. `notEqual` negates the whole.
  package var values: [FieldValue]
}

/// How a field is compared: the order of numbers, the patterns of text.
package enum FieldComparison: Hashable, Sendable {
  case ordered(FilterComparison)
  /// `~` and `!~`: a regular expression is found in the text.
  case contains(isNegated: Bool)

  /// The symbol: `>=`, `!~`.
  package var symbol: StaticString {
    switch self {
    case .ordered(let comparison): comparison.symbol
    case .contains(let isNegated): isNegated ? "!~" : "~"
    }
  }
}

/// What a field is compared with, and how it was written.
package struct FieldValue: Hashable, Sendable {
  package enum Meaning: Hashable, Sendable {
    /// Base units: bytes, bytes per second, seconds, shares of 1.
    case number(Double)
    case numbers(ClosedRange<Double>)
    /// A listener's queue as a share of its limit: `backlog > 80%`.
    case fill(Double)
    /// Ids that a `Double` cannot hold.
    case integer(UInt64)
    /// A pattern with `*`, `?` and `[…]`, without regard to case.
    case glob
    case regularExpression
  }

  package var meaning: Meaning
  /// The operand as written, without quotes and escapes.
  package var spelling: [UInt8]
}
