import Netlink
import SockDiag
import SocketModel
import Testing

struct DumpSessionTests {
  private static let request = DumpRequest.internet(
    InternetRequest(kind: .tcp, families: .both))

  /// A socket's reply; sockets differ by their cookie.
  private func socket(
    _ cookie: UInt64 = 1, flags: NetlinkFlags = .multipart,
    sequence: UInt32 = ReplyFixture.sequence, port: UInt32 = ReplyFixture.port
  ) -> [UInt8] {
    ReplyFixture.message(18, flags: flags, sequence: sequence, port: port) {
      var socket = InternetSocket()
      socket.cookie = cookie
      ReplyFixture.internet(&$0, socket)
    }
  }

  /// Feeds `datagrams` to a session until it ends: how it ended and the cookies that came.
  private func run(_ datagrams: [[UInt8]]) -> (progress: DumpProgress, cookies: [UInt64]) {
    var session = DumpSession(
      Self.request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    var progress = DumpProgress.more
    for datagram in datagrams where progress == .more {
      progress = unsafe session.receive(datagram.span.bytes, into: &builder)
    }
    #expect(session.recordCount == builder.records.count)
    return (progress, builder.records.map(\.cookie))
  }

  @Test func `a dump ends with done and is complete`() {
    let (progress, cookies) = run([socket(1) + socket(2), socket(3), ReplyFixture.done()])
    #expect(progress == .ended(.complete))
    #expect(cookies == [1, 2, 3])
  }

  @Test func `done may carry no status and may share a datagram`() {
    #expect(run([socket() + ReplyFixture.done(nil)]).progress == .ended(.complete))
  }

  @Test func `repeated sockets are kept for the sampler`() {
    #expect(run([socket(1), socket(1), ReplyFixture.done()]).cookies == [1, 1])
  }

  @Test func `nothing ends without done`() {
    #expect(run([socket(), socket()]).progress == .more)
  }

  @Test(arguments: [2, 95, 1, 12] as [Int32])
  func `a negative done without sockets is a table that is not there`(errno: Int32) {
    #expect(run([ReplyFixture.done(0 &- errno)]).progress == .ended(.unavailable(.errno(errno))))
  }

  @Test(arguments: 0...4)
  func `an error at any position ends the dump and keeps what came`(position: Int) {
    for ending in [ReplyFixture.done(-2), ReplyFixture.error(2)] {
      let sockets = (0..<UInt64(position)).map { socket($0 + 1) }
      let (progress, cookies) = run(sockets + [ending, socket(99)])
      let fault = TableFault.errno(2)
      #expect(progress == .ended(position == 0 ? .unavailable(fault) : .incomplete(fault)))
      #expect(cookies.count == position)
    }
  }

  @Test func `an errno without a positive counterpart does not trap`() {
    let progress = run([ReplyFixture.error(.min)]).progress
    #expect(progress == .ended(.unavailable(.errno(.max))))
    #expect(run([ReplyFixture.done(.min)]).progress == .ended(.unavailable(.errno(.max))))
  }

  @Test func `busy before the first socket can be tried again`() {
    #expect(run([ReplyFixture.error(16)]).progress == .busy)
    #expect(run([socket(), ReplyFixture.error(16)]).progress == .ended(.incomplete(.errno(16))))
  }

  @Test(arguments: 0...2)
  func `an interrupted dump goes on and is incomplete`(position: Int) {
    let interrupted: NetlinkFlags = [.multipart, .dumpInterrupted]
    let messages = [
      socket(1, flags: position == 0 ? interrupted : .multipart),
      socket(2, flags: position == 1 ? interrupted : .multipart),
      ReplyFixture.done(0, flags: position == 2 ? interrupted : .multipart),
    ]
    let (progress, cookies) = run(messages)
    #expect(progress == .ended(.incomplete(.interrupted)))
    #expect(cookies == [1, 2])
  }

  @Test func `messages of others are skipped`() {
    let foreign = [
      socket(8, sequence: 1), socket(9, port: 1),
      ReplyFixture.message(3, sequence: 1) { $0.append(UInt32(0)) },
      ReplyFixture.message(18, sequence: ReplyFixture.sequence, port: 0),
    ]
    let (progress, cookies) = run(foreign + [socket(1) + foreign[0] + socket(2)])
    #expect(progress == .more)
    #expect(cookies == [1, 2])
  }

  @Test func `a datagram that the kernel did not send is skipped whole`() {
    var session = DumpSession(
      Self.request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    let forged = socket() + ReplyFixture.done()
    let first = unsafe session.receive(
      forged.span.bytes, from: 1234, truncated: true, into: &builder)
    #expect(first == .more)
    #expect(builder.records.isEmpty)
    let end = ReplyFixture.done()
    let second = unsafe session.receive(end.span.bytes, into: &builder)
    #expect(second == .ended(.complete))
  }

  @Test func `a truncated datagram makes the table incomplete`() {
    var session = DumpSession(
      Self.request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    let cut = Array((socket(1) + socket(2)).dropLast(8))
    let first = unsafe session.receive(cut.span.bytes, truncated: true, into: &builder)
    #expect(first == .more)
    #expect(builder.records.map(\.cookie) == [1])
    let end = ReplyFixture.done()
    let second = unsafe session.receive(end.span.bytes, into: &builder)
    #expect(second == .ended(.incomplete(.truncated)))
  }

  @Test func `a message cut short is truncation even when the system call does not say so`() {
    let (progress, _) = run([Array(socket().dropLast(4)), ReplyFixture.done()])
    #expect(progress == .ended(.incomplete(.truncated)))
  }

  @Test func `messages that do not hold together make the table incomplete`() {
    let short = ReplyFixture.message(18) { $0.append(UInt32(2)) }
    #expect(
      run([short, socket(), ReplyFixture.done()]).progress == .ended(.incomplete(.malformed)))
    #expect(
      run([[3, 0, 0, 0] + [UInt8](repeating: 0, count: 12), ReplyFixture.done()]).progress
        == .ended(.incomplete(.malformed)))
  }

  @Test func `no answer in time is a fault of its own`() {
    var session = DumpSession(
      Self.request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    var fresh = session
    let unanswered = fresh.timeOut()
    #expect(unanswered == .ended(.unavailable(.timedOut)))
    let some = socket()
    _ = unsafe session.receive(some.span.bytes, into: &builder)
    let stalled = session.timeOut()
    #expect(stalled == .ended(.incomplete(.timedOut)))
  }

  @Test func `details come one for each record`() {
    var session = DumpSession(
      Self.request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    var details: [SocketDetail] = []
    let bytes = socket(1) + ReplyFixture.message(18) + socket(2) + ReplyFixture.done()
    let progress = unsafe session.receive(bytes.span.bytes, into: &builder) { details.append($0) }
    #expect(progress == .ended(.incomplete(.malformed)))
    #expect(details.map(\.record.cookie) == [1, 2])
    #expect(builder.records.map(\.cookie) == [1, 2])
  }
}
