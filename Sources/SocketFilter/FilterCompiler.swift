internal import SocketMetrics
internal import SocketModel

/// Turns an expression into a program, from its end to its beginning, so that each test knows
/// where its two ways lead.
struct FilterCompiler {
  /// Whether hosts are compared as the kernel's prefilter does it, or as `ss` does afterwards.
  enum Reading { case userSpace, kernel }

  private let reading: Reading
  var program = FilterProgram()

  init(reading: Reading, ephemeralPorts: ClosedRange<UInt32>) {
    self.reading = reading
    program.ephemeralPorts = ephemeralPorts
  }

  mutating func compile(_ expression: FilterExpression) -> FilterProgram {
    program.entry = compile(
      expression, Ways(whenTrue: FilterProgram.accept, whenFalse: FilterProgram.reject))
    return program
  }

  /// Where to go on.
  struct Ways {
    var whenTrue: Int32
    var whenFalse: Int32
    var swapped: Ways { Ways(whenTrue: whenFalse, whenFalse: whenTrue) }
  }

  /// The entry of the code for `expression`; the tree's depth is capped by the parser.
  private mutating func compile(_ expression: FilterExpression, _ ways: Ways) -> Int32 {
    switch expression {
    case .term(let term): compile(term.condition, ways)
    case .not(let inner, _): compile(inner, ways.swapped)
    case .chain(let chain): compile(chain, ways)
    }
  }

  /// From left to right: `and` needs the next operand when true so far, `or` when false so far.
  private mutating func compile(_ chain: FilterChain, _ ways: Ways) -> Int32 {
    var ways = ways
    var entry = ways.whenTrue
    // Among conditions of which all or one must hold, the cheap ones may decide first.
    let operands = chain.isMixed ? chain.operands : FilterCost.sorted(chain.operands)
    for index in operands.indices.reversed() {
      entry = compile(operands[index], ways)
      guard index > 0, index <= chain.connectives.count else { continue }
      switch chain.connectives[index - 1] {
      case .and: ways.whenTrue = entry
      case .or: ways.whenFalse = entry
      }
    }
    return entry
  }

  mutating func emit(_ test: SocketTest, _ ways: Ways) -> Int32 {
    append(FilterInstruction(test), ways)
  }

  mutating func append(_ instruction: FilterInstruction, _ ways: Ways) -> Int32 {
    var instruction = instruction
    instruction.whenTrue = ways.whenTrue
    instruction.whenFalse = ways.whenFalse
    program.instructions.append(instruction)
    return Int32(truncatingIfNeeded: program.instructions.count - 1)
  }

  private mutating func compile(_ condition: FilterCondition, _ ways: Ways) -> Int32 {
    switch condition {
    case .endpoint(let endpoint): compile(endpoint, ways)
    case .device(let device, let isNegated):
      emit(.device(device.index), isNegated ? ways.swapped : ways)
    case .mark(let value, let mask, let isNegated):
      emit(.mark(value: value, mask: mask), isNegated ? ways.swapped : ways)
    case .cgroup(let cgroup, let isNegated):
      emit(.cgroup(cgroup.id), isNegated ? ways.swapped : ways)
    case .autobound:
      emit(.autobound, ways)
    case .states(let states): emit(.states(states), ways)
    case .field(let field): compile(field, ways)
    }
  }

  // MARK: Ends

  private mutating func compile(_ endpoint: EndpointCondition, _ ways: Ways) -> Int32 {
    let ends: [SocketTest.End] =
      switch endpoint.side {
      case .source: [.local]
      case .destination: [.remote]
      case .either: [.local, .remote]
      }
    let (comparison, isNegated) = Self.primitive(endpoint.comparison)
    let isOrdered = endpoint.comparison != .equal && endpoint.comparison != .notEqual
    // `port > 1024` asks for an end above; `port != 22` for none that is 22.
    let inner = isNegated && !isOrdered ? ways.swapped : ways
    var entry = inner.whenFalse
    for operand in endpoint.operands.reversed() {
      for end in ends.reversed() {
        let next = Ways(whenTrue: inner.whenTrue, whenFalse: entry)
        entry =
          isOrdered && isNegated
          ? compile(operand, comparison, end, next.swapped)
          : compile(operand, comparison, end, next)
      }
    }
    return entry
  }

  /// `ss` knows `=`, `>=` and `<=`; the others are their negations.
  private static func primitive(
    _ comparison: FilterComparison
  ) -> (FilterComparison, isNegated: Bool) {
    switch comparison {
    case .equal: (.equal, false)
    case .notEqual: (.equal, true)
    case .greaterOrEqual: (.greaterOrEqual, false)
    case .lessOrEqual: (.lessOrEqual, false)
    case .greater: (.lessOrEqual, true)
    case .less: (.greaterOrEqual, true)
    }
  }

  private mutating func compile(
    _ operand: EndpointOperand, _ comparison: FilterComparison, _ end: SocketTest.End,
    _ ways: Ways
  ) -> Int32 {
    switch operand {
    case .ports(let range):
      return emit(
        .ports(end, from: Int64(range.lowerBound), through: Int64(range.upperBound)),
        ways)
    case .pattern(let pattern):
      switch comparison {
      case .greaterOrEqual: return emit(.portAtLeast(end, limit(pattern)), ways)
      case .lessOrEqual: return emit(.portAtMost(end, limit(pattern)), ways)
      case .equal, .notEqual, .greater, .less: return compile(pattern, end, ways)
      }
    }
  }

  /// A port that any stands for compares as -1; the kernel's code has 16 bits for it.
  private func limit(_ pattern: HostPattern) -> Int64 {
    let port = pattern.port ?? -1
    return reading == .kernel ? port & 0xffff : port
  }

  private mutating func compile(
    _ pattern: HostPattern, _ end: SocketTest.End, _ ways: Ways
  ) -> Int32 {
    if let text = pattern.glob {
      program.globs.append(Glob(Array(text), by: .byte))
      return emit(.name(end, glob: program.globs.count - 1), ways)
    }
    var entry = pattern.addresses.isEmpty ? ways.whenTrue : ways.whenFalse
    for address in pattern.addresses.reversed() {
      let next = Ways(whenTrue: ways.whenTrue, whenFalse: entry)
      let isKernel = reading == .kernel
      entry = emit(isKernel ? .kernelAddress(end, address) : .address(end, address), next)
    }
    if let port = pattern.port {
      return emit(.port(end, port), Ways(whenTrue: entry, whenFalse: ways.whenFalse))
    }
    return pattern.addresses.isEmpty ? append(FilterInstruction(.always, .local, 0), ways) : entry
  }
}
