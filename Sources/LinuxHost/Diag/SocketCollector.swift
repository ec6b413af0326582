internal import Glibc
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

  let paths: ProcNetPaths
  private let open: () throws(DiagError) -> any DiagTransport
  private let clock: () -> MonotonicTime
  private var transport: (any DiagTransport)?
  private var sequence: UInt32
  private var refused = RefusedTables()
  private var takesLegacyRequest = true
  private var takesFilter = true
  private var lastCount = 0
  private var spare: Snapshot?

  /// A collector that opens its transport with `open` when it first needs one.
  ///
  /// `open` runs on the caller's queue; for another namespace it gives a socket that lives there.
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
    var builder = freshBuilder()
    var snapshot = Snapshot()
    for table in DiagTable.allCases where plan.reads(table) {
      guard paths.disabled.isDisjoint(with: table.kinds) else { continue }
      let coverage = read(table, plan, into: &builder)
      for kind in SocketKind.allCases where table.kinds.contains(kind) {
        snapshot.coverage[kind] = plan.tables.contains(kind) ? coverage : nil
      }
    }
    snapshot.time = clock()
    snapshot.wallClock = HostClock.wall()
    builder.move(into: &snapshot)
    lastCount = snapshot.records.count
    return snapshot
  }

  /// Gives the storage of a snapshot back that nobody needs any more: the next poll allocates none.
  package func recycle(_ snapshot: consuming Snapshot) { spare = snapshot }

  private func freshBuilder() -> SnapshotBuilder {
    guard let used = spare.take() else {
      return SnapshotBuilder(capacity: lastCount + lastCount / 8)
    }
    return SnapshotBuilder(recycling: used)
  }

  private func read(
    _ table: DiagTable, _ plan: CollectionPlan, into builder: inout SnapshotBuilder
  ) -> TableCoverage {
    if !paths.filesOnly.isDisjoint(with: table.kinds) {
      return readFiles(table, plan, because: .errno(ENOENT), into: &builder)
    }
    if let fault = refused.fault(of: table, at: clock()) {
      return readFiles(table, plan, because: fault, into: &builder)
    }
    let coverage = dump(table, plan, into: &builder)
    guard case .unavailable(let fault) = coverage else {
      refused.forget(table)
      return coverage
    }
    if openError == nil { refused.note(table, fault, at: clock()) }
    return readFiles(table, plan, because: fault, into: &builder)
  }

  /// Reads `table` by sock_diag, in as many requests as this kernel wants.
  private func dump(
    _ table: DiagTable, _ plan: CollectionPlan, into builder: inout SnapshotBuilder
  ) -> TableCoverage {
    var plan = plan
    if !takesFilter { plan.filter = [] }
    let coverage = dumpFamilies(table, plan, into: &builder)
    guard !plan.filter.isEmpty, case .unavailable(.errno(EINVAL)) = coverage else {
      return coverage
    }
    plan.filter = []
    let unfiltered = dumpFamilies(table, plan, into: &builder)
    if case .complete = unfiltered { takesFilter = false }
    return unfiltered
  }

  private func dumpFamilies(
    _ table: DiagTable, _ plan: CollectionPlan, into builder: inout SnapshotBuilder
  ) -> TableCoverage {
    let requests = plan.requests(for: table, legacy: takesLegacyRequest)
    let coverage = dump(requests, plan, into: &builder)
    let others = plan.requests(for: table, legacy: false)
    guard others != requests, case .unavailable(.errno) = coverage, openError == nil else {
      return coverage
    }
    let modern = dump(others, plan, into: &builder)
    if case .complete = modern { takesLegacyRequest = false }
    return modern
  }

  private func dump(
    _ requests: [DumpRequest], _ plan: CollectionPlan, into builder: inout SnapshotBuilder
  ) -> TableCoverage {
    var whole: TableCoverage?
    for request in requests {
      let part = dump(request, timeout: plan.timeout, into: &builder)
      whole = whole.map { $0.joined(with: part) } ?? part
    }
    return whole ?? .complete
  }

  /// One request, a second time on a fresh socket when the first was still busy.
  private func dump(
    _ request: DumpRequest, timeout: Double, into builder: inout SnapshotBuilder
  ) -> TableCoverage {
    for _ in 0..<2 {
      if let coverage = attempt(request, timeout: timeout, into: &builder) { return coverage }
      reconnect()
    }
    return .unavailable(.errno(EBUSY))
  }

  /// One request on the open socket; nil when the socket is busy.
  private func attempt(
    _ request: DumpRequest, timeout: Double, into builder: inout SnapshotBuilder
  ) -> TableCoverage? {
    guard let transport = connected() else {
      return .unavailable(openError?.fault ?? .errno(ENOENT))
    }
    var session = DumpSession(
      request, sequence: nextSequence(), port: transport.port, namespace: namespace)
    var progress = DumpProgress.more
    do throws(DiagError) {
      try transport.exchange(session.message, deadline: deadline(after: timeout)) {
        progress = session.receive(
          $0, from: $1.port, truncated: $1.isTruncated, into: &builder)
        return progress == .more
      }
    } catch {
      reconnect()
      return session.recordCount > 0 ? .incomplete(error.fault) : .unavailable(error.fault)
    }
    guard case .ended(let coverage) = progress else { return nil }
    return coverage
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
