internal import SocketMetrics
internal import SocketModel
package import TextSafety

/// Says in words what a filter asks for: `established sockets whose peer port is 443`.
package struct FilterReading {
  private var text = SafeText()

  private mutating func say(_ words: SafeText) { text.append(words) }

  /// One line.
  package static func text(of filter: ParsedFilter) -> SafeText {
    var reading = FilterReading()
    reading.writeSubject(filter)
    if let expression = filter.expression {
      reading.say(beginsWithNot(expression) ? " where " : " whose ")
      reading.write(expression, isNested: false)
    }
    return reading.text
  }

  private static func beginsWithNot(_ expression: FilterExpression) -> Bool {
    switch expression {
    case .term: false
    case .not: true
    case .chain(let chain): chain.operands.first.map(beginsWithNot) ?? false
    }
  }

  /// How `and` and `or` without parentheses were read: the expression with all parentheses; nil
  /// when nothing mixes them.
  package static func grouping(of filter: ParsedFilter) -> SafeText? {
    guard let expression = filter.expression, !filter.mixedChains.isEmpty else { return nil }
    return SafeText(RawText(utf8: FilterPrinter.text(of: expression, isExplicit: true)))
  }

  private mutating func writeSubject(_ filter: ParsedFilter) {
    if let states = filter.states, states != .all {
      if let name = StateNames.name(of: states) {
        text.append(RawText(utf8: name))
      } else {
        let (names, isExclusion) = FilterPrinter.names(of: states)
        if isExclusion { say("neither ") }
        text.append(RawText(utf8: names.joined(separator: isExclusion ? " nor " : " or ")))
      }
      say(" ")
    }
    switch filter.familyNarrowing {
    case .inet: say("IPv4 ")
    case .inet6: say("IPv6 ")
    case .unix: say("unix ")
    case .packet: say("packet ")
    case .netlink: say("netlink ")
    case .vsock: say("vsock ")
    case .tipc: say("tipc ")
    case .xdp: say("xdp ")
    case nil: break
    }
    say("sockets")
  }

  private mutating func write(_ expression: FilterExpression, isNested: Bool) {
    switch expression {
    case .term(let term): write(term.condition)
    case .not(let inner, _):
      say("not (")
      write(inner, isNested: false)
      say(")")
    case .chain(let chain):
      if isNested { say("(") }
      write(chain)
      if isNested { say(")") }
    }
  }

  private mutating func write(_ chain: FilterChain) {
    let inner = chain.isMixed ? chain.connectives.count - 1 : 0
    for _ in 0..<max(0, inner) { say("(") }
    for (index, operand) in chain.operands.enumerated() {
      if index > 0 { say(chain.connectives[index - 1] == .and ? " and " : " or ") }
      write(operand, isNested: true)
      if index > 0, index <= inner { say(")") }
    }
  }

  private mutating func write(_ condition: FilterCondition) {
    switch condition {
    case .endpoint(let endpoint): write(endpoint)
    case .device(let device, let isNegated):
      say(isNegated ? "interface is not " : "interface is ")
      text.append(RawText(device.spelling))
    case .mark(let value, let mask, let isNegated):
      say(isNegated ? "mark is not 0x" : "mark is 0x")
      text.append(hex: value)
      guard mask != .max else { return }
      say(" under 0x")
      text.append(hex: mask)
    case .cgroup(let cgroup, let isNegated):
      say(isNegated ? "control group is not " : "control group is ")
      text.append(RawText(cgroup.spelling))
    case .autobound: say("port or name was chosen by the kernel")
    case .states(let states): write(states)
    case .field(let field): write(field)
    }
  }

  private mutating func write(_ states: StateSet) {
    if let name = StateNames.name(of: states) {
      say("state is ")
      return text.append(RawText(utf8: name))
    }
    let (names, isExclusion) = FilterPrinter.names(of: states)
    say(isExclusion ? "state is not " : "state is ")
    text.append(RawText(utf8: names.joined(separator: " or ")))
  }

  private mutating func write(_ endpoint: EndpointCondition) {
    switch endpoint.side {
    case .source: say("local ")
    case .destination: say("peer ")
    case .either: say("either ")
    }
    text.append(Self.noun(endpoint))
    write(endpoint.comparison)
    for (index, operand) in endpoint.operands.enumerated() {
      if index > 0 { say(" or ") }
      write(operand, isPort: endpoint.subject == .port || Self.isPortOnly(operand))
    }
  }

  private static func noun(_ endpoint: EndpointCondition) -> StaticString {
    let isPort = endpoint.subject == .port || endpoint.operands.allSatisfy(isPortOnly)
    if isPort { return "port" }
    if case .pattern(let pattern)? = endpoint.operands.first, pattern.glob != nil { return "name" }
    return "address"
  }

  private static func isPortOnly(_ operand: EndpointOperand) -> Bool {
    switch operand {
    case .ports: true
    case .pattern(let pattern):
      pattern.addresses.isEmpty && pattern.glob == nil && pattern.port != nil
    }
  }

  private mutating func write(_ operand: EndpointOperand, isPort: Bool) {
    switch operand {
    case .ports(let range): say("\(range.lowerBound) to \(range.upperBound)")
    case .pattern(let pattern):
      if let glob = pattern.glob { return text.append(RawText(glob)) }
      if isPort, let port = pattern.port { return text.append(port) }
      write(pattern)
    }
  }

  private mutating func write(_ pattern: HostPattern) {
    if let host = pattern.hostName {
      text.append(RawText(host))
    } else if let address = pattern.addresses.first {
      if address.length < (address.family == .inet6 ? 128 : 32) { say("in ") }
      text.append(RawText(AddressSpelling.spelling(address.bits, family: address.family)))
      if address.length < (address.family == .inet6 ? 128 : 32) { say("/\(address.length)") }
    } else {
      say("any")
    }
    guard let port = pattern.port else { return }
    say(" with port \(port)")
  }

  private mutating func write(_ comparison: FilterComparison) {
    switch comparison {
    case .equal: say(" is ")
    case .notEqual: say(" is not ")
    case .greaterOrEqual: say(" is at least ")
    case .lessOrEqual: say(" is at most ")
    case .greater: say(" is above ")
    case .less: say(" is below ")
    }
  }

  private mutating func write(_ condition: FieldCondition) {
    text.append(RawText(utf8: condition.field.filterName))
    switch condition.comparison {
    case .ordered(let comparison): write(comparison)
    case .contains(let isNegated): say(isNegated ? " does not contain " : " contains ")
    }
    for (index, value) in condition.values.enumerated() {
      if index > 0 { say(" or ") }
      text.append(RawText(value.spelling))
    }
  }
}
