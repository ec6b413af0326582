import Netlink
import SockDiag
import SocketModel
import Testing
import TextSafety

struct InternetDecodingTests {
  private func detail(
    _ kind: SocketKind = .tcp, _ socket: InternetSocket = InternetSocket(), type: UInt16 = 20,
    _ fill: (inout NetlinkMessageBuilder) -> Void = { _ in }
  ) throws -> SocketDetail {
    let message = ReplyFixture.message(type) {
      ReplyFixture.internet(&$0, socket)
      fill(&$0)
    }
    return try #require(ReplyFixture.decode(.internet(kind), message)).detail
  }

  @Test func `every field of the header has its place`() throws {
    let record = try detail().record
    #expect(record.kind == .tcp)
    #expect(record.family == .inet)
    #expect(record.state == .established)
    #expect(record.timer == .keepalive)
    #expect(record.timerRetransmits == 3)
    #expect(record.timerMilliseconds == 1500)
    #expect(record.localPort == 443)
    #expect(record.remotePort == 51234)
    #expect(record.localAddress == AddressBits(word: 0x0a00_0001))
    #expect(record.remoteAddress == AddressBits(word: 0xcb00_7109))
    #expect(record.interfaceIndex == 2)
    #expect(record.cookie == 0x0102_0304_0506_0708)
    #expect(record.receiveQueue == 10)
    #expect(record.sendQueue == 20)
    #expect(record.uid == 33)
    #expect(record.inode == 4711)
    #expect(record.namespace == NamespaceID(rawValue: 5))
    #expect(record.known == [.queues, .owner])
  }

  @Test func `an IPv6 address fills all bits`() throws {
    var socket = InternetSocket()
    socket.family = 10
    socket.source = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
    socket.destination = [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 127, 0, 0, 1]
    let record = try detail(.tcp, socket).record
    #expect(record.family == .inet6)
    #expect(record.localAddress == AddressBits(high: 0x2001_0db8 << 32, low: 1))
    #expect(record.remoteAddress.mappedIPv4 == 0x7f00_0001)
    #expect(record.remoteAddress.isMappedIPv4)
  }

  @Test(arguments: [(0, 0, false), (0, 9, true), (33, 0, true), (33, 9, true)] as [Owner])
  func `uid 0 without an inode is nobody, not root`(owner: Owner) throws {
    var socket = InternetSocket()
    (socket.uid, socket.inode) = (owner.uid, owner.inode)
    let record = try detail(.tcp, socket).record
    #expect(record.known.contains(.owner) == owner.isKnown)
    #expect(record.ownerUID == (owner.isKnown ? owner.uid : nil))
  }

  typealias Owner = (uid: UInt32, inode: UInt32, isKnown: Bool)

  @Test func `small attributes are told when they come`() throws {
    let detail = try detail {
      $0.appendAttribute(type: 8, [3])  // INET_DIAG_SHUTDOWN
      $0.appendAttribute(type: 11, [1])  // INET_DIAG_SKV6ONLY
      $0.appendAttribute(type: 15, UInt32(0x2a))  // INET_DIAG_MARK
      $0.appendAttribute(type: 21, UInt64(0x1234_5678_9abc))  // INET_DIAG_CGROUP_ID
      $0.appendAttribute(type: 5, [0x10])  // INET_DIAG_TOS
      $0.appendAttribute(type: 6, [0x20])  // INET_DIAG_TCLASS
      $0.appendAttribute(type: 17, UInt32(7))  // INET_DIAG_CLASS_ID
      $0.appendAttribute(type: 22, [0x05, 0x04])  // INET_DIAG_SOCKOPT
      $0.appendAttribute(type: 4, Array("cubic\0".utf8))  // INET_DIAG_CONG
      $0.appendAttribute(type: 7, ReplyFixture.memory())  // INET_DIAG_SKMEMINFO
      $0.appendAttribute(type: 1, ReplyFixture.memory(words: 4))  // INET_DIAG_MEMINFO
    }
    let record = detail.record
    #expect(
      record.known.withoutDirections == [
        .queues, .owner, .shutdown, .v6OnlyTold, .v6Only, .mark, .cgroup, .memory,
      ])
    #expect(record.shutdown == 3)
    #expect(record.mark == 0x2a)
    #expect(record.cgroup == 0x1234_5678_9abc)
    #expect(record.congestionControl == 1)
    #expect(detail.gauges.memory.receiveAllocated == 100)
    #expect(detail.gauges.memory.options == 106)
    #expect(record.drops == 108)
    #expect(detail.typeOfService == 0x10)
    #expect(detail.trafficClass == 0x20)
    #expect(detail.classID == 7)
    #expect(detail.socketOptions == 0x0405)
    #expect(detail.congestionControl == RawText(utf8: "cubic"))
    #expect(
      detail.legacyMemory == LegacyMemory(receive: 100, write: 101, forward: 102, transmit: 103))
  }

  @Test(arguments: 1...25 as ClosedRange<UInt16>)
  func `an empty attribute tells nothing`(type: UInt16) throws {
    let detail = try detail { $0.appendAttribute(type: type, []) }
    #expect(detail.record.known == [.queues, .owner])
    #expect(detail.record.congestionControl == 0)
    #expect(detail.typeOfService == nil)
    #expect(detail.classID == nil)
    #expect(detail.socketOptions == nil)
    #expect(detail.legacyMemory == nil)
    #expect(detail.congestionState == nil)
  }

  @Test(arguments: [(27, false), (28, true), (32, true), (36, true), (40, true)])
  func `memory has seven, eight or nine words`(count: Int, isKnown: Bool) throws {
    let bytes = ReplyFixture.memory(words: 10).prefix(count)
    let detail = try detail { $0.appendAttribute(type: 7, bytes) }
    #expect(detail.record.known.contains(.memory) == isKnown)
    #expect(detail.gauges.memory.backlog == (count >= 32 ? 107 : 0))
    #expect(detail.record.drops == (count >= 36 ? 108 : 0))
  }

  @Test func `of repeated attributes the last counts`() throws {
    let record = try detail {
      $0.appendAttribute(type: 15, UInt32(1))
      $0.appendAttribute(type: 11, [1])
      $0.appendAttribute(type: 15, UInt32(2))
      $0.appendAttribute(type: 11, [0])
    }.record
    #expect(record.mark == 2)
    #expect(record.known.contains(.v6OnlyTold))
    #expect(!record.known.contains(.v6Only))
  }

  @Test func `both kinds of request are answered alike`() throws {
    let fill: (inout NetlinkMessageBuilder) -> Void = {
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 280))
      $0.appendAttribute(type: 7, ReplyFixture.memory())
    }
    let modern = try detail(type: 20, fill)
    let legacy = try detail(type: 18, fill)
    #expect("\(modern.record)" == "\(legacy.record)")
    #expect(modern.tcpInfo?.bytes == legacy.tcpInfo?.bytes)
  }

  @Test(arguments: [0, 1, 16, 71])
  func `a short header is no socket`(count: Int) {
    let whole = ReplyFixture.message { ReplyFixture.internet(&$0, InternetSocket()) }
    #expect(ReplyFixture.decode(.internet(.tcp), Array(whole.prefix(16 + count))) == nil)
  }

  @Test func `another family is no socket`() {
    var socket = InternetSocket()
    socket.family = 1
    let message = ReplyFixture.message { ReplyFixture.internet(&$0, socket) }
    #expect(ReplyFixture.decode(.internet(.tcp), message) == nil)
  }

  @Test(arguments: [(0, "raw"), (58, "icmp6"), (17, "udp"), (6, "tcp"), (1, "???")])
  func `the Netid of a raw socket is its protocol`(number: UInt8, title: String) throws {
    let record = try detail(.raw) { $0.appendAttribute(type: 10, [number]) }.record
    #expect(record.protocolNumber == UInt16(number))
    #expect(record.netid.string == title)
  }
}
