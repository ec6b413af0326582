import Netlink
import SockDiag
import SocketModel
import Testing
import TextSafety

struct DetailDecodingTests {
  private func detail(
    _ kind: SocketKind = .tcp, _ fill: (inout NetlinkMessageBuilder) -> Void
  ) throws -> SocketDetail {
    let message = ReplyFixture.message {
      ReplyFixture.internet(&$0, InternetSocket())
      fill(&$0)
    }
    return try #require(ReplyFixture.decode(.internet(kind), message)).detail
  }

  /// Words 1, 2, 3, … in the host's order.
  private func words(_ count: Int) -> [UInt8] {
    (1...count).flatMap { [UInt8($0), 0, 0, 0] }
  }

  @Test func `the attribute says which congestion control speaks`() throws {
    let vegas = try detail { $0.appendAttribute(type: 3, words(4)) }
    #expect(vegas.congestionState == .vegas(enabled: 1, rttCount: 2, rtt: 3, minimumRTT: 4))
    let dctcp = try detail { $0.appendAttribute(type: 9, words(4)) }
    let expected = CongestionState.dctcp(
      enabled: 1, state: 0, alpha: 2, ecnBytes: 3, totalBytes: 4)
    #expect(dctcp.congestionState == expected)
    let bbr = try detail { $0.appendAttribute(type: 16, words(5)) }
    let state = CongestionState.bbr(
      bandwidth: 0x2_0000_0001, minimumRTT: 3, pacingGain: 4, windowGain: 5)
    #expect(bbr.congestionState == state)
  }

  @Test(arguments: [(3, 3), (9, 3), (16, 4)] as [(UInt16, Int)])
  func `a short congestion state is not told`(type: UInt16, count: Int) throws {
    #expect(try detail { $0.appendAttribute(type: type, words(count)) }.congestionState == nil)
  }

  @Test func `kernel TLS is read from its nest`() throws {
    let layer = try #require(
      try detail {
        $0.appendNested(type: 19 | 0x8000) { layer in  // INET_DIAG_ULP_INFO
          layer.appendAttribute(type: 1, Array("tls\0".utf8))  // INET_ULP_INFO_NAME
          layer.appendNested(type: 2 | 0x8000) { tls in  // INET_ULP_INFO_TLS
            tls.appendAttribute(type: 1, UInt16(0x0304))  // TLS_INFO_VERSION
            tls.appendAttribute(type: 2, UInt16(52))  // TLS_INFO_CIPHER
            tls.appendAttribute(type: 3, UInt16(2))  // TLS_INFO_TXCONF
            tls.appendAttribute(type: 4, UInt16(3))  // TLS_INFO_RXCONF
            tls.appendAttribute(type: 5, [])  // TLS_INFO_ZC_RO_TX
          }
        }
      }.upperLayer)
    #expect(layer.name == RawText(utf8: "tls"))
    let tls = try #require(layer.tls)
    #expect((tls.version, tls.cipher) == (0x0304, 52))
    #expect((tls.sendConfiguration, tls.receiveConfiguration) == (2, 3))
    #expect(tls.zeroCopySend)
    #expect(!tls.noPaddingReceive)
  }

  @Test func `an MPTCP subflow is read from its nest`() throws {
    let layer = try detail {
      $0.appendNested(type: 19) { layer in
        layer.appendAttribute(type: 1, Array("mptcp\0".utf8))
        layer.appendNested(type: 3) { flow in  // INET_ULP_INFO_MPTCP
          flow.appendAttribute(type: 1, UInt32(0xaaaa))  // TOKEN_REM
          flow.appendAttribute(type: 2, UInt32(0xbbbb))  // TOKEN_LOC
          flow.appendAttribute(type: 4, UInt64(0x1234_5678_9abc))  // MAP_SEQ
          flow.appendAttribute(type: 5, UInt32(4))  // MAP_SFSEQ
          flow.appendAttribute(type: 6, UInt32(5))  // SSN_OFFSET
          flow.appendAttribute(type: 7, UInt16(6))  // MAP_DATALEN
          flow.appendAttribute(type: 8, UInt32(7))  // FLAGS
          flow.appendAttribute(type: 9, [8])  // ID_REM
          flow.appendAttribute(type: 10, [9])  // ID_LOC
        }
      }
    }.upperLayer
    let flow = try #require(layer?.subflow)
    #expect((flow.remoteToken, flow.localToken) == (0xaaaa, 0xbbbb))
    #expect(flow.mapSequence == 0x1234_5678_9abc)
    #expect((flow.mapSubflowSequence, flow.subflowOffset) == (4, 5))
    #expect((flow.mapLength, flow.flags) == (6, 7))
    #expect((flow.remoteID, flow.localID) == (8, 9))
  }

  @Test func `MPTCP's own struct is kept whole`() throws {
    let detail = try detail(.mptcp) {
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 96))
    }
    let info = try #require(detail.mptcp)
    #expect(info.subflows == 1)
    #expect(info.token == 0x100f_0e0d)
    #expect(info.bytesAcked == 0x504f_4e4d_4c4b_4a49)
    #expect(info.lastAckReceivedMilliseconds == 0x605f_5e5d)
  }

  @Test func `SCTP tells the addresses of both ends`() throws {
    // `struct sockaddr_in` and `sockaddr_in6`, each in 128 bytes.
    let inet = [2, 0, 0, 80, 192, 0, 2, 1] + [UInt8](repeating: 0, count: 120)
    let inet6 =
      [10, 0, 0, 80, 0, 0, 0, 0, 0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [9]
      + [UInt8](repeating: 0, count: 104)
    let detail = try detail(.sctp) {
      $0.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 60))
      $0.appendAttribute(type: 12, inet + inet6)  // INET_DIAG_LOCALS
      $0.appendAttribute(type: 13, inet6 + inet.prefix(100))  // INET_DIAG_PEERS
    }
    let sctp = try #require(detail.sctp)
    let four = HostAddress(family: .inet, bits: AddressBits(word: 0xc000_0201))
    let six = HostAddress(family: .inet6, bits: AddressBits(high: 0xfe80 << 48, low: 9))
    #expect(sctp.localAddresses == [four, six])
    #expect(sctp.peerAddresses == [six])
    #expect(sctp.tag == 0x0403_0201)
    #expect(sctp.peerCapabilities == 53)
    #expect(sctp.autoclose == nil)
  }

  @Test func `names of congestion controls are kept once`() {
    var builder = SnapshotBuilder()
    let decoder = RecordDecoder(table: .internet(.tcp))
    let names = ["cubic", "bbr", "cubic", "a-name-of-sixteen-and-more", "", "bbr"]
    for name in names {
      let message = ReplyFixture.message {
        ReplyFixture.internet(&$0, InternetSocket())
        $0.appendAttribute(type: 4, Array(name.utf8) + [0])
      }
      let isDecoded = unsafe decoder.decode(
        16..<message.count, in: message.span.bytes, into: &builder)
      #expect(isDecoded)
    }
    #expect(builder.records.map(\.congestionControl) == [1, 2, 1, 3, 0, 2])
    #expect(
      builder.congestionNames == ["", "cubic", "bbr", "a-name-of-sixtee"].map(RawText.init(utf8:)))
  }

  @Test(arguments: [false, true])
  func `only a dump leaves out a TCP socket that ended while it was written down`(isDump: Bool) {
    var builder = SnapshotBuilder()
    var details = SnapshotBuilder()
    builder.readsGauges = true
    let decoder = RecordDecoder(table: .internet(.tcp), isDump: isDump)
    let whole = DetailDecoder(table: .internet(.tcp), isDump: isDump)
    var handed: [SocketState] = []
    // Closed: with a port it is bound and nothing else.
    for (state, port) in [(7, 0), (1, 443), (7, 443), (1, 0), (1, 443)] as [(UInt8, UInt16)] {
      var socket = InternetSocket()
      socket.state = state
      socket.port = port
      let message = ReplyFixture.message { ReplyFixture.internet(&$0, socket) }
      let isDecoded = message.asDatagram {
        if let detail = whole.decode(16..<message.count, in: $0, into: &details) {
          handed.append(detail.record.state)
        }
        return decoder.decode(16..<message.count, in: $0, into: &builder)
      }
      #expect(isDecoded)
    }
    let kept: [SocketState] =
      isDump
      ? [.established, .boundInactive, .established]
      : [.boundInactive, .established, .boundInactive, .established, .established]
    #expect(builder.records.map(\.state) == kept && handed == kept)
    #expect(builder.gauges.count == kept.count && details.records.count == kept.count)
  }

  @Test func `more than 255 names are not known`() {
    var builder = SnapshotBuilder()
    let decoder = RecordDecoder(table: .internet(.tcp))
    for number in 1...300 {
      let message = ReplyFixture.message {
        ReplyFixture.internet(&$0, InternetSocket())
        $0.appendAttribute(type: 4, Array("cc\(number)\0".utf8))
      }
      _ = unsafe decoder.decode(16..<message.count, in: message.span.bytes, into: &builder)
    }
    #expect(builder.congestionNames.count == 256)
    #expect(builder.records[254].congestionControl == 255)
    #expect(builder.records[255].congestionControl == 0)
  }
}
