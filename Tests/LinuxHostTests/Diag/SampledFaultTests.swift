import Glibc
import LinuxHost
import Netlink
import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// What a poll that goes wrong does to samples: nothing ends, nothing opens, what did not come is
/// marked, and the next poll is as if nothing had been.
struct SampledFaultTests {
  typealias Event = ScriptedTransport.Event

  private struct Poller {
    let collector: SocketCollector
    var sampler = Sampler()

    init(_ transport: ScriptedTransport) {
      var paths = ProcNetPaths()
      paths.directory = "/nowhere"
      collector = SocketCollector(paths: paths, open: { transport })
    }

    /// Nobody is asked: what was not read is not suspected either.
    mutating func poll() -> (sample: Sample, asked: Int) {
      var plan = CollectionPlan(tables: SocketTables(.tcp), filter: [])
      plan.families = FamilySet(.inet)
      let doubtful = sampler.prepare(collector.collect(plan))
      return (sampler.finish([]), doubtful.count)
    }
  }

  private static var normal: [Event] {
    (1...3).map { .datagram(ScriptedReply.socket($0)) } + [.datagram(ScriptedReply.done())]
  }

  @Test(arguments: SocketCollectorScriptTests.faults, 0..<4)
  func `a fault at each position keeps every row and ends none`(
    fault: SocketCollectorScriptTests.Fault, position: Int
  ) {
    var script = Self.normal
    script.insert(fault.event(), at: position)
    var poller = Poller(ScriptedTransport([Self.normal, script, Self.normal]))
    _ = poller.poll()
    let (sample, asked) = poller.poll()
    let came = Set(fault.cookies(position))
    #expect(asked == 0)
    #expect(Set(sample.snapshot.records.map(\.cookie)) == [1, 2, 3])
    #expect(sample.snapshot.records.count == 3)
    for (record, metric) in zip(sample.snapshot.records, sample.metrics) {
      #expect(metric.isSuspect == !came.contains(record.cookie))
    }
    #expect(sample.ended.isEmpty && sample.opened == 0 && sample.transitions.isEmpty)
    let isWhole = sample.snapshot.coverage[.tcp] == .complete
    let notes = VisibilityNotes.sentences(on: sample.snapshot, owners: OwnerTable())
    #expect(notes.isEmpty == isWhole)
    let next = poller.poll().sample
    #expect(next.ended.isEmpty && next.opened == 0 && next.transitions.isEmpty)
    #expect(next.snapshot.records.count == 3 && !next.metrics.contains(where: \.isSuspect))
    #expect(next.metrics.allSatisfy { $0.firstSeen == nil && $0.sights >= 2 })
    #expect(VisibilityNotes.sentences(on: next.snapshot, owners: OwnerTable()).isEmpty)
  }

  @Test(arguments: 0..<4)
  func `a fault in the first poll makes no openings of the second`(position: Int) {
    var script = Self.normal
    script.insert(.failure(.system(.receive, errno: ENOBUFS)), at: position)
    var poller = Poller(ScriptedTransport([script, Self.normal]))
    _ = poller.poll()
    let sample = poller.poll().sample
    #expect(sample.snapshot.records.count == 3)
    #expect(sample.opened == 0 && sample.ended.isEmpty)
  }

  @Test func `a busy socket is asked again and nothing shows`() {
    let busy: [Event] = [.datagram(ScriptedReply.error(EBUSY))]
    var poller = Poller(ScriptedTransport([Self.normal, busy, Self.normal]))
    _ = poller.poll()
    let sample = poller.poll().sample
    #expect(sample.ended.isEmpty && !sample.metrics.contains(where: \.isSuspect))
  }

  @Test func `without an answer the rows stay, marked, however long it takes`() {
    let silent: [Event] = [.failure(.timedOut)]
    var poller = Poller(
      ScriptedTransport([Self.normal] + Array(repeating: silent, count: 30) + [Self.normal]))
    _ = poller.poll()
    for _ in 0..<30 {
      let sample = poller.poll().sample
      #expect(sample.metrics.map(\.isSuspect) == [true, true, true] && sample.ended.isEmpty)
    }
    #expect(poller.poll().sample.metrics.map(\.isSuspect) == [false, false, false])
  }

  @Test func `a table that the kernel no longer has leaves without ends`() {
    let missing: [Event] = [.datagram(ScriptedReply.error(ENOENT))]
    var poller = Poller(ScriptedTransport([Self.normal, missing]))
    _ = poller.poll()
    let sample = poller.poll().sample
    #expect(sample.snapshot.records.isEmpty && sample.ended.isEmpty)
  }

  /// The lengths of `tcp_info` from which on a field is told.
  private static let fields: [(SocketField, Int)] = [
    (.rtt, 104), (.rttvar, 104), (.retrans, 104), (.retransRate, 104), (.cwnd, 104), (.mss, 104),
    (.rto, 104), (.rx, 136), (.rxBytes, 136), (.tx, 136), (.txBytes, 136), (.segsIn, 144),
    (.segsOut, 144), (.minrtt, 160), (.notsent, 160), (.delivery, 168), (.busy, 192),
    (.limitShare, 192), (.sndwnd, 232),
  ]

  @Test func `what a tcp_info of any length does not tell is shown as unknown, never as 0`() {
    for length in 0...400 {
      let info = [UInt8](repeating: 1, count: length)
      let script: [Event] = [
        .datagram(ScriptedReply.socket(1, tcpInfo: info)), .datagram(ScriptedReply.done()),
      ]
      var poller = Poller(ScriptedTransport([script, script]))
      _ = poller.poll()
      let sample = poller.poll().sample
      let row = SocketRow(
        record: sample.snapshot.records[0], metric: sample.metrics[0],
        gauges: sample.snapshot.gauges(at: 0),
        context: RowContext(
          snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames()))
      for (field, shortest) in Self.fields {
        var text = SafeText()
        field.write(row, to: &text)
        #expect((text == "-") == (length < shortest), "\(field) of \(length) bytes: \(text)")
        #expect(field.number(of: row).isNaN == (length < shortest), "\(field), \(length)")
      }
    }
  }
}
