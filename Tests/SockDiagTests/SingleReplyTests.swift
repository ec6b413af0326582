import Netlink
import SockDiag
import SocketModel
import Testing

struct SingleReplyTests {
  private func replies(_ bytes: [UInt8]) -> [SingleReply] {
    var reader = SingleReplyReader(port: ReplyFixture.port)
    var replies: [SingleReply] = []
    while let reply = unsafe reader.next(in: bytes.span.bytes) { replies.append(reply) }
    return replies
  }

  private func error(_ errno: Int32, sequence: UInt32) -> [UInt8] {
    ReplyFixture.message(2, flags: [], sequence: sequence) {
      $0.append(UInt32(bitPattern: 0 &- errno))
    }
  }

  @Test func `each answer tells whose it is`() {
    let socket = ReplyFixture.message(flags: [], sequence: 1) {
      ReplyFixture.internet(&$0, InternetSocket())
    }
    let bytes =
      socket + error(2, sequence: 2) + error(116, sequence: 3) + error(1, sequence: 4)
      + error(0, sequence: 5)
    #expect(
      replies(bytes) == [
        SingleReply(sequence: 1, result: .socket(16..<88)),
        SingleReply(sequence: 2, result: .gone), SingleReply(sequence: 3, result: .gone),
        SingleReply(sequence: 4, result: .refused(1)), SingleReply(sequence: 5, result: .done),
      ])
  }

  @Test func `announcements and answers to others are skipped`() {
    #expect(replies(error(2, sequence: 0)).isEmpty)
    #expect(replies(ReplyFixture.message(port: 1)).isEmpty)
  }

  /// An announcement: `inet_diag_msg`, `INET_DIAG_PROTOCOL` and `tcp_info`.
  private func event(protocol number: UInt8?) -> [UInt8] {
    ReplyFixture.message(20, flags: [], sequence: 0, port: 0) {
      var socket = InternetSocket()
      (socket.state, socket.uid, socket.inode) = (7, 0, 0)
      ReplyFixture.internet(&$0, socket)
      if let number { $0.appendAttribute(type: 10, [number]) }
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 280))
    }
  }

  private func events(_ bytes: [UInt8]) -> (events: [DestroyEvent], unreadable: Int) {
    var reader = DestroyEventReader()
    var events: [DestroyEvent] = []
    while let event = unsafe reader.next(in: bytes.span.bytes) { events.append(event) }
    return (events, reader.unreadable)
  }

  @Test func `an announcement is the last word on a socket without an owner`() throws {
    let (events, unreadable) = events(event(protocol: 6) + event(protocol: 17))
    #expect(events.map(\.record.kind) == [.tcp, .udp])
    #expect(unreadable == 0)
    let record = try #require(events.first).record
    #expect(record.state == .close)
    #expect(record.ownerUID == nil)
    #expect(record.known.contains(.final))
    #expect(record.tcp.bytesSent == 0xd0cf_cecd_cccb_cac9)
    #expect(record.cookie == 0x0102_0304_0506_0708)
    #expect(!events[1].record.known.contains(.tcpInfo))
    #expect(events[1].table == .internet(.udp))
  }

  @Test func `an announcement that cannot be read is counted`() {
    let short = ReplyFixture.message(20, sequence: 0, port: 0) { $0.append(UInt32(2)) }
    let (events, unreadable) = events(
      event(protocol: nil) + event(protocol: 200) + short + event(protocol: 6) + [1, 2, 3])
    #expect(events.count == 1)
    #expect(unreadable == 4)
  }

  @Test func `groups have the kernel's numbers`() {
    #expect(DestroyGroup.allCases.map(\.number) == [1, 2, 3, 4])
  }
}
