package import SocketMetrics
package import SocketModel

/// A filter ready to be asked once per row.
///
/// On sockets that the kernel filters for `ss` both have to agree: `ss` reads a condition in the
/// kernel and once more itself, and the two differ in how they compare addresses of different
/// families.
package struct CompiledFilter: Sendable {
  private let program: FilterProgram
  /// What the kernel would answer, and the families of records on which it can differ.
  private let kernel: FilterProgram
  private let kernelFamilies: FamilySet
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
      kernel = FilterProgram()
      kernelFamilies = []
      return
    }
    let ports = context.names.ephemeralPorts
    var compiler = FilterCompiler(reading: .userSpace, ephemeralPorts: ports)
    program = compiler.compile(expression)
    var second = FilterCompiler(reading: .kernel, ephemeralPorts: ports)
    kernel = second.compile(expression)
    kernelFamilies = Self.kernelFamilies(expression.terms.map(\.condition))
  }

  /// Whether matching reads fields of the field table or owners, and so needs a row.
  package var readsFields: Bool { program.readsFields }

  /// Whether matching needs the sockets at the other ends (`RowContext.others`).
  package var readsOtherEnd: Bool { program.readsOtherEnd }

  /// Whether the filter matches. For many rows of one sample ask for their `indices` at once.
  package func matches(_ row: SocketRow) -> Bool {
    guard program.readsFields else { return matches(row.record, names: row.context.snapshot.names) }
    var run = FilterRun(row.context)
    return matches(row.record, row.metric, names: row.context.snapshot.names, &run)
  }

  /// Whether the filter matches a record; conditions on fields of the field table are false, see
  /// `readsFields`. `names` is the snapshot's arena of unix names. Allocates nothing.
  package func matches(_ record: borrowing SocketRecord, names: [UInt8]) -> Bool {
    guard isShown(record) else { return false }
    return accepts(record, names: names)
  }

  /// The indices of the sample's records that match, in their order; under 50 ns a record for five
  /// conditions on addresses, ports, states and numbers, and no allocation for any.
  package func indices(in sample: Sample, context: RowContext) -> [Int] {
    let records = sample.snapshot.records.span
    let names = sample.snapshot.names
    guard program.readsFields else { return indices(in: records, names: names) }
    var run = FilterRun(context, for: program)
    return indices(in: records, sample.metrics.span, names: names, &run)
  }

  private func indices(
    in records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, names: [UInt8],
    _ run: inout FilterRun
  ) -> [Int] {
    var matching: [Int] = []
    for index in 0..<min(records.count, metrics.count) {
      run.row = index
      if program.readsOwners, index % HolderBlock.rows == 0 {
        run.block.fill(from: index, records, metrics, in: run.context.owners.byInode)
      }
      if matches(records[index], metrics[index], names: names, &run) { matching.append(index) }
    }
    return matching
  }

  @inline(__always)
  private func matches(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric, names: [UInt8],
    _ run: inout FilterRun
  ) -> Bool {
    guard isShown(record) else { return false }
    guard program.accepts(record, metric, names: names, &run) else { return false }
    guard isFilteredByKernel(record) else { return true }
    return kernel.accepts(record, metric, names: names, &run)
  }

  @inline(__always)
  private func isShown(_ record: borrowing SocketRecord) -> Bool {
    guard states.contains(record.state) else { return false }
    return families.contains(record.family)
  }

  @inline(__always)
  private func accepts(_ record: borrowing SocketRecord, names: [UInt8]) -> Bool {
    guard program.accepts(record, names: names) else { return false }
    return isFilteredByKernel(record) ? kernel.accepts(record, names: names) : true
  }

  /// Whether the kernel would be asked and could say no. Files, whose sockets have no cookie, come
  /// whole.
  @inline(__always)
  private func isFilteredByKernel(_ record: borrowing SocketRecord) -> Bool {
    guard kernelFamilies.contains(record.family) else { return false }
    return record.cookie != 0
  }

  private func indices(in records: Span<SocketRecord>, names: [UInt8]) -> [Int] {
    var matching: [Int] = []
    for index in records.indices where matches(records[index], names: names) {
      matching.append(index)
    }
    return matching
  }

  /// `ss` gives the kernel no filter at all when `dev` occurs; otherwise the two differ on
  /// addresses of the other family than the record's, and on ports beyond 16 bits.
  private static func kernelFamilies(_ conditions: [FilterCondition]) -> FamilySet {
    var families: FamilySet = []
    for condition in conditions {
      switch condition {
      case .device: return []
      case .endpoint(let endpoint): families.formUnion(Self.kernelFamilies(endpoint))
      case .mark, .cgroup, .autobound, .states, .field: break
      }
    }
    return families
  }

  private static func kernelFamilies(_ endpoint: EndpointCondition) -> FamilySet {
    let isOrdered = endpoint.comparison != .equal && endpoint.comparison != .notEqual
    var families: FamilySet = []
    for operand in endpoint.operands {
      guard case .pattern(let pattern) = operand else { continue }
      for address in pattern.addresses {
        families.formUnion(address.family == .inet ? FamilySet(.inet6) : FamilySet(.inet))
      }
      let isCut = pattern.port.map { $0 < 0 || $0 > 0xffff } ?? true
      if isOrdered, isCut { families.formUnion(.internet) }
    }
    return families
  }
}
