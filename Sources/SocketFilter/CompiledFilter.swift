package import SocketMetrics
package import SocketModel

/// A filter ready to be asked once per row.
///
/// On sockets that the kernel filters for `ss` both have to agree: `ss` reads a condition in the
/// kernel and once more itself, and the two differ in how they compare addresses of different
/// families.
package struct CompiledFilter: Sendable {
  private let program: FilterProgram
  /// What the kernel would answer; nil where it cannot differ from `program`.
  private let kernel: FilterProgram?
  private let states: StateSet
  private let families: FamilySet

  /// The filter that matches every socket.
  package static let everything = CompiledFilter(
    ParsedFilter(), context: FilterContext(names: NoNames()))

  /// Compiles `filter` with the names that it was parsed with.
  package init(_ filter: ParsedFilter, context: FilterContext) {
    states = filter.states ?? .all
    families =
      filter.familyNarrowing.map { FamilySet(rawValue: 1 << $0.rawValue) } ?? .all
    guard let expression = filter.expression else {
      program = FilterProgram()
      kernel = nil
      return
    }
    let ports = context.names.ephemeralPorts
    var compiler = FilterCompiler(reading: .userSpace, ephemeralPorts: ports)
    program = compiler.compile(expression)
    var second = FilterCompiler(reading: .kernel, ephemeralPorts: ports)
    kernel =
      Self.kernelDiffers(expression.terms.map(\.condition)) ? second.compile(expression) : nil
  }

  /// Whether matching reads fields of the field table or owners, and so needs a row.
  package var readsFields: Bool { program.readsFields }

  /// Whether the filter matches; under 50 ns for five conditions on addresses, ports and states.
  package func matches(_ row: SocketRow) -> Bool {
    guard isShown(row.record) else { return false }
    guard program.readsFields else {
      return accepts(row.record, names: row.context.snapshot.names)
    }
    guard program.accepts(row) else { return false }
    guard let kernel, row.record.family == .inet || row.record.family == .inet6 else {
      return true
    }
    return kernel.accepts(row)
  }

  /// Whether the filter matches a record; conditions on fields of the field table are false, see
  /// `readsFields`. `names` is the snapshot's arena of unix names. Allocates nothing.
  package func matches(_ record: SocketRecord, names: [UInt8]) -> Bool {
    guard isShown(record) else { return false }
    return accepts(record, names: names)
  }

  /// The indices of the sample's records that match, in their order.
  package func indices(in sample: Sample, context: RowContext) -> [Int] {
    let records = sample.snapshot.records
    guard program.readsFields else {
      return records.indices.filter {
        matches(records[$0], names: sample.snapshot.names)
      }
    }
    guard let first = records.first else { return [] }
    var row = SocketRow(record: first, metric: SocketMetric(), context: context)
    var matching: [Int] = []
    for index in records.indices where index < sample.metrics.count {
      row.record = records[index]
      row.metric = sample.metrics[index]
      if matches(row) { matching.append(index) }
    }
    return matching
  }

  @inline(__always)
  private func isShown(_ record: SocketRecord) -> Bool {
    states.contains(record.state) && families.contains(record.family)
  }

  @inline(__always)
  private func accepts(_ record: SocketRecord, names: [UInt8]) -> Bool {
    guard program.accepts(record, names: names) else { return false }
    guard let kernel, record.family == .inet || record.family == .inet6 else { return true }
    return kernel.accepts(record, names: names)
  }

  /// `ss` gives the kernel no filter at all when `dev` occurs; otherwise addresses and ports
  /// beyond 16 bits are what the two read differently.
  private static func kernelDiffers(_ conditions: [FilterCondition]) -> Bool {
    var differs = false
    for condition in conditions {
      switch condition {
      case .device: return false
      case .endpoint(let endpoint): differs = differs || Self.differs(endpoint)
      case .mark, .cgroup, .autobound, .states, .field: break
      }
    }
    return differs
  }

  private static func differs(_ endpoint: EndpointCondition) -> Bool {
    endpoint.operands.contains { operand in
      guard case .pattern(let pattern) = operand else { return false }
      if !pattern.addresses.isEmpty { return true }
      guard endpoint.comparison != .equal, endpoint.comparison != .notEqual else { return false }
      return pattern.port.map { $0 < 0 || $0 > 0xffff } ?? true
    }
  }
}
