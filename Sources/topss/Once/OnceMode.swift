internal import Glibc
internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import TextSafety

/// `--once`: one listing, as `ss` prints it.
enum OnceMode {
  static func run(_ options: Options) throws {
    if options.summary != .none, options.own.format == .text {
      try writeSummary()
      guard options.summary != .alone else { return }
    }
    let listing = try Listing(options)
    // The listing of ss has no place for the name of a namespace.
    guard options.own.isPlainListing, options.namespace != .all else {
      return try writeSample(listing)
    }
    let output = ListingOutput(listing)
    let coverage = output.run()
    try output.finish()
    ListingNotes.write(coverage, asked: options.selection)
    // The system takes the memory back at once; giving it back piece by piece takes longer.
    withExtendedLifetime(output) { exit(EXIT_SUCCESS) }
  }

  /// `-s`: what the host counts, never narrowed by a filter.
  private static func writeSummary() throws(OutputError) {
    let paths = ProcNetPaths(environment: Environment.value)
    let host = HostCounterReader(paths: paths).read()
    if host == nil { StandardError.write("topss: cannot read the counters of /proc/net\n") }
    var text = SafeText()
    SummaryReport.append(host ?? HostCounters(), to: &text)
    try StandardOutput.write(text)
  }

  /// One sample, as `--batch` prints the first one: JSON, CSV, or a table of chosen columns.
  private static func writeSample(_ listing: Listing) throws {
    var plan = listing.plan
    plan.extensions.formUnion(.batch)
    plan.readsGauges = true
    if listing.needsOtherEnds { plan = plan.withOtherEnds }
    if listing.options.summary == .alone { plan.tables = [] }
    let replay = plan.tables.contains(.tcp) ? TCPReplay.path.map(TCPReplay.init) : nil
    if replay != nil { plan.tables.subtract(SocketTables(.tcp)) }
    let details = KeptDetails()
    let collector = SocketCollector(paths: listing.paths)
    if listing.needsDetails { collector.eachDetail = { details.table.add($0) } }
    var reader = SnapshotReader(
      policy: .never, collector: collector, listener: DestroyListener(policy: .never))
    if listing.options.namespace == .all {
      var roster = NamespaceRoster()
      reader.show(roster.search())
    }
    var snapshot = reader.read(plan)
    replay?.append(to: &snapshot)
    snapshot.host = HostCounterReader(paths: listing.paths).read()
    // A dump may tell a socket twice; the sampler keeps one of them.
    var sampler = Sampler()
    let sample = sampler.advance(to: snapshot) { _ in .unreliable }
    let owners = OwnerListing(
      procRoot: Environment.value("PROC_ROOT") ?? "/proc", groups: true)
    var output = SampleOutput(listing)
    for detail in replay?.details ?? [] { details.table.add(detail) }
    try output.write(
      sample, owners: owners.table(live: sample.ownerInodes.live),
      commandLines: CommandLineReader { _ in }, details: details.table)
    if let complaint = replay?.complaint { StandardError.write("topss: \(complaint)\n") }
    ListingNotes.write(snapshot.coverage, asked: listing.options.selection)
    if let unentered = snapshot.unentered { ListingNotes.write(unentered) }
  }
}

/// What a dump tells beside the records, while it goes on.
private final class KeptDetails {
  var table = DetailTable()
}
