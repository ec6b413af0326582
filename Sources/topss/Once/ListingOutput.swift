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
  private var report: SSReport
  private var failure: OutputError?

  init(_ listing: Listing) {
    self.listing = listing
    collector = SocketCollector(paths: listing.paths)
    report = listing.report(width: TerminalWidth.ofOutput)
  }

  /// Reads and writes everything; returns how completely each kind was read.
  func run() -> [SocketKind: TableCoverage] {
    if listing.options.shown.resolvesHosts { return runResolved() }
    if let path = TCPReplay.path, listing.selection.tables.contains(.tcp) {
      return replay(path) { [self] in append($0) }
    }
    if listing.options.shown.needsDetail { return stream { [self] in append($0) } }
    return collector.streamRecords(listing.plan) { [self] in append($0) }
  }

  /// Rows that need nothing but their records.
  private func append(_ part: Snapshot) {
    for record in part.records {
      let name = record.name.length > 0 ? part.name(of: record) : nil
      let congestion = part.congestionName(of: record)
      guard listing.shows(record, name: name, congestion: congestion) else { continue }
      report.append(record, name: name ?? RawText([]))
      writeIfFull()
    }
  }

  /// Writes the last rows.
  ///
  /// - Throws: the first `OutputError` of all.
  func finish() throws(OutputError) {
    if failure == nil { write() }
    if let failure { throw failure }
  }

  /// Keeps all rows until the names of their hosts are known, or a second is over.
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
    listing.names.hosts.resolve(hosts, seconds: Self.resolvingSeconds)
    for detail in kept { append(detail) }
    return coverage
  }

  /// How long a run may wait for the names of hosts.
  private static let resolvingSeconds = 0.9

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
    for detail in file.details where listing.expressionMatches(detail.record, name: nil) {
      each(detail)
    }
    if let complaint = file.complaint { StandardError.write("topss: \(complaint)\n") }
    plan.tables = listing.plan.tables.intersection(DiagTable.aroundTCP.behind)
    coverage.merge(stream(plan, each)) { first, _ in first }
    return coverage
  }

  private func append(_ detail: SocketDetail) {
    report.append(detail)
    writeIfFull()
  }

  private func writeIfFull() {
    guard report.isFull, failure == nil else { return }
    write()
  }

  private func write() {
    let text = report.flush()
    do throws(OutputError) {
      try StandardOutput.write(text)
    } catch {
      failure = error
    }
  }
}
