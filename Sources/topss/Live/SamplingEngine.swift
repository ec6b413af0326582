internal import LinuxHost
internal import SocketMetrics
internal import SocketModel

/// What one poll needs: the collector, the ends that the kernel announces, the host's counters, the
/// sampler. It belongs to one queue.
struct SamplingEngine {
  private let plan: CollectionPlan
  private let collector = SocketCollector()
  private let listener: DestroyListener
  private let counters = HostCounterReader()
  private var sampler = Sampler()

  /// Begins to listen to the ends of sockets, as `events` says.
  init(plan: CollectionPlan, events: DestroyEventPolicy) {
    self.plan = plan
    listener = DestroyListener(policy: events)
  }

  /// Readable when `drain()` has something to read; nil when nothing is heard.
  var eventDescriptor: Int32? { listener.descriptor }

  /// Reads what the kernel announced, before its buffer is full.
  func drain() { listener.drain() }

  /// One dump, the exact questions that it leaves, and the sample of both.
  mutating func poll() -> Sample {
    var snapshot = collector.collect(plan)
    (snapshot.destroyed, snapshot.destroyEvents) = listener.take()
    snapshot.host = counters.read()
    let doubtful = sampler.prepare(snapshot)
    guard !doubtful.isEmpty else { return sampler.finish([]) }
    return sampler.finish(collector.query(doubtful).map(Self.existence))
  }

  private static func existence(_ answer: ExactAnswer) -> ExistenceAnswer {
    switch answer {
    case .found(let record): .exists(record)
    case .gone: .gone
    case .unreliable: .unreliable
    }
  }

  /// Everything that the kernel tells of one socket; nil when it is gone.
  func detail(of record: SocketRecord) -> SocketDetail? { collector.queryDetail(record) }

  /// Destroys one socket and looks whether it is gone.
  func destroy(_ record: SocketRecord) -> DestroyOutcome { collector.destroy(record) }
}
