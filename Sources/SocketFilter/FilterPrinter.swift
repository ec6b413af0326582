internal import SocketMetrics
internal import SocketModel

/// Writes a filter as text that reads back as the same filter (with the same context).
package struct FilterPrinter {
  private var text: [UInt8] = []
  private var isExplicit: Bool

  /// The text of `filter`, with its leading states.
  package static func text(of filter: ParsedFilter) -> String {
    var printer = FilterPrinter(isExplicit: false)
    printer.writeLeadingStates(of: filter)
    if let expression = filter.expression {
      if !printer.text.isEmpty { printer.write(" ") }
      printer.write(expression)
    }
    return String(decoding: printer.text, as: UTF8.self)
  }

  /// The text of `expression`; when `isExplicit`, parentheses show how mixed `and` and `or` were
  /// read.
  package static func text(of expression: FilterExpression, isExplicit: Bool = false) -> String {
    var printer = FilterPrinter(isExplicit: isExplicit)
    printer.write(expression)
    return String(decoding: printer.text, as: UTF8.self)
  }

  private init(isExplicit: Bool) { self.isExplicit = isExplicit }

  private mutating func write(_ string: String) { text += string.utf8 }

  // MARK: Structure

  private mutating func writeLeadingStates(of filter: ParsedFilter) {
    guard let states = filter.states else { return }
    if filter.usesSuperset, states == .all, speaksOfStates(filter.expression) { return }
    if let name = StateNames.name(of: states) { return write("state \(name)") }
    let (names, isExclusion) = Self.names(of: states)
    write(names.map { (isExclusion ? "exclude " : "state ") + $0 }.joined(separator: " "))
  }

  private func speaksOfStates(_ expression: FilterExpression?) -> Bool {
    (expression?.terms ?? []).contains {
      if case .states = $0.condition { return true }
      return false
    }
  }

  /// The names that add up to `states`, or those that it lacks.
  static func names(of states: StateSet) -> (names: [String], isExclusion: Bool) {
    let isExclusion = states.contains(.newSynReceived)
    let set = isExclusion ? StateSet.all.subtracting(states) : states
    let names = SocketState.allCases.compactMap { state in
      set.contains(state) ? StateNames.name(of: state.set) : nil
    }
    return (names, isExclusion)
  }

  private mutating func write(_ expression: FilterExpression) {
    switch expression {
    case .term(let term): write(term.condition)
    case .not(let inner, _):
      write("not ")
      writeOperand(inner)
    case .chain(let chain): write(chain)
    }
  }

  private mutating func writeOperand(_ expression: FilterExpression) {
    guard case .chain = expression else { return write(expression) }
    write("( ")
    write(expression)
    write(" )")
  }

  private mutating func write(_ chain: FilterChain) {
    let isMixed = isExplicit && chain.isMixed
    if isMixed, chain.connectives.count > 1 {
      write(String(repeating: "( ", count: chain.connectives.count - 1))
    }
    for (index, operand) in chain.operands.enumerated() {
      if index > 0 { write(chain.connectives[index - 1] == .and ? " and " : " or ") }
      writeOperand(operand)
      if isMixed, index > 0, index < chain.connectives.count { write(" )") }
    }
  }

  // MARK: Conditions

  private mutating func write(_ condition: FilterCondition) {
    switch condition {
    case .endpoint(let endpoint): write(endpoint)
    case .device(let device, let isNegated):
      write(isNegated ? "dev != " : "dev = ")
      writeProtected(device.spelling)
    case .mark(let value, let mask, let isNegated):
      write(isNegated ? "fwmark != 0x" : "fwmark = 0x")
      write(String(value, radix: 16))
      if mask != .max { write("/0x" + String(mask, radix: 16)) }
    case .cgroup(let cgroup, let isNegated):
      write(isNegated ? "cgroup != " : "cgroup = ")
      writeProtected(cgroup.spelling)
    case .autobound: write("autobound")
    case .states(let states): write(states)
    case .field(let field): write(field)
    }
  }

  private mutating func write(_ states: StateSet) {
    if let name = StateNames.name(of: states) { return write("state = \(name)") }
    let (names, isExclusion) = Self.names(of: states)
    write(isExclusion ? "state != " : "state = ")
    write(names.joined(separator: ","))
  }

  private mutating func write(_ endpoint: EndpointCondition) {
    let word = EndpointWord(side: endpoint.side, subject: endpoint.subject)
    let name = "\(word.spelling)"
    write(name.isEmpty ? "host" : name)
    let isPlain = endpoint.subject == .host && endpoint.comparison == .equal
    write(isPlain ? " " : " \(endpoint.comparison.symbol) ")
    for (index, operand) in endpoint.operands.enumerated() {
      if index > 0 { write(",") }
      switch operand {
      case .ports(let range): write(":\(range.lowerBound)-\(range.upperBound)")
      case .pattern(let pattern):
        write(pattern, isPort: endpoint.subject == .port)
        // To `ss` a comma right behind it is one more character of the name.
        if pattern.glob != nil, index < endpoint.operands.count - 1 { write(" ") }
      }
    }
  }

  private mutating func write(_ pattern: HostPattern, isPort: Bool) {
    if let family = pattern.family { write(Self.prefix(family)) }
    if let glob = pattern.glob { return writeProtected(glob) }
    if let host = pattern.hostName {
      writeProtected(host)
    } else if let address = pattern.addresses.first {
      write(address)
    } else if pattern.port == nil {
      return write("*")
    }
    if let port = pattern.port { write(":\(port)") }
  }

  private static func prefix(_ family: AddressFamily) -> String {
    switch family {
    case .inet: "inet:"
    case .inet6: "inet6:"
    case .unix: "unix:"
    case .packet: "link:"
    case .netlink: "netlink:"
    case .vsock: "vsock:"
    case .tipc, .xdp: ""
    }
  }

  private mutating func write(_ prefix: AddressPrefix) {
    let isBracketed = prefix.family == .inet6
    if isBracketed { write("[") }
    text += AddressSpelling.spelling(prefix.bits, family: prefix.family)
    let full: UInt8 = isBracketed ? 128 : 32
    if prefix.length != full { write("/\(prefix.length)") }
    if isBracketed { write("]") }
  }

  private mutating func write(_ condition: FieldCondition) {
    write("\(condition.field.filterName) \(condition.comparison.symbol) ")
    for (index, value) in condition.values.enumerated() {
      if index > 0 { write(",") }
      text += FilterQuoting.quoted(value.spelling)
    }
  }

  /// An operand that `ss` reads too: what could end it is protected by backslashes.
  private mutating func writeProtected(_ operand: [UInt8]) {
    text += FilterQuoting.protected(operand)
  }
}

/// Keeps operands in one piece.
enum FilterQuoting {
  /// With a backslash before every byte that could end or change the operand.
  static func protected(_ operand: [UInt8]) -> [UInt8] {
    operand.flatMap { isPlain($0) ? [$0] : [0x5c, $0] }
  }

  /// As it is when nothing in it could end it, else within quotation marks.
  static func quoted(_ operand: [UInt8]) -> [UInt8] {
    if !operand.isEmpty, operand.allSatisfy(isPlain) { return operand }
    return [0x22] + operand.flatMap { $0 == 0x22 || $0 == 0x5c ? [0x5c, $0] : [$0] } + [0x22]
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    // Controls, blank, ! " & ' ( ) , < = > \ | ~
    case ...0x22, 0x26...0x29, 0x2c, 0x3c...0x3e, 0x5c, 0x7c, 0x7e, 0x7f: false
    default: true
    }
  }
}
