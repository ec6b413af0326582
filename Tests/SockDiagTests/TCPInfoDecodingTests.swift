import Netlink
import SockDiag
import SocketModel
import Testing

struct TCPInfoDecodingTests {
  /// Lengths from which on a group of fields is whole.
  private static let groups: [(length: Int, field: KnownFields)] = [
    (104, .tcpInfo), (136, .bytesAcked), (144, .segments), (160, .minimumRTT),
    (168, .deliveryRate), (192, .limits), (216, .bytesSent), (232, .sendWindow),
  ]

  private func detail(count: Int, kind: SocketKind = .tcp) throws -> SocketDetail {
    let message = ReplyFixture.message {
      ReplyFixture.internet(&$0, InternetSocket())
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: count))
      $0.appendAttribute(type: 8, [0xff])  // what must not leak into a short struct
    }
    return try #require(ReplyFixture.decode(.internet(kind), message)).detail
  }

  @Test func `what is known follows from the length alone`() throws {
    for count in 0...400 {
      let detail = try detail(count: count)
      let expected = Self.groups.reduce(KnownFields([.queues, .owner, .shutdown])) {
        count >= $1.length ? $0.union($1.field) : $0
      }
      #expect(detail.record.known.withoutDirections == expected, "\(count) bytes")
      let info = try #require(detail.tcpInfo)
      #expect(info.bytes == ReplyFixture.tcpInfo(count: min(count, 280)), "\(count) bytes")
    }
  }

  @Test(arguments: [104, 120, 136, 144, 160, 168, 192, 200, 224, 232, 240, 248, 280])
  func `each size in the field tells its fields and no more`(count: Int) throws {
    let detail = try detail(count: count)
    let (tcp, gauges) = (detail.record.tcp, detail.gauges)
    // Byte N holds N + 1, modulo 256.
    #expect(gauges.retransmitTimeoutMicroseconds == 0x0c0b_0a09)
    #expect(gauges.sendMSS == 0x1413_1211)
    #expect(tcp.roundTripMicroseconds == 0x4847_4645)
    #expect(tcp.congestionWindow == 0x5453_5251)
    #expect(tcp.retransmits == 0x6867_6665)
    #expect(gauges.pacingRate == (count >= 112 ? 0x706f_6e6d_6c6b_6a69 : 0))
    #expect(tcp.bytesAcked == (count >= 136 ? 0x807f_7e7d_7c7b_7a79 : 0))
    #expect(tcp.bytesReceived == (count >= 136 ? 0x8887_8685_8483_8281 : 0))
    #expect(gauges.segmentsIn == (count >= 144 ? 0x908f_8e8d : 0))
    #expect(gauges.minimumRTTMicroseconds == (count >= 160 ? 0x9897_9695 : 0))
    #expect(gauges.deliveryRate == (count >= 168 ? 0xa8a7_a6a5_a4a3_a2a1 : 0))
    #expect(tcp.sendBufferLimitedMilliseconds == (count >= 192 ? .max : 0))
    #expect(tcp.bytesSent == (count >= 216 ? 0xd0cf_cecd_cccb_cac9 : 0))
    #expect(tcp.bytesRetransmitted == (count >= 216 ? 0xd8d7_d6d5_d4d3_d2d1 : 0))
    #expect(gauges.sendWindow == (count >= 232 ? 0xe8e7_e6e5 : 0))
  }

  @Test func `times that limits are reckoned from are kept in milliseconds`() throws {
    var info = Array(repeating: UInt8(0), count: 232)
    info.replaceSubrange(168..<176, with: [0x3f, 0x42, 0x0f, 0, 0, 0, 0, 0])  // 999,999
    info.replaceSubrange(176..<184, with: [0x40, 0x42, 0x0f, 0, 0, 0, 0, 0])  // 1,000,000
    let message = ReplyFixture.message {
      ReplyFixture.internet(&$0, InternetSocket())
      $0.appendAttribute(type: 2, info)
    }
    let tcp = try #require(ReplyFixture.decode(.internet(.tcp), message)).detail.record.tcp
    #expect(tcp.busyMilliseconds == 999 && tcp.receiverLimitedMilliseconds == 1000)
    #expect(tcp.sendBufferLimitedMilliseconds == 0)
    #expect(MemoryLayout<SocketRecord>.stride == 168)
  }

  @Test func `gauges come with every record, or with none`() throws {
    let message = ReplyFixture.message {
      ReplyFixture.internet(&$0, InternetSocket())
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 232))
    }
    for isAsked in [false, true] {
      var builder = SnapshotBuilder()
      builder.readsGauges = isAsked
      let decoder = RecordDecoder(table: .internet(.tcp))
      let wasRead = message.asDatagram {
        decoder.decode(16..<message.count, in: $0, into: &builder)
          && !decoder.decode(16..<20, in: $0, into: &builder)
      }
      builder.append(SocketRecord())
      var snapshot = Snapshot()
      builder.move(into: &snapshot)
      #expect(wasRead && snapshot.records.count == 2)
      #expect(snapshot.gauges.count == (isAsked ? 2 : 0))
      #expect(snapshot.gauges(at: 0)?.sendMSS == (isAsked ? 0x1413_1211 : nil))
      #expect(snapshot.gauges(at: 1) == nil)
    }
  }

  @Test func `of two structs the first whole one counts`() throws {
    let message = ReplyFixture.message {
      ReplyFixture.internet(&$0, InternetSocket())
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 50))
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 232))
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 104))
    }
    let detail = try #require(ReplyFixture.decode(.internet(.tcp), message)).detail
    #expect(detail.record.known.contains(.sendWindow))
    #expect(detail.gauges.sendWindow == 0xe8e7_e6e5)
    #expect(detail.tcpInfo?.count == 232)
  }

  @Test(arguments: [SocketKind.udp, .raw, .mptcp, .sctp])
  func `only TCP's own struct is read as tcp_info`(kind: SocketKind) throws {
    let detail = try detail(count: 280, kind: kind)
    #expect(!detail.record.known.contains(.tcpInfo))
    #expect(detail.tcpInfo == nil)
    #expect((detail.mptcp != nil) == (kind == .mptcp))
    #expect((detail.sctp != nil) == (kind == .sctp))
  }
}
