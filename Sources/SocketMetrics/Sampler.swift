package import SocketModel

/// What the kernel says when it is asked for exactly one socket.
package enum ExistenceAnswer: Sendable {
  /// It is there; with its record where the answer carried one.
  case exists(SocketRecord?)
  case gone
  /// The question has no sure answer: a group on one port, no answer, not supported.
  case unreliable
}

/// Makes samples of snapshots: rates, transitions, what opened and what ended.
///
/// A dump may repeat and skip sockets, so a socket that one lacks is only suspected to be gone.
/// Each snapshot takes two steps: `prepare` names the sockets to ask the kernel for, `finish` takes
/// the answers. Time is proportional to the number of sockets, without allocation per socket.
package struct Sampler: Sendable {
  /// Complete dumps in a row that must lack a socket that cannot be asked for.
  static let absencesToEnd: UInt8 = 3
  /// The same in a table so large that its dump comes in several parts, between which sockets are
  /// skipped: of 3,000 that share a port one in a hundred, some of them time and again.
  static let absencesToEndOfMany: UInt8 = 10
  /// Sockets whose records fit into the first part of a dump.
  static let manySockets = 20
  /// The same while every end is announced and none was lost.
  static let absencesToEndUnannounced: UInt8 = 10

  var previous: Sample?
  /// Finds the rows of `previous`.
  var index = SocketIndex()
  /// Tables that have been read completely: what appears there is new.
  var baseline: SocketTables = []
  /// Ends whose announcement is still to come, for one snapshot.
  var awaiting: [SocketKey: EndedSocket] = [:]
  /// Sockets that ended, by second, the latest last: a TIME-WAIT that dumps skipped is known again.
  var recentEnds: [ToldEnds] = []
  /// Announcements of sockets that the same dump still had.
  var carried: [DestroyedSocket] = []
  var pass: SamplerPass?
  /// The metrics of the sample before the last, whose memory is used again where it is small.
  var spareMetrics: [SocketMetric]?
  private var lingering = LingeringRows()
  private let lingeringSamples: Int

  /// A sampler whose samples keep the rows of sockets that ended for so many samples.
  package init(lingeringSamples: Int = 0) { self.lingeringSamples = lingeringSamples }

  /// Takes a snapshot and returns the sockets that its dump lacks and the kernel should be asked
  /// for, each exactly; hand the answers to `finish` in the same order.
  package mutating func prepare(_ snapshot: consuming Snapshot) -> [SocketRecord] {
    var pass = SamplerPass(snapshot)
    var old = previous
    previous = nil
    if var sample = old, sample.snapshot.namespaces != pass.snapshot.namespaces {
      pass.adoptNamespaces(of: &sample, index: &index)
      awaiting = awaiting.filter { $0.key.namespace == .own }
      old = sample
    }
    pass.collectEvents(carried: carried)
    carried = []
    pass.match(with: old, index: &index)
    previous = old
    let asked = pass.asked(of: previous)
    self.pass = pass
    return asked
  }

  /// The sample of the snapshot given to `prepare`. A missing answer counts as `.unreliable`;
  /// without `prepare` the last sample comes again. Metrics go into `storage`, which is empty, where
  /// no earlier sample left any.
  package mutating func finish(
    _ answers: [ExistenceAnswer], storage: consuming [SocketMetric] = []
  ) -> Sample {
    guard let pass = pass.take() else { return previous ?? Sample(first: Snapshot()) }
    guard let old = previous.take() else { return begin(pass) }
    var room = consume storage
    if let spare = spareMetrics.take() { room = spare }
    var draft = SampleDraft(pass: pass, old: old, baseline: baseline, storage: consume room)
    if old.metrics.count <= Snapshot.recycledRecords { spareMetrics = old.metrics }
    draft.awaiting = awaiting
    draft.knownEnds = recentEnds
    draft.adopt(answers: answers)
    draft.settleAnnounced()
    draft.takePresent()
    draft.settleAbsent(answers: answers)
    draft.settleEvents()
    awaiting = draft.stillAwaiting
    carried = draft.carried
    ToldEnds.remember(draft.newEnds, at: draft.clock.time, in: &recentEnds)
    var sample = draft.sample()
    lingering.advance(with: sample.ended, samples: lingeringSamples)
    index.clear()
    lingering.append(to: &sample, index: &index)
    return keep(sample)
  }

  /// Both steps at once, for callers that answer without waiting.
  package mutating func advance(
    to snapshot: consuming Snapshot, confirm: (SocketRecord) -> ExistenceAnswer
  ) -> Sample {
    let asked = prepare(snapshot)
    return finish(asked.map(confirm))
  }

  /// Forgets everything: the next snapshot is a first one.
  package mutating func reset() { self = Sampler(lingeringSamples: lingeringSamples) }

  private mutating func begin(_ pass: SamplerPass) -> Sample {
    var snapshot = pass.snapshot
    snapshot.records = pass.records
    snapshot.gauges = pass.gauges
    carried = pass.announcedPresent
    var sample = Sample(first: snapshot)
    var listeners: ListenerIndex?
    for row in snapshot.records.indices {
      var metric = SocketMetric(
        firstSight: snapshot.records[row], at: snapshot.time, since: nil)
      metric.hasEnded = snapshot.records[row].isResting
      if snapshot.records[row].mayHaveListener {
        let index = listeners ?? ListenerIndex(snapshot.records)
        listeners = index
        if let listener = index.listener(of: snapshot.records[row]) {
          metric.guess(owner: listener)
        }
      }
      sample.metrics[row] = metric
    }
    return keep(sample)
  }

  private mutating func keep(_ sample: Sample) -> Sample {
    let coverage = TableSets(sample.snapshot.coverage)
    baseline = baseline.intersection(coverage.incomplete).union(coverage.complete)
    previous = sample
    return sample
  }
}

/// What names a socket while it lives, whatever its addresses.
struct SocketKey: Hashable, Sendable {
  var namespace: NamespaceID
  var kind: SocketKind
  var cookie: UInt64

  init(_ record: SocketRecord) {
    namespace = record.namespace
    kind = record.kind
    cookie = record.cookie
  }
}

/// Which tables a snapshot told completely, and which in part.
struct TableSets {
  var complete: SocketTables = []
  var incomplete: SocketTables = []

  init(_ coverage: [SocketKind: TableCoverage]) {
    for (kind, coverage) in coverage {
      switch coverage {
      case .complete, .fallback: complete.formUnion(kind.table)
      case .incomplete: incomplete.formUnion(kind.table)
      // Not read this time: what was there before stays, marked.
      case .unavailable(let fault): if !fault.isLack { incomplete.formUnion(kind.table) }
      }
    }
  }
}
