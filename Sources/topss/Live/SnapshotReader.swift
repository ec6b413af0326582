internal import LinuxHost
internal import SocketModel

/// Reads the sockets of the program's own network namespace, and of all others while they are
/// shown, as one snapshot. It belongs to one queue.
struct SnapshotReader {
  /// One namespace: its collector and what is heard of its sockets' ends.
  private struct Part {
    let collector: SocketCollector
    let listener: DestroyListener
    var isFirst = true

    mutating func read(_ plan: CollectionPlan) -> Snapshot {
      var snapshot = isFirst ? collector.collectThoroughly(plan) : collector.collect(plan)
      isFirst = false
      (snapshot.destroyed, snapshot.destroyEvents) = listener.take()
      collector.forget(snapshot.destroyed)
      return snapshot
    }
  }

  private let policy: DestroyEventPolicy
  private var own: Part
  private var others: [NamespaceID: Part] = [:]
  private var shown: NamespaceSet?
  private let closeRate: Double

  /// A reader of its own namespace that hears ends as `policy` says.
  init(
    policy: DestroyEventPolicy, closeRate: Double = CloseRateGate.limit,
    paths: ProcNetPaths = ProcNetPaths()
  ) {
    self.init(
      policy: policy, collector: SocketCollector(paths: paths),
      listener: DestroyListener(policy: policy, limit: closeRate), closeRate: closeRate)
  }

  /// A reader that reads its own namespace through `collector` and `listener`.
  init(
    policy: DestroyEventPolicy, collector: SocketCollector, listener: DestroyListener,
    closeRate: Double = CloseRateGate.limit
  ) {
    self.policy = policy
    self.closeRate = closeRate
    own = Part(collector: collector, listener: listener)
  }

  /// Readable when `drain()` has something to read; nil when nothing is heard.
  var eventDescriptor: Int32? { own.listener.descriptor }

  /// Reads what the kernel announced, before its buffer is full.
  func drain() { own.listener.drain() }

  /// Shows the namespaces of `set` beside the own one from now on; nil for that one alone.
  mutating func show(_ set: NamespaceSet?) {
    shown = set
    let entered = set?.entered ?? []
    let kept = Set(entered.map(\.id))
    others = others.filter { kept.contains($0.key) }
    for namespace in entered where others[namespace.id] == nil {
      others[namespace.id] = Part(
        collector: namespace.collector(),
        listener: namespace.listener(policy: policy, limit: closeRate))
    }
  }

  /// One dump of every namespace that is shown, the own one first.
  mutating func read(_ plan: CollectionPlan) -> Snapshot {
    var snapshot = own.read(plan)
    guard let shown else { return snapshot }
    snapshot.namespaces = shown.names
    snapshot.unentered = shown.unentered
    for namespace in shown.entered {
      guard let part = others[namespace.id]?.read(plan) else { continue }
      snapshot.append(part, as: namespace.id)
    }
    return snapshot
  }

  /// Takes the memory of a snapshot that is no longer needed, for a later one.
  func recycle(_ snapshot: consuming Snapshot) { own.collector.recycle(snapshot) }

  /// Asks for sockets exactly, each in its namespace; one answer each, in order. Sockets of a
  /// namespace that nobody lives in any more are gone with it.
  func query(_ records: [SocketRecord]) -> [ExactAnswer] {
    guard !others.isEmpty else { return query(records, in: .own) }
    var answers = [ExactAnswer](repeating: .gone, count: records.count)
    var places: [NamespaceID: [Int]] = [:]
    for (place, record) in records.enumerated() {
      places[record.namespace, default: []].append(place)
    }
    for (namespace, places) in places {
      let part = query(places.map { records[$0] }, in: namespace)
      for (place, answer) in zip(places, part) { answers[place] = answer }
    }
    return answers
  }

  private func query(_ records: [SocketRecord], in namespace: NamespaceID) -> [ExactAnswer] {
    guard let collector = collector(of: namespace) else {
      return Array(repeating: .gone, count: records.count)
    }
    return collector.query(records)
  }

  /// Everything that the kernel tells of one socket; nil when it is gone.
  func detail(of record: SocketRecord) -> SocketDetail? {
    collector(of: record.namespace)?.queryDetail(record)
  }

  /// Destroys one socket, in the namespace that it was seen in, and looks whether it is gone.
  func destroy(_ record: SocketRecord) -> DestroyOutcome {
    collector(of: record.namespace)?.destroy(record) ?? .notFound
  }

  private func collector(of namespace: NamespaceID) -> SocketCollector? {
    namespace == .own ? own.collector : others[namespace]?.collector
  }
}
