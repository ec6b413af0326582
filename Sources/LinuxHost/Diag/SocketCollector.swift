internal import SockDiag
package import SocketModel

/// Reads the sockets of one network namespace, poll after poll.
///
/// It belongs to one queue. Nothing it does fails: what could not be read is told by the coverage of
/// the snapshot, and by `openError` when there is no sock_diag at all.
package final class SocketCollector {
  /// The namespace that records are marked with.
  package let namespace: NamespaceID
  /// Why sock_diag could not be opened at the last attempt; nil when it is open.
  package private(set) var openError: DiagError?

  /// Gets every socket of each `collect` in full detail, too; nil where the records suffice.
  package var eachDetail: ((SocketDetail) -> Void)?

  let paths: ProcNetPaths
  private let open: () throws(DiagError) -> any DiagTransport
  let clock: () -> MonotonicTime
  private var transport: (any DiagTransport)?
  private var sequence: UInt32
  var refused = RefusedTables()
  var takesLegacyRequest = true
  var takesFilter = true
  var bound = BoundSockets()
  var mptcp = MPTCPWalks()
  var datagrams = DatagramWalks()
  /// Sockets of the last poll; nil before the first.
  private var lastCount: Int?
  private var spare: Snapshot?

  /// A collector that opens its transport with `open` when it first needs one.
  ///
  /// `open` runs on the caller's queue; for another namespace it gives a socket that lives there.
  /// `clock` tells times and deadlines; with a real socket it must be the monotonic one.
  package init(
    namespace: NamespaceID = .own, paths: ProcNetPaths = ProcNetPaths(),
    clock: @escaping () -> MonotonicTime = HostClock.monotonic,
    open: @escaping () throws(DiagError) -> any DiagTransport = SocketCollector.openSocket
  ) {
    self.namespace = namespace
    self.paths = paths
    self.clock = clock
    self.open = open
    sequence = UInt32(truncatingIfNeeded: HostClock.monotonic().nanoseconds >> 10)
  }

  /// A sock_diag socket in the namespace of the calling thread.
  package static func openSocket() throws(DiagError) -> any DiagTransport { try NetlinkSocket() }

  /// Reads what `plan` wants; tables stand in the order of `ss`.
  ///
  /// `time` is when the last table ended. A dump may repeat a socket and miss one: see the sampler.
  package func collect(_ plan: CollectionPlan) -> Snapshot {
    var sink = RecordSink(builder: freshBuilder(plan), eachDetail: eachDetail)
    sink.builder.readsGauges = plan.readsGauges
    var snapshot = Snapshot()
    snapshot.coverage = readApart(plan, into: &sink)
    snapshot.time = clock()
    snapshot.wallClock = HostClock.wall()
    sink.builder.move(into: &snapshot)
    lastCount = snapshot.records.count
    return snapshot
  }

  /// Reads what `plan` wants in full detail and keeps nothing: for listings that are made once.
  ///
  /// `each` gets one socket after another, in the order of `ss`; its name is in the detail, the
  /// ranges and indices of its record lead nowhere. `datagram` gets the reply bytes as they came,
  /// which may hold keys in clear. Returns the coverage of each kind.
  package func stream(
    _ plan: CollectionPlan, datagram: ((RawSpan) -> Void)? = nil,
    each: @escaping (SocketDetail) -> Void
  ) -> [SocketKind: TableCoverage] {
    var sink = DetailSink(each: each, datagram: datagram)
    return read(plan, into: &sink)
  }

  /// Reads what `plan` wants and keeps nothing: for listings that are made once.
  ///
  /// `each` gets one part after another, in the order of `ss`: records and the names that they point
  /// to. Returns the coverage of each kind.
  package func streamRecords(
    _ plan: CollectionPlan, each: @escaping (Snapshot) -> Void
  ) -> [SocketKind: TableCoverage] {
    var sink = RecordStreamSink(readsGauges: plan.readsGauges, each: each)
    return read(plan, into: &sink)
  }

  /// Gives the storage of a snapshot back that nobody needs any more: the next poll allocates none.
  package func recycle(_ snapshot: consuming Snapshot) { spare = snapshot }

  private func freshBuilder(_ plan: CollectionPlan) -> SnapshotBuilder {
    guard let used = spare.take() else {
      let count = lastCount ?? countedSockets
      return SnapshotBuilder(
        storage: LargePages.array(of: SocketRecord.self, count: count),
        gauges: plan.readsGauges ? LargePages.array(of: SocketGauges?.self, count: count) : [])
    }
    return SnapshotBuilder(recycling: used)
  }

  /// How many sockets the first poll makes room for: an array that grows is copied again and again.
  private var countedSockets: Int {
    let counted = ProtocolCounts(paths: paths)?.allSockets() ?? 0
    return Int(min(counted, 1 << 21))
  }
}

extension SocketCollector {
  /// The open transport; opens it when there is none.
  func connected() -> (any DiagTransport)? {
    if let transport { return transport }
    do throws(DiagError) {
      transport = try open()
      openError = nil
    } catch {
      openError = error
    }
    return transport
  }

  /// Leaves everything behind that is still under way.
  func reconnect() {
    do throws(DiagError) {
      try transport?.reset()
    } catch {
      transport = nil
    }
  }

  /// The number of the next request, never 0; `count` numbers are used up.
  func nextSequence(count: UInt32 = 1) -> UInt32 {
    if sequence > UInt32.max &- count { sequence = 0 }
    defer { sequence &+= count }
    sequence = max(sequence, 1)
    return sequence
  }

  func deadline(after seconds: Double) -> MonotonicTime {
    let wait = UInt64(max(0, min(seconds, 1e9)) * 1e9)
    return MonotonicTime(nanoseconds: clock().nanoseconds &+ wait)
  }
}
