package import SocketModel

extension RequestedPorts {
  /// The ports that every internet socket has which `filter` accepts.
  package init(of filter: ParsedFilter) {
    self.init()
    guard let expression = filter.expression else { return }
    local = expression.requiredPort(isLocal: true) ?? 0
    remote = expression.requiredPort(isLocal: false) ?? 0
  }
}

extension FilterExpression {
  /// The port without which nothing is accepted; nil when there are several or none.
  fileprivate func requiredPort(isLocal: Bool) -> UInt16? {
    switch self {
    case .not: return nil
    case .term(let term):
      guard case .endpoint(let endpoint) = term.condition else { return nil }
      return endpoint.requiredPort(isLocal: isLocal)
    case .chain(let chain):
      var result = chain.operands.first?.requiredPort(isLocal: isLocal)
      for (connective, operand) in zip(chain.connectives, chain.operands.dropFirst()) {
        let other = operand.requiredPort(isLocal: isLocal)
        switch connective {
        case .and: result = result ?? other
        case .or: result = result == other ? result : nil
        }
      }
      return result
    }
  }
}

extension EndpointCondition {
  fileprivate func requiredPort(isLocal: Bool) -> UInt16? {
    guard side == (isLocal ? .source : .destination), comparison == .equal, operands.count == 1
    else { return nil }
    switch operands[0] {
    case .ports(let range):
      return range.count == 1 ? UInt16(exactly: range.lowerBound) : nil
    case .pattern(let pattern):
      guard pattern.glob == nil else { return nil }
      return pattern.port.flatMap(UInt16.init(exactly:))
    }
  }
}
