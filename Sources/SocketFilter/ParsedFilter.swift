package import SocketMetrics
package import SocketModel

/// A filter that was understood.
package struct ParsedFilter: Hashable, Sendable {
  /// The condition; nil for none, which matches everything.
  package var expression: FilterExpression?
  /// The states that are shown: of leading `state` and `exclude` pairs, or all states when the
  /// expression itself speaks of states; nil when the filter says nothing of them.
  package var states: StateSet?
  /// The only family that is shown, as the last explicit family of a condition demands; nil when
  /// no condition narrows it.
  package var familyNarrowing: AddressFamily?
  /// `ss` would refuse this filter.
  package var usesSuperset = false

  package init(expression: FilterExpression? = nil) { self.expression = expression }

  /// Whether some condition compares `field`, under whichever of its names.
  package func compares(_ field: SocketField) -> Bool {
    (expression?.terms ?? []).contains { term in
      if case .field(let condition) = term.condition { return condition.field == field }
      return false
    }
  }

  /// Chains that mix `and` with `or`, which are read from left to right: worth a remark.
  package var mixedChains: [FilterChain] {
    guard let expression else { return [] }
    return Self.mixedChains(in: expression)
  }

  private static func mixedChains(in expression: FilterExpression) -> [FilterChain] {
    switch expression {
    case .term: []
    case .not(let inner, _): mixedChains(in: inner)
    case .chain(let chain):
      (chain.isMixed ? [chain] : []) + chain.operands.flatMap { mixedChains(in: $0) }
    }
  }
}

/// What reading a filter came to.
package enum FilterOutcome: Sendable {
  case parsed(ParsedFilter)
  /// These host names must be resolved first (`SocketNames.addresses(host:)` is nil for them);
  /// then read the filter again.
  case needsHosts([String])
  case failed(FilterError)
}
