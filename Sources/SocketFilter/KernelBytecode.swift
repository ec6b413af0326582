internal import CSockDiag
internal import SocketModel

/// A filter as the kernel reads it in a dump's request: attribute `INET_DIAG_REQ_BYTECODE`.
///
/// It lets through at least what the filter accepts; what comes is asked again in user space. For
/// inet tables only.
package struct KernelBytecode: Hashable, Sendable {
  /// `struct inet_diag_bc_op` and operands, as the kernel's audit wants them.
  package private(set) var bytes: [UInt8]
  /// The kernel decides the whole expression as `ss` has it decided; otherwise it lets through more.
  package private(set) var isExact: Bool
  /// Marks are compared: refused (EPERM) without `CAP_NET_ADMIN`.
  package private(set) var needsNetAdmin: Bool
  /// Control groups are compared: refused (EINVAL) by kernels before 5.8.
  package private(set) var usesControlGroups: Bool
  /// `autobound` occurs, which means more in the kernel than user space can see.
  package private(set) var usesAutobound: Bool

  /// The longest code that is sent; jumps have 16 bits.
  static let capacity = 32768

  /// The code for `filter`; nil when there is nothing that the kernel could sort out, or too much.
  ///
  /// As `ss`, a filter with `dev` is left to user space altogether.
  package init?(_ filter: ParsedFilter) {
    guard let expression = filter.expression else { return nil }
    let conditions = expression.terms.map(\.condition)
    let hasDevice = conditions.contains {
      if case .device = $0 { return true }
      return false
    }
    guard !hasDevice else { return nil }
    var compiler = BytecodeCompiler()
    guard let code = compiler.compile(expression, isNegated: false), !code.isEmpty,
      code.count <= Self.capacity
    else { return nil }
    bytes = code
    isExact = !compiler.hasGaps
    needsNetAdmin = compiler.usesMarks
    usesControlGroups = compiler.usesControlGroups
    usesAutobound = compiler.usesAutobound
  }
}

/// Writes the code of an expression: it ends where it is true, and four bytes later where it is
/// false.
struct BytecodeCompiler {
  /// Something was left to user space.
  private(set) var hasGaps = false
  private(set) var usesMarks = false
  private(set) var usesControlGroups = false
  private(set) var usesAutobound = false

  typealias Code = [UInt8]

  /// The code; nil for what the kernel cannot tell, which it must let through.
  mutating func compile(_ expression: FilterExpression, isNegated: Bool) -> Code? {
    switch expression {
    case .not(let inner, _): return compile(inner, isNegated: !isNegated)
    case .chain(let chain): return compile(chain, isNegated: isNegated)
    case .term(let term):
      guard let code = compile(term.condition) else {
        hasGaps = true
        return nil
      }
      return isNegated ? Self.not(code) : code
    }
  }

  /// `not` moves inwards, and `and` and `or` change places, so that a gap lets through either way.
  private mutating func compile(_ chain: FilterChain, isNegated: Bool) -> Code? {
    var result = chain.operands.first.map { compile($0, isNegated: isNegated) } ?? nil
    for (index, operand) in chain.operands.dropFirst().enumerated() {
      let next = compile(operand, isNegated: isNegated)
      let isAnd = (chain.connectives[index] == .and) != isNegated
      result = isAnd ? Self.and(result, next) : Self.or(result, next)
      if let code = result, code.count > KernelBytecode.capacity { return nil }
    }
    return result
  }

  // MARK: Conditions

  private mutating func compile(_ condition: FilterCondition) -> Code? {
    switch condition {
    case .endpoint(let endpoint): return compile(endpoint)
    case .device, .states, .field: return nil
    case .mark(let value, let mask, let isNegated):
      usesMarks = true
      let code = Self.operation(topss_bc_mark_cond, Self.bytes(value) + Self.bytes(mask))
      return isNegated ? Self.not(code) : code
    case .cgroup(let cgroup, let isNegated):
      usesControlGroups = true
      let code = Self.operation(topss_bc_cgroup_cond, Self.bytes(cgroup.id))
      return isNegated ? Self.not(code) : code
    case .autobound:
      usesAutobound = true
      return Self.operation(topss_bc_auto, [])
    }
  }

  private mutating func compile(_ endpoint: EndpointCondition) -> Code? {
    var result: Code?
    var isFirst = true
    for operand in endpoint.operands {
      for isLocal in Self.ends(endpoint.side) {
        let code = compile(operand, endpoint.comparison, isLocal: isLocal)
        result = isFirst ? code : Self.or(result, code)
        isFirst = false
      }
    }
    guard let result else { return nil }
    return endpoint.comparison == .notEqual ? Self.not(result) : result
  }

  private static func ends(_ side: EndpointCondition.Side) -> [Bool] {
    switch side {
    case .source: [true]
    case .destination: [false]
    case .either: [true, false]
    }
  }

  private func compile(
    _ operand: EndpointOperand, _ comparison: FilterComparison, isLocal: Bool
  ) -> Code? {
    switch operand {
    case .ports(let range):
      // Operands have 16 bits, and so have ports: none is above them.
      guard range.lowerBound <= UInt16.max else { return nil }
      return Self.and(
        Self.order(isAtLeast: true, isLocal, Int64(range.lowerBound)),
        Self.order(isAtLeast: false, isLocal, Int64(min(range.upperBound, UInt32(UInt16.max)))))
    case .pattern(let pattern):
      guard pattern.glob == nil else { return nil }
      let port = pattern.port ?? -1
      switch comparison {
      case .equal, .notEqual: return Self.host(pattern, isLocal)
      case .greaterOrEqual: return Self.order(isAtLeast: true, isLocal, port)
      case .lessOrEqual: return Self.order(isAtLeast: false, isLocal, port)
      case .greater: return Self.not(Self.order(isAtLeast: false, isLocal, port))
      case .less: return Self.not(Self.order(isAtLeast: true, isLocal, port))
      }
    }
  }

  private static func host(_ pattern: HostPattern, _ isLocal: Bool) -> Code? {
    let port = Int32(truncatingIfNeeded: pattern.port ?? -1)
    guard let first = pattern.addresses.first else {
      // A condition on nothing lets everything through.
      guard pattern.port != nil else { return nil }
      return host(nil, port, isLocal)
    }
    return pattern.addresses.dropFirst().reduce(host(first, port, isLocal)) {
      or($0, host($1, port, isLocal)) ?? $0
    }
  }
}
