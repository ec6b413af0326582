package import SocketModel

/// A filter as a tree; no deeper than `ExpressionBuilder.depthLimit`.
///
/// Ranges are byte offsets into the `FilterText` that was parsed.
package indirect enum FilterExpression: Hashable, Sendable {
  case term(FilterTerm)
  case not(FilterExpression, range: Range<Int>)
  case chain(FilterChain)

  /// The place in the text.
  package var range: Range<Int> {
    switch self {
    case .term(let term): term.range
    case .not(_, let range): range
    case .chain(let chain): chain.range
    }
  }

  /// The same tree with every range set to `0..<0`, to compare meanings.
  package var withoutRanges: FilterExpression {
    switch self {
    case .term(let term): .term(FilterTerm(condition: term.condition, range: 0..<0))
    case .not(let inner, _): .not(inner.withoutRanges, range: 0..<0)
    case .chain(let chain):
      .chain(
        FilterChain(
          operands: chain.operands.map(\.withoutRanges), connectives: chain.connectives,
          range: 0..<0))
    }
  }

  /// Every condition, from left to right.
  package var terms: [FilterTerm] {
    switch self {
    case .term(let term): [term]
    case .not(let inner, _): inner.terms
    case .chain(let chain): chain.operands.flatMap(\.terms)
    }
  }
}

/// Operands joined by `and` and `or`, which bind alike and are read from left to right, as in `ss`.
package struct FilterChain: Hashable, Sendable {
  /// At least two.
  package var operands: [FilterExpression]
  /// `connectives[n]` stands between `operands[n]` and `operands[n + 1]`.
  package var connectives: [FilterConnective]
  package var range: Range<Int>

  /// Whether reading from left to right matters: both `and` and `or` occur.
  package var isMixed: Bool {
    connectives.contains(.and) && connectives.contains(.or)
  }
}

package enum FilterConnective: Hashable, Sendable { case and, or }

/// One condition and its place.
package struct FilterTerm: Hashable, Sendable {
  package var condition: FilterCondition
  package var range: Range<Int>

  package init(condition: FilterCondition, range: Range<Int>) {
    self.condition = condition
    self.range = range
  }
}

/// What a row is asked.
package enum FilterCondition: Hashable, Sendable {
  case endpoint(EndpointCondition)
  /// `dev`: the interface that the socket is bound to.
  case device(DeviceOperand, isNegated: Bool)
  /// `fwmark`: the mark under `mask` equals `value`, which is not masked itself.
  case mark(value: UInt32, mask: UInt32, isNegated: Bool)
  /// `cgroup`: exactly this control group, without those below it.
  case cgroup(CgroupOperand, isNegated: Bool)
  /// The kernel chose the port or the name.
  case autobound
  /// `state` within an expression.
  case states(StateSet)
  /// A field of the field table.
  case field(FieldCondition)
}

/// An interface: its index, and how it was written.
package struct DeviceOperand: Hashable, Sendable {
  package var index: UInt32
  package var spelling: [UInt8]
}

/// A control group: its id, and how it was written.
package struct CgroupOperand: Hashable, Sendable {
  package var id: UInt64
  package var spelling: [UInt8]
}

/// How two values are compared.
package enum FilterComparison: Hashable, CaseIterable, Sendable {
  case equal, notEqual, greaterOrEqual, lessOrEqual, greater, less

  /// The symbol: `>=`.
  package var symbol: StaticString {
    switch self {
    case .equal: "="
    case .notEqual: "!="
    case .greaterOrEqual: ">="
    case .lessOrEqual: "<="
    case .greater: ">"
    case .less: "<"
    }
  }
}
