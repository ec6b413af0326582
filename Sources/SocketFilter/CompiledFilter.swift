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
    var run = FilterRun(row.context, row.gauges, for: program)
    let record = CollectionOfOne(row.record)
    let metric = CollectionOfOne(row.metric)
    return !matching(record.span, metric.span, &run).isEmpty
  }

  /// Whether the filter matches a record; conditions on fields of the field table are false, see
  /// `readsFields`. `names` is the snapshot's arena of unix names. Allocates nothing.
  package func matches(_ record: SocketRecord, names: [UInt8]) -> Bool {
    let records = CollectionOfOne(record)
    guard !shown(records.span).isEmpty else { return false }
    guard program.accepts(records.span, names: names) else { return false }
    guard isFilteredByKernel(records.span, 0) else { return true }
    return kernel.accepts(records.span, names: names)
  }

  /// The indices of the sample's records that match, in their order; under 50 ns a record for five
  /// conditions on what records and metrics tell, more where owners, texts of ends or other ends
  /// have to be looked up; and no allocation for any.
  package func indices(in sample: Sample, context: RowContext) -> [Int] {
    let records = sample.snapshot.records.span
    let metrics = sample.metrics.span
    var run = FilterRun(context, sample, for: program)
    var indices: [Int] = []
    var first = 0
    let end = min(records.count, metrics.count)
    while first < end {
      let block = first..<min(first &+ RowSet.capacity, end)
      run.begin(after: first)
      for row in matching(records.extracting(block), metrics.extracting(block), &run) {
        indices.append(first &+ row)
      }
      first = block.upperBound
    }
    return indices
  }

  /// Those that match of as many rows as a `RowSet` takes.
  private func matching(
    _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>, _ run: inout FilterRun
  ) -> RowSet {
    let accepted = program.accepted(shown(records), records, metrics, &run)
    guard !kernelFamilies.isEmpty else { return accepted }
    var asked = RowSet()
    for row in accepted { asked.insert(row, if: isFilteredByKernel(records, row)) }
    let refused = asked.subtracting(kernel.accepted(asked, records, metrics, &run))
    return accepted.subtracting(refused)
  }

  /// Those of the selected states and families.
  private func shown(_ records: Span<SocketRecord>) -> RowSet {
    let all = RowSet(count: records.count)
    guard states != .all || families != .all else { return all }
    var shown = RowSet()
    for row in all where states.contains(records[row].state) {
      shown.insert(row, if: families.contains(records[row].family))
    }
    return shown
  }

  /// Whether the kernel would be asked and could say no. Files, whose sockets have no cookie, come
  /// whole.
  private func isFilteredByKernel(_ records: Span<SocketRecord>, _ row: Int) -> Bool {
    guard kernelFamilies.contains(records[row].family) else { return false }
    return records[row].cookie != 0
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
