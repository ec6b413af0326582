import SocketModel
import SocketReport
import Testing
import TextSafety

/// `-i` of TCP and what lies above it.
struct TCPTokenTests {
  @Test func `a connection's tokens come in the order of ss`() {
    var detail = Self.detail(Self.busyConnection)
    detail.congestionControl = RawText(utf8: "cubic")
    #expect(
      Self.info(detail) == """
         cubic wscale:7,10 rto:204 backoff:1 rtt:0.038/0.02 ato:40 mss:1448 pmtu:1500 rcvmss:536 \
        advmss:1460 cwnd:11 ssthresh:20 bytes_sent:134518 bytes_retrans:34518 bytes_acked:100001 \
        bytes_received:5 segs_out:6 segs_in:2 data_segs_out:4 data_segs_in:1 send 3353263158bps \
        lastsnd:20 lastrcv:28 lastack:24 pacing_rate 8000bps/16000bps delivery_rate 24000bps \
        delivered:2 delivered_ce:1 app_limited busy:28ms rwnd_limited:14ms(50.0%) \
        sndbuf_limited:7ms(25.0%) unacked:2 retrans:1/3 lost:4 sacked:5 dsack_dups:6 fackets:7 \
        reordering:9 reord_seen:8 rcv_rtt:1.5 rcv_space:65495 rcv_ssthresh:65496 notsent:10 \
        minrtt:0.023 rcv_ooopack:11 snd_wnd:95232 rcv_wnd:65536 rehash:12
        """)
  }

  @Test func `negotiated options come with -o only`() {
    var words = TCPInfoBuilder()
    words.byte(5, 0b0111_1011)
    let detail = Self.detail(words)
    #expect(Self.info(detail) == " reordering:0")
    let text = Fixtures.rest(detail) {
      $0.showsInfo = true
      $0.isOneLine = true
      $0.showsTimers = true
    }
    #expect(text == " ts usec_ts sack ecn ecnseen fastopen reordering:0")
  }

  @Test func `a short struct says what it has`() {
    var words = TCPInfoBuilder()
    words.word(8, 200_000)
    words.word(16, 1448)
    words.word(88, 3)
    #expect(Self.info(Self.detail(words, length: 104)) == " rto:200 mss:1448")
  }

  @Test func `values that mean nothing are not printed`() {
    var words = TCPInfoBuilder()
    words.word(8, 3_000_000)
    words.word(76, 0x7fff_ffff)
    words.word(88, 3)
    words.long(104, .max)
    words.word(148, .max)
    #expect(Self.info(Self.detail(words)) == "")
  }

  @Test func `a listener's queue limit is not taken for sacks`() {
    var words = TCPInfoBuilder()
    words.word(24, 1)
    words.word(28, 128)
    words.word(80, 10)
    words.word(88, 3)
    var detail = Self.detail(words)
    detail.record.state = .listen
    #expect(Self.info(detail) == " cwnd:10 unacked:1")
  }

  @Test func `rates have three digits unless -n`() {
    let table: [(UInt64, String, String)] = [
      (1, "8bps", "8bps"), (125, "1000bps", "1000bps"), (126, "1.01kbps", "1008bps"),
      (125_000, "1e+03kbps", "1000000bps"), (1_250_000, "10Mbps", "10000000bps"),
      (123_456_789, "988Mbps", "987654312bps"), (1_234_567_890, "9.88Gbps", "9876543120bps"),
      (1 << 40, "8.8Tbps", "8796093022208bps"),
    ]
    for (bytes, short, exact) in table {
      var words = TCPInfoBuilder()
      words.word(88, 3)
      words.long(160, bytes)
      #expect(Self.info(Self.detail(words), isNumeric: false) == " delivery_rate \(short)")
      #expect(Self.info(Self.detail(words)) == " delivery_rate \(exact)")
    }
  }

  @Test func `congestion controls tell of themselves`() {
    let table: [(CongestionState, String)] = [
      (
        .dctcp(enabled: 1, state: 2, alpha: 3, ecnBytes: 4, totalBytes: 5),
        " dctcp:(ce_state:2,alpha:3,ab_ecn:4,ab_tot:5)"
      ),
      (.dctcp(enabled: 0, state: 0, alpha: 0, ecnBytes: 0, totalBytes: 0), " dctcp:fallback_mode"),
      (
        .bbr(bandwidth: 2_070_260_375, minimumRTT: 23, pacingGain: 739, windowGain: 739),
        " bbr:(bw:16562083000bps,mrtt:0.023,pacing_gain:2.88672,cwnd_gain:2.88672)"
      ),
      (
        .bbr(bandwidth: 0, minimumRTT: 21, pacingGain: 0, windowGain: 0),
        " bbr:(bw:0bps,mrtt:0.021)"
      ),
      (.vegas(enabled: 1, rttCount: 1, rtt: 1000, minimumRTT: 900), ""),
    ]
    for (state, expected) in table {
      var words = TCPInfoBuilder()
      words.word(88, 3)
      var detail = Self.detail(words)
      detail.congestionState = state
      #expect(Self.info(detail) == expected)
    }
  }

  @Test func `vegas knows the round trip that the send rate is over`() {
    var words = TCPInfoBuilder()
    words.word(16, 1000)
    words.word(80, 10)
    words.word(88, 3)
    var detail = Self.detail(words)
    #expect(!Self.info(detail).contains("send"))
    detail.congestionState = .vegas(enabled: 1, rttCount: 1, rtt: 1000, minimumRTT: 900)
    #expect(Self.info(detail) == " mss:1000 cwnd:10 send 80000000bps")
  }

  @Test func `tls and subflows stand at the end`() {
    var words = TCPInfoBuilder()
    words.word(88, 3)
    var detail = Self.detail(words)
    var tls = TLSInfo()
    tls.version = 0x304
    tls.cipher = 51
    tls.receiveConfiguration = 2
    tls.sendConfiguration = 9
    tls.zeroCopySend = true
    tls.noPaddingReceive = true
    detail.upperLayer = UpperLayerProtocol(name: RawText(utf8: "tls"), tls: tls)
    #expect(
      Self.info(detail) == """
         tcp-ulp-tls version: 1.3 cipher: aes-gcm-128 rxconf: sw txconf: unknown(9) zc_ro_tx \
        no_pad_rx
        """)
    var subflow = MPTCPSubflow()
    subflow.flags = 0b1_1100_0011
    subflow.remoteToken = 0xab
    subflow.localToken = 0x1234_5678
    subflow.remoteID = 1
    subflow.localID = 2
    subflow.mapSequence = 0xdead_beef_1234
    subflow.mapSubflowSequence = 0x1f
    subflow.subflowOffset = 0x2f
    subflow.mapLength = 0x3f
    detail.upperLayer = UpperLayerProtocol(name: RawText(utf8: "mptcp"), subflow: subflow)
    #expect(
      Self.info(detail) == """
         tcp-ulp-mptcp flags:Mmecv token:00ab(id:1)/12345678(id:2) seq:deadbeef1234 sfseq:1f \
        ssnoff:2f maplen:3f
        """)
  }

  static func info(_ detail: SocketDetail, isNumeric: Bool = true) -> String {
    Fixtures.rest(detail) {
      $0.showsInfo = true
      $0.isOneLine = true
      $0.isNumeric = isNumeric
    }
  }

  static func detail(_ words: TCPInfoBuilder, length: Int = 280) -> SocketDetail {
    var detail = SocketDetail(record: Fixtures.tcp())
    detail.tcpInfo = TCPInfo(words.bytes.prefix(length))
    return detail
  }

  static var busyConnection: TCPInfoBuilder {
    var words = TCPInfoBuilder()
    words.byte(4, 1)
    words.byte(5, 4)
    words.byte(6, 0xa7)
    words.byte(7, 1)
    let table: [(Int, UInt32)] = [
      (8, 204_000), (12, 40_000), (16, 1448), (20, 536), (24, 2), (28, 5), (32, 4), (36, 1),
      (40, 7), (44, 20), (52, 28), (56, 24), (60, 1500), (64, 65496), (68, 38), (72, 20),
      (76, 20), (80, 11), (84, 1460), (88, 9), (92, 1500), (96, 65495), (100, 3), (136, 6),
      (140, 2), (144, 10), (148, 23), (152, 1), (156, 4), (192, 2), (196, 1), (216, 6), (220, 8),
      (224, 11), (228, 95232), (232, 65536), (236, 12),
    ]
    for (offset, value) in table { words.word(offset, value) }
    let longs: [(Int, UInt64)] = [
      (104, 1000), (112, 2000), (120, 100_001), (128, 5), (160, 3000), (168, 28_000),
      (176, 14_000), (184, 7_000), (200, 134_518), (208, 34_518),
    ]
    for (offset, value) in longs { words.long(offset, value) }
    return words
  }
}

/// A `struct tcp_info`, field by field.
struct TCPInfoBuilder {
  private(set) var bytes = [UInt8](repeating: 0, count: 280)

  mutating func byte(_ offset: Int, _ value: UInt8) { bytes[offset] = value }

  mutating func word(_ offset: Int, _ value: UInt32) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  mutating func long(_ offset: Int, _ value: UInt64) {
    for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }
}
