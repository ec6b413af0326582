internal import Dispatch
internal import Glibc
internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel
internal import Synchronization
internal import TextSafety

/// `--batch`: a sample each interval, for ever or a number of times.
///
/// The kernel is not given the filter, as it is for a listing: rows are made of sockets that do not
/// pass it. A connection that nobody has accepted yet has its owner from the listener, one whose
/// mark or port changes would seem to end and begin, and of what the kernel announces as ended only
/// the dump before tells whether it was new. The screen has header, summary and events besides.
enum BatchMode {
  /// Returns only when it cannot begin.
  static func run(_ options: Options) throws {
    let listing = try Listing(options)
    let writer = BatchWriter(listing, count: options.own.count)
    listing.sampleForEver(show: { writer.show($0) }, take: { writer.take($0) })
  }
}

extension Listing {
  /// Samples what is listed at the interval of the options; `take` is called on the sampling queue,
  /// `show` with the network namespaces when those are found.
  func sampleForEver(
    show: @escaping @Sendable (NamespaceSet?) -> Void, take: @escaping @Sendable (Sample) -> Void
  ) -> Never {
    var plan = CollectionPlan(
      tables: selection.tables, families: families, extensions: .batch, unixParts: .table)
    plan.familyOrder = .held
    if needsOtherEnds { plan = plan.withOtherEnds }
    let loop = SamplerLoop(plan: plan, events: options.own.eventPolicy, deliver: take)
    let namespaces = NamespaceLoop { set, _ in
      loop.show(set)
      show(set)
    }
    if options.namespace == .all { namespaces.start() }
    loop.start(interval: options.own.interval ?? 1)
    withExtendedLifetime((loop, namespaces)) { dispatchMain() }
  }
}

/// Finds owners, writes samples, and ends the program after the last one.
private final class BatchWriter: Sendable {
  private let listing: Listing
  private let state: Mutex<State>
  private let owners = OwnerTracker()
  private let commandLines = CommandLineReader { _ in }

  private struct State {
    var output: SampleOutput
    var left: Int?
    var table = OwnerTable()
  }

  init(_ listing: Listing, count: Int?) {
    self.listing = listing
    state = Mutex(State(output: SampleOutput(listing), left: count))
  }

  /// Looks for the owners of sockets of the namespaces of `set`, too; nil for the own one alone.
  func show(_ set: NamespaceSet?) { owners.show(set) }

  /// Called on the sampling queue: the sample is taken, nothing that follows delays its figures.
  func take(_ sample: Sample) {
    do throws(OutputError) {
      try state.withLock { state throws(OutputError) in
        state.table = owners.settled(for: sample) ?? state.table
        try state.output.write(
          sample, owners: state.table, commandLines: commandLines, details: listing.details())
        state.left = state.left.map { $0 - 1 }
        if state.left == 0 { exit(0) }
      }
    } catch {
      exit(Complaint.report(error))
    }
  }
}

extension OwnerTracker {
  /// Looks until every socket's owner is known or known not to be found; nil for nothing new.
  func settled(for sample: Sample) -> OwnerTable? {
    let inodes = sample.ownerInodes
    var newest = update(
      liveInodes: inodes.live, keptInodes: inodes.kept, now: sample.snapshot.time)
    while isUnfinished { newest = resume() ?? newest }
    return newest
  }
}

/// The inodes that lead to the owners of a sample's rows, 0 left out.
struct OwnerInodes: Sendable {
  /// Of sockets that have a file.
  var live: [UInt32] = []
  /// Of sockets that had one and live on without: their numbers may lead elsewhere by now.
  var kept: [UInt32] = []
}

extension Sample {
  /// The inodes whose owners rows show.
  var ownerInodes: OwnerInodes {
    var inodes = OwnerInodes()
    inodes.live.reserveCapacity(liveCount)
    for row in 0..<min(liveCount, metrics.count) {
      let inode = snapshot.records[row].inode
      if inode != 0 {
        inodes.live.append(inode)
      } else if metrics[row].ownerInode != 0, !metrics[row].ownerIsGuess {
        inodes.kept.append(metrics[row].ownerInode)
      }
    }
    return inodes
  }
}

extension InternetExtensions {
  /// What samples that go to other programs carry: all that the field table tells.
  static let batch: InternetExtensions = [.info, .memory, .congestionName]
}
