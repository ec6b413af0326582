import Glibc
import LinuxHost
import Netlink
import SocketModel
import Synchronization
import Testing
import TextSafety

struct NetlinkSocketTests {
  /// A message that the kernel takes and does not answer (`NLMSG_NOOP` without `NLM_F_ACK`).
  private static let unanswered = NetlinkMessageBuilder(
    type: 1, flags: [.request], sequence: 1
  ).bytes

  @Test func `silence ends at the deadline`() throws {
    let socket = try NetlinkSocket()
    let start = HostClock.monotonic()
    #expect(throws: DiagError.timedOut) {
      try socket.exchange(Self.unanswered, deadline: HostClock.deadline(after: 0.05)) { _, _ in
        true
      }
    }
    #expect(HostClock.monotonic().seconds(since: start) >= 0.05)
  }

  @Test func `an answer comes from the kernel, whole, to this port`() throws {
    let socket = try NetlinkSocket()
    // An unknown type with an acknowledgement wanted: the kernel answers with an error.
    let request = NetlinkMessageBuilder(
      type: 0x7fff, flags: [.request, .acknowledge], sequence: 77, port: 0)
    var answers: [NetlinkMessage] = []
    try socket.exchange(request.bytes, deadline: HostClock.deadline(after: 5)) { bytes, origin in
      #expect(origin == DatagramOrigin(port: 0, isTruncated: false))
      var reader = NetlinkMessageReader()
      while let message = reader.next(in: bytes) { answers.append(message) }
      return false
    }
    let answer = try #require(answers.first)
    #expect(answer.header.sequence == 77 && answer.header.port == socket.port)
    #expect(answer.content == .error(NetlinkFailure(errno: EINVAL)))
  }

  @Test func `nothing waiting is nil at once`() throws {
    let socket = try NetlinkSocket()
    let count = try socket.receiveWaiting { bytes, _ in bytes.byteCount }
    #expect(count == nil)
  }

  @Test func `a reset leaves the old answers behind`() throws {
    let socket = try NetlinkSocket()
    let request = NetlinkMessageBuilder(type: 0x7fff, flags: [.request, .acknowledge], sequence: 5)
    try socket.send(request.bytes)
    try socket.reset()
    let count = try socket.receiveWaiting { bytes, _ in bytes.byteCount }
    #expect(count == nil)
  }

  @Test func `a thousand sockets one after another leave no descriptor open`() throws {
    var highest: Int32 = 0
    for _ in 0..<1_000 {
      let socket = try NetlinkSocket()
      #expect(fcntl(socket.descriptor, F_GETFD) == FD_CLOEXEC)
      try socket.reset()
      highest = max(highest, socket.descriptor)
    }
    #expect(highest < 1_000)
  }

  @Test func `collector, listener and reader can be handed to a queue`() {
    let collector = Mutex(SocketCollector())
    let listener = Mutex(DestroyListener(policy: .automatic))
    let reader = Mutex(HostCounterReader())
    let snapshot = collector.withLock { $0.collect(CollectionPlan(tables: SocketTables(.tcp))) }
    #expect(snapshot.coverage[.tcp] == .complete)
    #expect(listener.withLock { $0.take().status } == .on(lost: 0))
    #expect(reader.withLock { $0.read() } != nil)
  }

  @Test func `an error is one sentence with the system's words`() {
    let error = DiagError.system(.subscribe, errno: EACCES)
    #expect(error.sentence.string == "cannot listen for ended sockets: permission denied")
    #expect(DiagError.timedOut.sentence.string == "sock_diag did not answer in time")
  }
}

/// System calls that are interrupted, on the machine's kernel.
struct InterruptionTests {
  /// Lets the call with number `position` of those made so far fail.
  private final class Interrupter: Sendable {
    private let state: Mutex<(made: Int, position: Int, times: Int)>

    init(at position: Int, times: Int = 1) {
      state = Mutex((0, position, times))
    }

    var made: Int { state.withLock { $0.made } }

    func fault(_ call: NetlinkSocket.Call) -> Int32 {
      state.withLock { state in
        defer { state.made += 1 }
        return (state.position..<state.position + state.times).contains(state.made) ? EINTR : 0
      }
    }
  }

  private static func dump(_ interrupter: Interrupter) -> Snapshot {
    let collector = SocketCollector(open: { () throws(DiagError) in
      try NetlinkSocket(opener: NetlinkSocket.openDescriptor, fault: interrupter.fault)
    })
    var plan = CollectionPlan(tables: SocketTables(.tcp, .udp).union(.unix))
    plan.families = .all
    return collector.collect(plan)
  }

  @Test func `an interrupted call is made again, wherever it stands in a dump`() {
    let connections = (0..<100).map { _ in LoopbackSocket.tcpConnection() }
    let cookies = Set(connections.flatMap { [$0.client.cookie, $0.server.cookie] })
    let whole = Interrupter(at: .max - 9)
    _ = Self.dump(whole)
    // Sockets of others come and go: a dump may need a call less than the one before.
    var interruptions = 0
    for position in 0..<whole.made {
      for times in [1, 3] {
        let interrupter = Interrupter(at: position, times: times)
        let snapshot = Self.dump(interrupter)
        interruptions += interrupter.made > position ? 1 : 0
        #expect(snapshot.coverage.values.allSatisfy { $0 == .complete }, "\(position)")
        #expect(cookies.isSubset(of: snapshot.records.map(\.cookie)), "\(position)")
      }
    }
    #expect(interruptions > 10)
    withExtendedLifetime(connections) {}
  }
}
