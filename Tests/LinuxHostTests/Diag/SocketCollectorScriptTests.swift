import Glibc
import LinuxHost
import Netlink
import SockDiag
import SocketModel
import TestSupport
import Testing
import TextSafety

/// The collector against a kernel that misbehaves at every position of a dump.
struct SocketCollectorScriptTests {
  typealias Event = ScriptedTransport.Event

  private static let plan = CollectionPlan(tables: SocketTables(.tcp), filter: [])
  private static var noFiles: ProcNetPaths {
    var paths = ProcNetPaths()
    paths.directory = "/nowhere"
    return paths
  }

  private static func collector(_ transport: ScriptedTransport) -> SocketCollector {
    SocketCollector(paths: noFiles, open: { transport })
  }

  /// Three sockets and an end.
  private static var normal: [Event] {
    [
      .datagram(ScriptedReply.socket(1)), .datagram(ScriptedReply.socket(2)),
      .datagram(ScriptedReply.socket(3)), .datagram(ScriptedReply.done()),
    ]
  }

  /// What is put in at a position, and what then holds.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let event: @Sendable () -> Event
    /// The cookies that are there when it stands at `position` of the normal script.
    let cookies: @Sendable (Int) -> [UInt64]
    let coverage: @Sendable (Int) -> TableCoverage
    var resets = 0
  }

  private static let all: @Sendable (Int) -> [UInt64] = { _ in [1, 2, 3] }
  private static let before: @Sendable (Int) -> [UInt64] = { Array([1, 2, 3].prefix($0)) }
  private static let complete: @Sendable (Int) -> TableCoverage = { _ in .complete }
  private static func breaksOff(_ fault: TableFault) -> @Sendable (Int) -> TableCoverage {
    { $0 == 0 ? .unavailable(fault) : .incomplete(fault) }
  }
  private static func spoils(_ fault: TableFault) -> @Sendable (Int) -> TableCoverage {
    { _ in .incomplete(fault) }
  }

  static let faults: [Fault] = [
    Fault(
      testDescription: "a foreign sequence number is skipped",
      event: { .datagram(ScriptedReply.socket(9, foreignSequence: 1)) },
      cookies: all, coverage: complete),
    Fault(
      testDescription: "a reply to another port is skipped",
      event: { .datagram(ScriptedReply.socket(9, foreignPort: 1)) },
      cookies: all, coverage: complete),
    Fault(
      testDescription: "a sender other than the kernel is skipped",
      event: { .datagram(ScriptedReply.socket(9), origin: DatagramOrigin(port: 99)) },
      cookies: all, coverage: complete),
    Fault(
      testDescription: "a truncated datagram spoils the table",
      event: {
        .datagram(ScriptedReply.bytes([1, 2, 3]), origin: DatagramOrigin(isTruncated: true))
      }, cookies: all, coverage: spoils(.truncated)),
    Fault(
      testDescription: "a message shorter than its header spoils the table",
      event: { .datagram(ScriptedReply.bytes([UInt8](repeating: 0, count: 32))) },
      cookies: all, coverage: spoils(.malformed)),
    Fault(
      testDescription: "an empty datagram is nothing",
      event: { .datagram(ScriptedReply.bytes([])) }, cookies: all, coverage: complete),
    Fault(
      testDescription: "an error breaks the dump off",
      event: { .datagram(ScriptedReply.error(EPERM)) },
      cookies: before, coverage: breaksOff(.errno(EPERM))),
    Fault(
      testDescription: "a negative end breaks the dump off",
      event: { .datagram(ScriptedReply.done(-EIO)) },
      cookies: before, coverage: breaksOff(.errno(EIO))),
    Fault(
      testDescription: "no buffer space breaks the dump off and leaves the socket",
      event: { .failure(.system(.receive, errno: ENOBUFS)) },
      cookies: before, coverage: breaksOff(.errno(ENOBUFS)), resets: 1),
    Fault(
      testDescription: "an interruption that nobody repeated breaks the dump off",
      event: { .failure(.system(.receive, errno: EINTR)) },
      cookies: before, coverage: breaksOff(.errno(EINTR)), resets: 1),
    Fault(
      testDescription: "silence ends at the deadline and leaves the socket",
      event: { .failure(.timedOut) },
      cookies: before, coverage: breaksOff(.timedOut), resets: 1),
  ]

  @Test(arguments: faults, 0..<4)
  func `a fault at each position has its outcome`(fault: Fault, position: Int) {
    var script = Self.normal
    script.insert(fault.event(), at: position)
    // Only IPv4 is asked for: one request.
    var plan = Self.plan
    plan.families = FamilySet(.inet)
    let transport = ScriptedTransport([script, Self.normal])
    let collector = Self.collector(transport)
    let snapshot = collector.collect(plan)
    #expect(snapshot.records.map(\.cookie) == fault.cookies(position))
    #expect(snapshot.coverage == [.tcp: fault.coverage(position)])
    #expect(transport.resets == fault.resets)
    // The next poll is whole again.
    let next = collector.collect(plan)
    #expect(next.records.map(\.cookie) == [1, 2, 3] && next.coverage[.tcp] == .complete)
  }

  @Test(arguments: 0..<3)
  func `an interrupted dump is whole but marked`(position: Int) {
    var script = Self.normal
    script[position] = .datagram(
      ScriptedReply.socket(UInt64(position + 1), flags: [.multipart, .dumpInterrupted]))
    let snapshot = Self.collector(ScriptedTransport([script])).collect(Self.plan)
    #expect(snapshot.records.count == 3)
    #expect(snapshot.coverage[.tcp] == .incomplete(.interrupted))
  }

  @Test func `a busy socket is replaced once and asked again`() {
    let busy: [Event] = [.datagram(ScriptedReply.error(EBUSY))]
    let transport = ScriptedTransport([busy, Self.normal])
    let snapshot = Self.collector(transport).collect(Self.plan)
    #expect(snapshot.records.count == 3 && snapshot.coverage[.tcp] == .complete)
    #expect(transport.resets == 1)
  }

  @Test(arguments: 0..<4)
  func `a busy socket is asked again at the beginning, later the dump breaks off`(position: Int) {
    var script = Self.normal
    script.insert(.datagram(ScriptedReply.error(EBUSY)), at: position)
    let transport = ScriptedTransport([script, Self.normal])
    var plan = Self.plan
    plan.families = FamilySet(.inet)
    let snapshot = Self.collector(transport).collect(plan)
    let isFirst = position == 0
    #expect(snapshot.records.map(\.cookie) == Array([1, 2, 3].prefix(isFirst ? 3 : position)))
    #expect(snapshot.coverage == [.tcp: isFirst ? .complete : .incomplete(.errno(EBUSY))])
    #expect(transport.resets == (isFirst ? 1 : 0))
  }

  @Test func `a socket that stays busy is told`() {
    var plan = Self.plan
    plan.families = FamilySet(.inet)
    let busy: [Event] = [.datagram(ScriptedReply.error(EBUSY))]
    let transport = ScriptedTransport([busy, busy])
    let snapshot = Self.collector(transport).collect(plan)
    #expect(snapshot.coverage[.tcp] == .unavailable(.errno(EBUSY)))
  }

  @Test func `a kernel without the old request is asked for each family, from then on`() {
    let refusal: [Event] = [.datagram(ScriptedReply.error(EINVAL))]
    let transport = ScriptedTransport([
      refusal, Self.normal, Self.normal, Self.normal, Self.normal,
    ])
    let collector = Self.collector(transport)
    let first = collector.collect(Self.plan)
    #expect(first.records.count == 6 && first.coverage[.tcp] == .complete)
    #expect(transport.requests.count == 3)
    _ = collector.collect(Self.plan)
    #expect(transport.requests.count == 5)
  }

  @Test func `a family that the kernel lacks takes nothing from the other`() {
    let refusal: [Event] = [.datagram(ScriptedReply.error(ENOENT))]
    let transport = ScriptedTransport([Self.normal, refusal])
    var plan = Self.plan
    plan.tables = SocketTables(.udp)
    let snapshot = Self.collector(transport).collect(plan)
    #expect(snapshot.records.count == 3 && snapshot.coverage[.udp] == .complete)
  }

  @Test func `a refused filter is left out, and the records are all there`() {
    let refusal: [Event] = [.datagram(ScriptedReply.error(EINVAL))]
    var plan = Self.plan
    plan.tables = SocketTables(.udp)
    plan.families = FamilySet(.inet)
    plan.filter = [0, 4, 8, 0]
    let transport = ScriptedTransport([refusal, Self.normal, Self.normal])
    let collector = Self.collector(transport)
    let first = collector.collect(plan)
    #expect(first.records.count == 3)
    #expect(transport.requests[1].count < transport.requests[0].count)
    _ = collector.collect(plan)
    #expect(transport.requests.count == 3)
  }

  @Test func `a missing table is asked for once a minute`() {
    let missing: [Event] = [.datagram(ScriptedReply.done(-ENOENT))]
    let transport = ScriptedTransport(Array(repeating: missing, count: 8))
    let time = ManualClock()
    let collector = SocketCollector(
      paths: Self.noFiles, clock: { time.now }, open: { transport })
    var plan = Self.plan
    plan.tables = SocketTables(.sctp)
    for second in 0..<60 {
      time.now = MonotonicTime(nanoseconds: UInt64(second) * 1_000_000_000)
      let snapshot = collector.collect(plan)
      #expect(snapshot.coverage[.sctp] == .unavailable(.errno(ENOENT)))
    }
    #expect(transport.requests.count == 2)
    time.now = MonotonicTime(nanoseconds: 61_000_000_000)
    _ = collector.collect(plan)
    #expect(transport.requests.count == 4)
  }

  @Test func `without sock_diag every table says why`() {
    let collector = SocketCollector(
      paths: Self.noFiles,
      open: { () throws(DiagError) in throw .system(.open, errno: EPERM) })
    let snapshot = collector.collect(CollectionPlan(tables: .all))
    #expect(snapshot.coverage.count == SocketKind.allCases.count)
    #expect(snapshot.coverage.values.allSatisfy { $0 == .unavailable(.errno(EPERM)) })
    #expect(
      collector.openError?.sentence.string == "cannot open sock_diag: operation not permitted")
  }

  @Test func `disabled tables are absent and file tables are not asked for`() {
    var paths = Self.noFiles
    paths.disabled = SocketTables(.sctp)
    paths.filesOnly = SocketTables(.udp)
    let transport = ScriptedTransport([])
    let collector = SocketCollector(paths: paths, open: { transport })
    let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.sctp, .udp)))
    #expect(snapshot.coverage == [.udp: .unavailable(.errno(ENOENT))])
    #expect(transport.requests.isEmpty)
  }

  @Test func `random datagrams trap nothing`() {
    var random = SeededGenerator(seed: 4)
    let plan = CollectionPlan(tables: .all)
    for _ in 0..<2_000 {
      let script = (0..<6).map { _ in
        Event.datagram(
          ScriptedReply.bytes((0..<Int(random.next() % 120)).map { _ in UInt8(random.next() & 3) })
        )
      }
      let transport = ScriptedTransport(Array(repeating: script, count: 20))
      #expect(Self.collector(transport).collect(plan).coverage[.tcp] != .complete)
    }
  }
}

/// A clock that stands until it is set.
final class ManualClock {
  var now = MonotonicTime(nanoseconds: 0)
}
