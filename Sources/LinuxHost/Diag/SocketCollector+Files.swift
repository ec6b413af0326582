internal import SockDiag
internal import SocketModel

extension SocketCollector {
  /// Reads `table` from the files that stand in for it; `fault` is why.
  func readFiles(
    _ table: DiagTable, _ plan: CollectionPlan, because fault: TableFault,
    into sink: inout some DumpSink
  ) -> TableCoverage {
    var coverage = TableCoverage.unavailable(fault)
    let families = plan.fileFamilies ?? plan.families
    for file in table.files where families.contains(file.family) {
      guard let bytes = ProcFile.contents(path: paths.path(of: file)) else { continue }
      append(file, bytes, plan, to: &sink)
      coverage = .fallback
    }
    return coverage
  }

  private func append(
    _ file: ProcNetTable, _ bytes: [UInt8], _ plan: CollectionPlan,
    to sink: inout some DumpSink
  ) {
    var records: [SocketRecord] = []
    var names: [UInt8] = []
    file.parse(bytes, states: plan.states, into: &records, names: &names)
    for index in records.indices {
      records[index].namespace = namespace
      let start = Int(records[index].name.offset)
      let end = start + Int(records[index].name.length)
      sink.append(records[index], name: names[start..<end])
    }
  }
}

extension DiagError {
  /// The error as the reason of an incomplete table.
  var fault: TableFault {
    switch self {
    case .system(_, let errno): .errno(errno)
    case .timedOut: .timedOut
    }
  }
}

extension TableCoverage {
  /// The coverage of two parts of a table, IPv4 and IPv6. A family that the kernel lacks takes
  /// nothing from the other.
  func joined(with other: TableCoverage) -> TableCoverage {
    switch (self, other) {
    case (.incomplete, _): self
    case (_, .incomplete): other
    case (.unavailable, .unavailable): self
    case (.unavailable(let fault), let present), (let present, .unavailable(let fault)):
      fault.isLack ? present : .incomplete(fault)
    case (.fallback, _), (_, .fallback): .fallback
    case (.complete, .complete): .complete
    }
  }
}
