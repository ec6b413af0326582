internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// Writes the rows of a listing as they come.
final class ListingOutput {
  private let listing: Listing
  private let collector: SocketCollector
  private var rows: ListedRows

  init(_ listing: Listing) {
    self.listing = listing
    collector = SocketCollector(paths: listing.paths)
    rows = ListedRows(listing.report(width: TerminalWidth.ofOutput))
  }

  /// Reads and writes everything; returns how completely each kind was read.
  func run() -> [SocketKind: TableCoverage] {
    if listing.options.shown.resolvesHosts { return runResolved() }
    if let path = TCPReplay.path, listing.selection.tables.contains(.tcp) {
      return replay(path) { [self] in rows.append($0) }
    }
    if listing.options.shown.needsDetail { return stream { [self] in rows.append($0) } }
    return collector.streamRecords(listing.plan) { [self] in rows.append($0, of: listing) }
  }

  /// Writes the last rows.
  ///
  /// - Throws: the first `OutputError` of all.
  func finish() throws(OutputError) { try rows.finish() }

  /// Keeps all rows until the names of their hosts are known, or the time for that is over.
  private func runResolved() -> [SocketKind: TableCoverage] {
    var kept: [SocketDetail] = []
    let coverage: [SocketKind: TableCoverage]
    if let path = TCPReplay.path, listing.selection.tables.contains(.tcp) {
      coverage = replay(path) { kept.append($0) }
    } else {
      coverage = stream { kept.append($0) }
    }
    var hosts: Set<HostAddress> = []
    for detail in kept where detail.record.kind.isInternet {
      for end in SocketEnd.allCases where !detail.record.address(of: end).isZero {
        hosts.insert(
          HostAddress(family: detail.record.family, bits: detail.record.address(of: end)))
      }
    }
    listing.names.hosts.resolve(hosts, seconds: listing.filter.resolvingSeconds)
    for detail in kept { rows.append(detail) }
    return coverage
  }

  /// Hands over every socket that is listed.
  private func stream(_ each: @escaping (SocketDetail) -> Void) -> [SocketKind: TableCoverage] {
    stream(listing.plan, each)
  }

  private func stream(
    _ plan: CollectionPlan, _ each: @escaping (SocketDetail) -> Void
  ) -> [SocketKind: TableCoverage] {
    let listing = listing
    return collector.stream(plan) { detail in
      guard listing.shows(detail) else { return }
      each(detail)
    }
  }

  /// Takes TCP out of a file, in its place among the tables.
  private func replay(
    _ path: String, _ each: @escaping (SocketDetail) -> Void
  ) -> [SocketKind: TableCoverage] {
    var plan = listing.plan
    plan.tables = listing.plan.tables.intersection(DiagTable.aroundTCP.before)
    var coverage = stream(plan, each)
    let file = TCPReplay(path: path)
    for detail in file.details where listing.expressionMatches(detail) {
      each(detail)
    }
    if let complaint = file.complaint { StandardError.write("topss: \(complaint)\n") }
    plan.tables = listing.plan.tables.intersection(DiagTable.aroundTCP.behind)
    coverage.merge(stream(plan, each)) { first, _ in first }
    return coverage
  }
}

/// The rows of a listing on their way out.
private struct ListedRows: ~Copyable {
  private var report: SSReport
  private var failure: OutputError?

  init(_ report: consuming SSReport) { self.report = report }

  /// Adds those of `part` that are listed: rows that need nothing but their records.
  mutating func append(_ part: Snapshot, of listing: borrowing Listing) {
    for index in part.records.indices {
      guard listing.shows(index, of: part) else { continue }
      if part.records[index].name.length > 0 {
        report.append(part.records[index], name: part.name(of: part.records[index]))
      } else {
        report.append(part.records[index])
      }
      if report.isFull { write() }
    }
  }

  mutating func append(_ detail: SocketDetail) {
    report.append(detail)
    if report.isFull { write() }
  }

  /// Writes the last rows.
  ///
  /// - Throws: the first `OutputError` of all.
  mutating func finish() throws(OutputError) {
    write()
    if let failure { throw failure }
  }

  /// Writes what is ready; after a failure it is only taken away.
  private mutating func write() {
    let hasFailed = failure != nil
    do throws(OutputError) {
      try report.flush { text throws(OutputError) in
        if !hasFailed { try StandardOutput.write(text) }
      }
    } catch {
      failure = error
    }
  }
}
