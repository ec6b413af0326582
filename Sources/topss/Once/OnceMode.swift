internal import Glibc
internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// `--once`: one listing, as `ss` prints it.
enum OnceMode {
  static func run(_ options: Options) throws {
    let names = SystemNames(
      portRange: Environment.value("PROC_IP_LOCAL_PORT_RANGE")
        ?? "/proc/sys/net/ipv4/ip_local_port_range")
    let listing = try Listing(options, names: names)
    guard options.own.format == .text, options.own.columns == nil, options.own.order == nil else {
      return try writeSample(listing)
    }
    let output = try ListingOutput(listing)
    let coverage = output.run()
    try output.finish()
    ListingNotes.write(coverage, asked: options.selection)
  }

  /// One sample, as `--batch` prints the first one: JSON, CSV, or a table of chosen columns.
  private static func writeSample(_ listing: Listing) throws {
    var plan = listing.plan
    plan.extensions.formUnion(.batch)
    var snapshot = SocketCollector(paths: listing.paths).collect(plan)
    snapshot.host = HostCounterReader(paths: listing.paths).read()
    let sample = Sample(first: snapshot)
    let owners = OwnerListing(procRoot: Environment.value("PROC_ROOT") ?? "/proc")
    var output = SampleOutput(listing)
    try output.write(sample, owners: owners.table(live: sample.ownerInodes))
    ListingNotes.write(snapshot.coverage, asked: listing.options.selection)
  }
}

/// Writes the rows of a listing as they come.
private final class ListingOutput {
  private let listing: Listing
  private var report: SSReport
  private var failure: OutputError?

  init(_ listing: Listing) throws {
    self.listing = listing
    report = listing.report(width: TerminalWidth.ofOutput)
  }

  /// Reads and writes everything; returns how completely each kind was read.
  func run() -> [SocketKind: TableCoverage] {
    let collector = SocketCollector(paths: listing.paths)
    let plan = listing.plan
    if listing.options.shown.needsDetail { return stream(collector, plan) }
    let snapshot = collector.collect(plan)
    for record in snapshot.records {
      let name = record.name.length > 0 ? snapshot.name(of: record) : nil
      guard listing.shows(record, name: name) else { continue }
      report.append(record, name: name ?? RawText([]))
      writeIfFull()
    }
    return snapshot.coverage
  }

  private func stream(
    _ collector: SocketCollector, _ plan: CollectionPlan
  ) -> [SocketKind: TableCoverage] {
    collector.stream(plan) { [self] detail in
      guard listing.shows(detail.record, name: detail.name) else { return }
      report.append(detail)
      writeIfFull()
    }
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

  /// Writes the last rows.
  ///
  /// - Throws: the first `OutputError` of all.
  func finish() throws(OutputError) {
    if failure == nil { write() }
    if let failure { throw failure }
  }
}

/// The width of the terminal that standard output is.
enum TerminalWidth {
  /// Columns; nil when standard output is no terminal.
  static var ofOutput: Int? {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}

/// What a listing could not read, on standard error.
enum ListingNotes {
  /// A kind that nobody asked for by name is left out in silence, as `ss` does.
  static func write(_ coverage: [SocketKind: TableCoverage], asked: Selection) {
    for kind in SocketKind.allCases {
      guard let state = coverage[kind] else { continue }
      switch state {
      case .complete, .fallback: continue
      case .unavailable:
        guard asked.names(kind) else { continue }
        StandardError.write("topss: \(kind.title) sockets are not available in this kernel\n")
      case .incomplete(let fault):
        StandardError.write("topss: \(kind.title) sockets are incomplete: \(fault.sentence)\n")
      }
    }
  }
}

extension TableFault {
  /// Why, in words.
  var sentence: SafeText {
    switch self {
    case .errno(let code): DiagError.reason(code)
    case .interrupted: "the table changed while it was read"
    case .truncated: "a message was too large"
    case .malformed: "the kernel's answer does not hold together"
    case .timedOut: "the kernel did not answer in time"
    }
  }
}
