internal import Glibc
internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import SocketReport
internal import Synchronization
internal import TextSafety

/// `--follow`: a line for each socket that opens, changes its state or ends, for ever or for a number
/// of samples.
enum FollowMode {
  /// Returns only when it cannot begin.
  static func run(_ options: Options) throws {
    let listing = try Listing(options)
    let writer = FollowWriter(listing, count: options.own.count)
    listing.sampleForEver(show: { writer.show($0) }, take: { writer.take($0) })
  }
}

/// Writes the events of samples, and ends the program after the last one or without a reader.
private final class FollowWriter: Sendable {
  private let state: Mutex<State>
  private let owners = OwnerTracker()

  private struct State {
    var output: EventOutput
    var left: Int?
    var table = OwnerTable()
  }

  init(_ listing: Listing, count: Int?) {
    state = Mutex(State(output: EventOutput(listing), left: count))
  }

  /// Looks for the owners of sockets of the namespaces of `set`, too; nil for the own one alone.
  func show(_ set: NamespaceSet?) { owners.show(set) }

  /// Called on the sampling queue.
  func take(_ sample: Sample) {
    do throws(OutputError) {
      try state.withLock { state throws(OutputError) in
        state.table = owners.settled(for: sample) ?? state.table
        try state.output.write(sample, owners: state.table)
        state.left = state.left.map { $0 - 1 }
        if state.left == 0 { exit(0) }
      }
    } catch {
      exit(Complaint.report(error))
    }
  }
}

/// Writes what samples tell to have happened, in text or JSON.
struct EventOutput {
  private let listing: Listing
  private let json: JSONReport?
  private var isFirst = true
  private var lastNotes: [SafeText] = []
  private var lastStatus = DestroyEventStatus.off
  private var text = SafeText()

  init(_ listing: Listing) {
    self.listing = listing
    let own = listing.options.own
    json = own.format == .json ? JSONReport(fields: own.columns) : nil
  }

  /// Writes what `sample` tells, in the order of time; throws when nobody reads.
  mutating func write(_ sample: Sample, owners: OwnerTable) throws(OutputError) {
    text.removeAll()
    let report = EventReport(
      showsNamespaces: listing.options.namespace == .all, utcOffset: Surroundings.utcOffset)
    for note in notes(on: sample, owners: isFirst ? owners : OwnerTable()) {
      let time = sample.snapshot.wallClock
      if let json {
        json.append(note: note, at: time, to: &text)
      } else {
        report.append(note: note, at: time, to: &text)
      }
    }
    isFirst = false
    var context = RowContext(
      snapshot: sample.snapshot, owners: owners, names: listing.names,
      isNumeric: !listing.options.shown.resolvesHosts)
    if listing.needsOtherEnds { context.others = OtherEndFinder(sample) }
    for event in events(of: sample, owners, context) {
      if let json {
        json.append(event, context: context, to: &text)
      } else {
        report.append(event, context: context, to: &text)
      }
    }
    guard !text.isEmpty else { return try StandardOutput.checkReader() }
    try StandardOutput.write(text)
  }

  /// What the selection and the filter leave; events of one instant in the order of a life.
  private func events(
    of sample: Sample, _ owners: OwnerTable, _ context: RowContext
  ) -> [SocketEvent] {
    var events: [SocketEvent] = []
    SocketEvent.forEach(in: sample, owners: owners) { event in
      if isShown(event, context) { events.append(event) }
    }
    let order = events.indices.sorted { left, right in
      events[left].time == events[right].time
        ? left < right : events[left].time < events[right].time
    }
    return order.map { events[$0] }
  }

  /// A change counts by either of its states.
  private func isShown(_ event: SocketEvent, _ context: RowContext) -> Bool {
    let row = event.row(in: context)
    if listing.shows(row) { return true }
    guard case .changed(let from, _) = event.kind else { return false }
    var before = row
    before.record.state = from
    return listing.shows(before)
  }

  /// What is not seen and was seen before, and what is seen again.
  private mutating func notes(on sample: Sample, owners: OwnerTable) -> [SafeText] {
    let status = sample.snapshot.destroyEvents
    let sentences = VisibilityNotes.sentences(on: wanted(of: sample.snapshot), owners: owners)
    defer {
      lastNotes = sentences
      lastStatus = status
    }
    // How many were lost is news each time.
    var notes: [SafeText] = []
    if case .on(let lost) = status, lost > 0 {
      notes = sentences
    } else {
      notes = sentences.filter { !lastNotes.contains($0) }
    }
    if case .pausedAboveRate = lastStatus, case .on = status {
      notes.append("ends of sockets are heard again")
    }
    if isFirst, case .off = status { notes.append(Self.unheard) }
    return notes
  }

  /// The snapshot without records, and without the tables that the kernel lacks and nobody named.
  private func wanted(of snapshot: Snapshot) -> Snapshot {
    var result = snapshot
    result.records = []
    result.coverage = snapshot.coverage.filter { kind, coverage in
      guard case .unavailable(let fault) = coverage, fault.isLack else { return true }
      return listing.options.selection.names(kind)
    }
    return result
  }

  private static let unheard: SafeText =
    "ends of sockets are not heard: connections shorter than the interval are missed"
}
