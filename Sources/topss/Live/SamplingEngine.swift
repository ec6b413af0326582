internal import LinuxHost
internal import SocketMetrics
internal import SocketModel

/// What one poll needs: the sockets, the ends that the kernel announces, the host's counters, the
/// sampler. It belongs to one queue.
struct SamplingEngine {
  private let plan: CollectionPlan
  private var reader: SnapshotReader
  private let counters = HostCounterReader()
  private var sampler = Sampler()

  /// Begins to listen to the ends of sockets, as `events` says.
  init(plan: CollectionPlan, events: DestroyEventPolicy, closeRate: Int) {
    self.init(
      plan: plan, reader: SnapshotReader(policy: events, closeRate: Double(closeRate)))
  }

  /// Reads through `reader`, which belongs to the engine from now on.
  init(plan: CollectionPlan, reader: SnapshotReader) {
    self.plan = plan
    self.reader = reader
  }

  /// Readable when `drain()` has something to read; nil when nothing is heard.
  var eventDescriptor: Int32? { reader.eventDescriptor }

  /// Reads what the kernel announced, before its buffer is full.
  func drain() { reader.drain() }

  /// Shows the namespaces of `set` beside the own one from now on; nil for that one alone.
  mutating func show(_ set: NamespaceSet?) { reader.show(set) }

  /// One dump, the exact questions that it leaves, and the sample of both.
  mutating func poll() -> Sample {
    var snapshot = reader.read(plan)
    snapshot.host = counters.read()
    let doubtful = sampler.prepare(snapshot)
    guard !doubtful.isEmpty else { return sampler.finish([]) }
    return sampler.finish(reader.query(doubtful).map(Self.existence))
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
