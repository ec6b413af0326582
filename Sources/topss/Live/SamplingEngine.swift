internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel

/// What one poll needs: the sockets, the ends that the kernel announces, the host's counters, the
/// sampler. It belongs to one queue.
struct SamplingEngine {
  private var plan: CollectionPlan
  private var reader: SnapshotReader
  private let counters = HostCounterReader()
  private var sampler: Sampler
  /// The last snapshot, if it is small. When the next one is there and shown, its memory holds the
  /// one after: two snapshots take turns, and no poll asks the system for memory.
  private var last: Snapshot?
  /// Polls until the start is over, and what only it needed is forgotten.
  private var startingPolls = 4

  /// Begins to listen to the ends of sockets, as `events` says; rows that end stay for
  /// `lingeringSamples` samples.
  init(
    plan: CollectionPlan, events: DestroyEventPolicy, closeRate: Int, lingeringSamples: Int = 0
  ) {
    self.init(
      plan: plan, reader: SnapshotReader(policy: events, closeRate: Double(closeRate)),
      lingeringSamples: lingeringSamples)
  }

  /// Reads through `reader`, which belongs to the engine from now on.
  init(plan: CollectionPlan, reader: SnapshotReader, lingeringSamples: Int = 0) {
    sampler = Sampler(lingeringSamples: lingeringSamples)
    self.plan = plan
    self.plan.readsBoundApart = true
    self.reader = reader
  }

  /// Readable when `drain()` has something to read; nil when nothing is heard.
  var eventDescriptor: Int32? { reader.eventDescriptor }

  /// Reads what the kernel announced, before its buffer is full.
  func drain() { reader.drain() }

  /// Shows the namespaces of `set` beside the own one from now on; nil for that one alone.
  mutating func show(_ set: NamespaceSet?) { reader.show(set) }

  /// Reads `tables`, `extensions` and gauges too from now on; false when they were read already.
  /// What was read once stays: its totals and ages go on.
  mutating func widen(
    to tables: SocketTables, _ extensions: InternetExtensions, gauges: Bool
  ) -> Bool {
    let before = plan
    plan.readsGauges = plan.readsGauges || gauges
    plan.tables.formUnion(tables)
    plan.extensions.formUnion(extensions)
    return plan != before
  }

  /// One dump, the exact questions that it leaves, and the sample of both.
  mutating func poll() -> Sample {
    forgetStart()
    let fresh = snapshot()
    let count = fresh.records.count
    let doubtful = sampler.prepare(consume fresh)
    let answers = doubtful.isEmpty ? [] : reader.query(doubtful).map(Self.existence)
    let sample = sampler.finish(answers, storage: Self.storage(count: count))
    if let used = last.take() { reader.recycle(used) }
    if sample.snapshot.records.count <= Snapshot.recycledRecords { last = sample.snapshot }
    return sample
  }

  private mutating func forgetStart() {
    guard startingPolls > 0 else { return }
    startingPolls -= 1
    if startingPolls == 0 { Syscall.forgetStart() }
  }

  /// Room for the metrics of many sockets; those of few are left by the sample before the last.
  private static func storage(count: Int) -> [SocketMetric] {
    count > Snapshot.recycledRecords ? LargePages.array(of: SocketMetric.self, count: count) : []
  }

  private mutating func snapshot() -> Snapshot {
    var snapshot = reader.read(plan)
    snapshot.host = counters.read()
    return snapshot
  }

  private static func existence(_ answer: ExactAnswer) -> ExistenceAnswer {
    switch answer {
    case .found(let record): .exists(record)
    case .gone: .gone
    case .unreliable: .unreliable
    }
  }

  /// Everything that the kernel tells of one socket; nil when it is gone.
  func detail(of record: SocketRecord) -> SocketDetail? { reader.detail(of: record) }

  /// Destroys one socket and looks whether it is gone.
  func destroy(_ record: SocketRecord) -> DestroyOutcome { reader.destroy(record) }
}
