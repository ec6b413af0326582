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
