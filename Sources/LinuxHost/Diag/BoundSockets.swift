internal import SockDiag
package import SocketModel

/// TCP sockets that are bound and nothing else, kept from poll to poll.
///
/// The kernel finds them by a walk over all ports in use, which costs a tenth of the whole dump, and
/// nothing happens to them until they listen, connect or end. So that walk is made apart, as often
/// as it costs next to nothing, and its rows stand in the snapshots between.
struct BoundSockets {
  /// The part of a processor that the walk may take: of a thousand sockets it is made once a second,
  /// of a hundred thousand every five.
  private static let share: UInt64 = 500
  /// Nanoseconds after which it is made in any case.
  private static let longestPause: UInt64 = 10_000_000_000

  private var records: [SocketRecord] = []
  /// What the rows were asked for by; nil before the first walk.
  private var plan: CollectionPlan?
  private var end = MonotonicTime(nanoseconds: 0)
  private var pause: UInt64 = 0

  /// Whether the rows are too old, or others than `plan` wants.
  func areDue(at time: MonotonicTime, for plan: CollectionPlan) -> Bool {
    plan != self.plan || time.nanoseconds &- end.nanoseconds >= pause
  }

  /// Keeps what a walk found that took from `begin` to `end`.
  mutating func keep(
    _ found: some Sequence<SocketRecord>, by plan: CollectionPlan, from begin: MonotonicTime,
    to end: MonotonicTime
  ) {
    records = found.map {
      var record = $0
      // Indices lead into the snapshot that the row came with.
      record.congestionControl = 0
      return record
    }
    self.plan = plan
    self.end = end
    let (pause, isTooLong) = (end.nanoseconds &- begin.nanoseconds)
      .multipliedReportingOverflow(by: Self.share)
    self.pause = isTooLong ? Self.longestPause : min(pause, Self.longestPause)
  }

  /// Drops the rows of sockets that have ended.
  mutating func forget(_ ended: [DestroyedSocket]) {
    guard !records.isEmpty, !ended.isEmpty else { return }
    let cookies = Set(records.map(\.cookie))
    let gone = ended.lazy.map(\.record).filter { $0.kind == .tcp && cookies.contains($0.cookie) }
    let ends = Set(gone.map(\.cookie))
    if !ends.isEmpty { records.removeAll { ends.contains($0.cookie) } }
  }

  /// The rows whose sockets are not among `others`, where they listen or are connected by now.
  func rows(besides others: [SocketRecord]) -> [SocketRecord] {
    guard !records.isEmpty else { return [] }
    // One bit in 64 lets most of the others pass without a look into the set.
    let mask = records.reduce(UInt64(0)) { $0 | 1 &<< ($1.cookie & 63) }
    let cookies = Set(records.map(\.cookie))
    var gone: Set<UInt64> = []
    for index in others.indices where mask &>> (others[index].cookie & 63) & 1 != 0 {
      let cookie = others[index].cookie
      if cookies.contains(cookie), others[index].kind == .tcp { gone.insert(cookie) }
    }
    return records.filter { !gone.contains($0.cookie) }
  }
}

extension SocketCollector {
  /// Takes what the kernel announced since the last dump: what it keeps between dumps is gone too.
  package func forget(_ ended: [DestroyedSocket]) { bound.forget(ended) }

  /// Reads what `plan` wants. For readers that poll again and again, walks that cost much and seldom
  /// find anything new are made apart: that for sockets that are only bound, that of MPTCP.
  func readApart(_ plan: CollectionPlan, into sink: inout RecordSink) -> [SocketKind: TableCoverage]
  {
    guard plan.readsBoundApart else { return read(plan, into: &sink) }
    let begin = clock()
    guard plan.tables.contains(.mptcp) else { return readBoundApart(plan, into: &sink) }
    guard !mptcp.areIdle(at: begin, paths: paths) else {
      var others = plan
      others.tables.subtract(SocketKind.mptcp.table)
      var coverage = readBoundApart(others, into: &sink)
      coverage[.mptcp] = .complete
      return coverage
    }
    let coverage = readBoundApart(plan, into: &sink)
    guard case .complete = coverage[.mptcp] else { return coverage }
    mptcp.note(sink.builder.records, at: begin)
    return coverage
  }

  private func readBoundApart(
    _ plan: CollectionPlan, into sink: inout RecordSink
  ) -> [SocketKind: TableCoverage] {
    guard let boundPlan = plan.boundApart else { return read(plan, into: &sink) }
    var others = plan
    others.states.subtract(SocketState.boundInactive.set)
    let coverage = read(others, into: &sink)
    // Files do not tell them.
    guard case .complete = coverage[.tcp] else { return coverage }
    let begin = clock()
    if bound.areDue(at: begin, for: boundPlan) {
      var apart = RecordSink(builder: SnapshotBuilder())
      _ = read(boundPlan, into: &apart)
      let found = apart.builder.records.lazy.filter { $0.state == .boundInactive }
      bound.keep(found, by: boundPlan, from: begin, to: clock())
    }
    for record in bound.rows(besides: sink.builder.records) { sink.builder.append(record) }
    return coverage
  }
}

extension CollectionPlan {
  /// The plan that reads TCP sockets that are only bound; nil where they need not be read apart.
  fileprivate var boundApart: CollectionPlan? {
    let bound = SocketState.boundInactive.set
    guard readsBoundApart, tables.contains(.tcp), states.isSuperset(of: bound), states != bound
    else { return nil }
    var plan = self
    plan.tables = SocketTables(.tcp)
    plan.states = bound
    return plan
  }
}
