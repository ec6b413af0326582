internal import CSys
internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel

/// A refresh as the screen makes it, and the same dump with its bytes thrown away.
final class LiveRefresh {
  private let collector = SocketCollector()
  private let socket: NetlinkSocket
  private var sampler = Sampler()
  private var last: Snapshot?
  private var sequence: UInt32 = 1
  private let plan: CollectionPlan = {
    var plan = CollectionPlan(tables: SocketTables(.tcp))
    plan.readsBoundApart = true
    plan.readsGauges = false
    return plan
  }()
  /// Sockets of the last refresh.
  private(set) var count = 0

  init?() {
    topss_share_one_heap()
    guard let socket = try? NetlinkSocket() else { return nil }
    self.socket = socket
  }

  /// Dump, decode, diff and the top 60 rows.
  func refresh() {
    let snapshot = collector.collect(plan)
    let isSmall = snapshot.records.count <= Snapshot.recycledRecords
    let storage =
      isSmall ? [] : LargePages.array(of: SocketMetric.self, count: snapshot.records.count)
    let doubtful = sampler.prepare(consume snapshot)
    let sample = sampler.finish(
      doubtful.map { _ in ExistenceAnswer.unreliable }, storage: storage)
    let context = RowContext(
      snapshot: Snapshot(), owners: OwnerTable(), names: NoNames())
    var keys = RowOrder(.traffic, descending: true).keys(of: sample, context: context)
    count = keys.count
    _ = TopRows.select(&keys, count: 60)
    if let used = last.take() { collector.recycle(used) }
    if isSmall { last = sample.snapshot }
  }

  /// The floor: what the kernel takes to make and copy the same answer.
  func drain() {
    sequence &+= 1
    // As diagfloor: without the walk for sockets that are only bound.
    let states = StateSet.all.subtracting(SocketState.boundInactive.set)
    let request = InternetRequest(kind: .tcp, families: .both, states: states)
    let deadline = MonotonicTime(nanoseconds: HostClock.monotonic().nanoseconds &+ 10_000_000_000)
    try? socket.exchange(request.message(sequence: sequence), deadline: deadline) { bytes, _ in
      // NLMSG_DONE comes in a datagram of its own.
      bytes.byteCount > 64
    }
  }
}
