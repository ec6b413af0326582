internal import SocketMetrics
internal import SocketModel

/// What of the superset `ss` can be told in its own words.
extension SSCommandLine {
  /// The view with what conditions of `filter` say of tables, families and states, and the filter
  /// without them, in the grammar of `ss`; nil when `ss` has no words for it.
  func inWordsOfSS(_ filter: ParsedFilter) -> (view: SSCommandLine, filter: ParsedFilter)? {
    guard filter.usesSuperset, let expression = filter.expression else { return (self, filter) }
    var view = self
    var filter = filter
    var states = filter.states ?? view.states
    var rest: [FilterExpression] = []
    for condition in Self.conjuncts(of: expression) {
      if view.takes(condition, &states) { continue }
      guard let lowered = Self.lowered(condition) else { return nil }
      rest.append(lowered)
    }
    filter.states = states
    filter.expression = Self.chain(rest, .and)
    filter.usesSuperset = false
    return (view, filter)
  }

  /// The conditions that all must hold.
  private static func conjuncts(of expression: FilterExpression) -> [FilterExpression] {
    guard case .chain(let chain) = expression, !chain.connectives.contains(.or) else {
      return [expression]
    }
    return chain.operands.flatMap(conjuncts)
  }

  /// Whether an option or a leading `state` says what `condition` says; then the view has it.
  private mutating func takes(_ condition: FilterExpression, _ states: inout StateSet) -> Bool {
    if case .not(.term(let term), _) = condition, case .states(let others) = term.condition {
      states.subtract(others)
      return !states.isEmpty
    }
    guard case .term(let term) = condition else { return false }
    switch term.condition {
    case .states(let wanted):
      states.formIntersection(wanted)
      return !states.isEmpty
    case .field(let field):
      guard field.comparison == .ordered(.equal), field.values.count == 1 else { return false }
      let value = String(decoding: field.values[0].spelling, as: UTF8.self)
      if field.field == .netid, let named = Self.names.first(where: { $0.name == value }) {
        // The names of other tables are no Netids.
        guard SocketTables.internet.isSuperset(of: named.tables) else { return false }
        tables.formIntersection(named.tables)
        return !tables.isEmpty
      }
      guard field.field == .family, value == "inet" || value == "inet6" else { return false }
      families.formIntersection(FamilySet(value == "inet" ? .inet : .inet6))
      tables.formIntersection(.internet)
      return !families.isEmpty && !tables.isEmpty
    case .endpoint, .device, .mark, .cgroup, .autobound: return false
    }
  }

  // MARK: Expressions

  private static func lowered(_ expression: FilterExpression) -> FilterExpression? {
    switch expression {
    case .not(let inner, let range): return lowered(inner).map { .not($0, range: range) }
    case .chain(var chain):
      let operands = chain.operands.compactMap(lowered)
      guard operands.count == chain.operands.count else { return nil }
      chain.operands = operands
      return .chain(chain)
    case .term(let term):
      switch term.condition {
      case .endpoint(let endpoint): return lowered(endpoint)
      case .device, .mark, .cgroup, .autobound: return expression
      case .states, .field: return nil
      }
    }
  }

  /// Lists, ranges and either end, with `or` between.
  private static func lowered(_ condition: EndpointCondition) -> FilterExpression? {
    let sides: [EndpointCondition.Side] =
      condition.side == .either ? [.source, .destination] : [condition.side]
    var one = condition
    if one.comparison == .notEqual { one.comparison = .equal }
    let cases = condition.operands.flatMap { operand in
      sides.map { side -> FilterExpression in
        one.side = side
        guard case .ports(let range) = operand else { return term(one, operand) }
        one.subject = .port
        return range.count == 1
          ? term(one, port(range.lowerBound))
          : bounds(of: range, side)
      }
    }
    guard let whole = chain(cases, .or) else { return nil }
    return condition.comparison == .notEqual ? .not(whole, range: 0..<0) : whole
  }

  private static func bounds(
    of range: ClosedRange<UInt32>, _ side: EndpointCondition.Side
  ) -> FilterExpression {
    var bound = EndpointCondition(
      side: side, subject: .port, comparison: .greaterOrEqual, operands: [])
    let low = term(bound, port(range.lowerBound))
    bound.comparison = .lessOrEqual
    let parts = [low, term(bound, port(range.upperBound))]
    return .chain(FilterChain(operands: parts, connectives: [.and], range: 0..<0))
  }

  private static func port(_ number: UInt32) -> EndpointOperand {
    var pattern = HostPattern(family: nil)
    pattern.port = Int64(number)
    return .pattern(pattern)
  }

  private static func term(
    _ condition: EndpointCondition, _ operand: EndpointOperand
  ) -> FilterExpression {
    var condition = condition
    condition.operands = [operand]
    return .term(FilterTerm(condition: .endpoint(condition), range: 0..<0))
  }

  private static func chain(
    _ operands: [FilterExpression], _ connective: FilterConnective
  ) -> FilterExpression? {
    guard operands.count > 1 else { return operands.first }
    return .chain(
      FilterChain(
        operands: operands,
        connectives: Array(repeating: connective, count: operands.count - 1), range: 0..<0))
  }
}
