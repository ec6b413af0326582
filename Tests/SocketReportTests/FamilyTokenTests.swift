import SocketModel
import SocketReport
import Testing
import TextSafety

/// What options add to sockets of the other families.
struct FamilyTokenTests {
  @Test func `mptcp tells what is not zero`() {
    var bytes = [UInt8](repeating: 0, count: 96)
    for (offset, value) in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (8, 3), (12, 0xab)] {
      bytes[offset] = UInt8(value)
    }
    for (offset, value) in [
      (16, 7), (24, 8), (32, 0x1a), (40, 10), (41, 11), (42, 1), (44, 12), (48, 13), (56, 14),
      (64, 15), (72, 16), (80, 17), (84, 18), (88, 19), (92, 20),
    ] {
      bytes[offset] = UInt8(value)
    }
    var detail = SocketDetail(record: Fixtures.record(.mptcp, .inet))
    detail.mptcp = MPTCPInfo(bytes)
    #expect(
      Self.line(detail) { $0.showsInfo = true } == """
         subflows:1 add_addr_signal:2 add_addr_accepted:3 subflows_max:4 add_addr_signal_max:5 \
        add_addr_accepted_max:6 fallback remote_key token:ab write_seq:7 snd_una:8 rcv_nxt:1a \
        local_addr_used:10 local_addr_max:11 csum_enabled:1 retransmits:12 bytes_retrans:13 \
        bytes_sent:14 bytes_received:15 bytes_acked:16 subflows_total:17 last_data_sent:18 \
        last_data_recv:19 last_ack_recv:20
        """)
    detail.mptcp = MPTCPInfo([])
    #expect(Self.line(detail) { $0.showsInfo = true } == "")
  }

  @Test func `sctp names its addresses and its state`() {
    var bytes = [UInt8](repeating: 0, count: 364)
    for (offset, value) in [
      (0, 0xab), (4, 3), (8, 100), (12, 1), (14, 2), (16, 3), (18, 4), (20, 99), (24, 5), (28, 6),
      (32, 7), (36, 8), (40, 9), (44, 10), (48, 0xcd), (52, 1), (53, 1), (344, 11), (348, 12),
      (352, 13), (356, 1), (357, 1), (358, 1), (359, 2),
    ] {
      bytes[offset] = UInt8(value)
    }
    var detail = SocketDetail(record: Fixtures.record(.sctp, .inet))
    detail.sctp = SCTPInfo(
      bytes: bytes,
      localAddresses: [
        HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0001)),
        HostAddress(family: .inet6, bits: AddressBits(high: 0, low: 1)),
      ],
      peerAddresses: [HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0002))])
    #expect(
      Self.line(detail) { $0.showsInfo = true } == """
         locals:10.0.0.1,::1 peers:10.0.0.2 tag:ab state:ESTAB rwnd:100 unackdata:1 penddata:2 \
        instrms:3 outstrms:4 inqueue:5 outqueue:6 overerr:7 maxburst:8 maxseg:9 prwnd:10 ptag:cd \
        pcapable:1 psack:1 autoclose:11 adapind:12 pdpoint:13 nodelay:1 nofrag:1 v4mapped:1 \
        fraginl:2
        """)
  }

  @Test func `unix details stay on the row`() {
    var record = Fixtures.record(.unixStream, .unix)
    record.known = [.shutdown]
    var detail = Fixtures.detailWithMemory(record)
    var unix = UnixDetail()
    unix.fileInode = 16_222_025
    unix.fileDevice = 254 << 20
    unix.pendingPeers = [208_828, 7]
    detail.unix = unix
    let text = Fixtures.rest(detail) {
      $0.showsExtended = true
      $0.showsMemory = true
    }
    #expect(
      text == """
         skmem:(r1,rb131072,t2,tb87040,f3,w4,o5,bl6,d7) <-> ino:16222025 dev:0/65024 peers: 208828 7
        """)
    detail.unix?.pendingPeers = []
    detail.unix?.fileInode = nil
    #expect(Fixtures.rest(detail) { $0.showsExtended = true } == " <-> peers:")
  }

  @Test func `packet details have lines of their own`() {
    let detail = Self.packet
    #expect(
      Fixtures.rest(detail) { $0.showsExtended = true } == """
         uid:1000 ino:4711 sk:1f
        \tver:1 cpy_thresh:2 flags( running auxdata origdev vnethdr loss )
        \tring_rx(blk_size:4096,blk_nr:2,frm_size:2048,frm_nr:4,tmo:5,features:0x6)
        \tring_tx(blk_size:1,blk_nr:2,frm_size:3,frm_nr:4,tmo:5,features:0x0)
        \tfanout(id:7,type:lb)
        """)
    let filter = Fixtures.rest(detail) {
      $0.showsBPF = true
      $0.showsTimers = true
    }
    #expect(filter == "\n\tbpf filter (2):  0x28 0 0 12, 0x06 1 2 65535,")
    let line = Self.line(detail) { $0.showsBPF = true }
    #expect(line == " bpf filter (2):  0x28 0 0 12, 0x06 1 2 65535,")
  }

  @Test func `fanout has its types by name`() {
    let names = ["hash", "lb", "cpu", "roll", "random", "qm", "0x6", "0x7"]
    for (type, name) in names.enumerated() {
      var detail = SocketDetail(record: Fixtures.record(.packetRaw, .packet))
      var packet = PacketDetail()
      packet.fanout = UInt32(type) << 16 | 9
      detail.packet = packet
      #expect(
        Self.line(detail) { $0.showsExtended = true }.hasSuffix(" fanout(id:9,type:\(name))"))
    }
  }

  @Test func `packet flags may be none`() {
    var detail = SocketDetail(record: Fixtures.record(.packetDatagram, .packet))
    var packet = PacketDetail()
    packet.version = 0
    detail.packet = packet
    #expect(Self.line(detail) { $0.showsExtended = true }.hasSuffix(" flags( 0 )"))
  }

  @Test func `netlink tells its groups`() {
    var detail = Fixtures.detailWithMemory(Fixtures.record(.netlink, .netlink))
    detail.netlinkGroups = [5, 1]
    let text = Fixtures.rest(detail) {
      $0.showsExtended = true
      $0.showsMemory = true
    }
    #expect(
      text == """
         sk=0 cb=0 groups=0x00000005\t skmem:(r1,rb131072,t2,tb87040,f3,w4,o5,bl6,d7)
        """)
  }

  @Test func `tipc tells type, congestion and publication`() {
    var detail = SocketDetail(record: Fixtures.record(.tipcStream, .tipc))
    var tipc = TIPCDetail()
    tipc.socketType = 5
    tipc.isLinkCongested = true
    tipc.drops = 3
    tipc.hasPublication = true
    tipc.viaType = 18888
    tipc.viaInstance = 17
    detail.tipc = tipc
    #expect(
      Self.line(detail) { $0.showsTIPC = true }
        == " type:SEQPACKET cong:link  drop:3  publ via {18888,17} ")
    detail.tipc = TIPCDetail()
    #expect(
      Fixtures.rest(detail) { $0.showsTIPC = true } == "\n type:UNKNOWN cong:none  drop:0 ")
  }

  @Test func `xdp tells rings, memory and statistics`() {
    var record = Fixtures.record(.xdp, .xdp)
    record.uid = 0
    var detail = SocketDetail(record: record)
    var xdp = XDPDetail()
    xdp.receiveRing = 1
    xdp.sendRing = 2
    xdp.fillRing = 3
    xdp.completionRing = 4
    xdp.umem = XDPDetail.UMEM(
      size: 5, id: 6, pages: 7, chunkSize: 8, headroom: 9, interfaceIndex: 10, queue: 11, flags: 1,
      references: 12)
    xdp.statistics = [1, 2, 3, 4, 5, 6]
    detail.xdp = xdp
    #expect(
      Self.line(detail) { $0.showsExtended = true } == """
         ino:4711 sk:1f rx(entries:1) tx(entries:2) \
        umem(id:6,size:5,num_pages:7,chunk_size:8,headroom:9,ifindex:10,qid:11,zc:1,refs:12) \
        fr(entries:3) cr(entries:4) stats(rx dropped:1,rx invalid:2,rx queue full:3,\
        rx fill ring empty:4,tx invalid:5,tx ring empty:6)
        """)
  }

  @Test func `vsock adds nothing`() {
    let detail = SocketDetail(record: Fixtures.record(.vsockStream, .vsock))
    let text = Fixtures.rest(detail) {
      $0.showsExtended = true
      $0.showsInfo = true
      $0.showsMemory = true
      $0.showsTimers = true
    }
    #expect(text == "")
  }

  static func line(
    _ detail: SocketDetail, _ change: (inout ReportOptions) -> Void
  ) -> String {
    Fixtures.rest(detail) {
      $0.isOneLine = true
      change(&$0)
    }.replacing("\n\t", with: "")
  }

  static var packet: SocketDetail {
    var record = Fixtures.record(.packetRaw, .packet)
    record.uid = 1000
    var detail = SocketDetail(record: record)
    var packet = PacketDetail()
    packet.version = 1
    packet.copyThreshold = 2
    packet.flags = 31
    packet.receiveRing = PacketDetail.Ring(
      blockSize: 4096, blockCount: 2, frameSize: 2048, frameCount: 4, retireTimeout: 5,
      privateSize: 0, features: 6)
    packet.sendRing = PacketDetail.Ring(
      blockSize: 1, blockCount: 2, frameSize: 3, frameCount: 4, retireTimeout: 5, privateSize: 0,
      features: 0)
    packet.fanout = 1 << 16 | 7
    packet.filter = [
      PacketDetail.Instruction(code: 0x28, jumpTrue: 0, jumpFalse: 0, operand: 12),
      PacketDetail.Instruction(code: 6, jumpTrue: 1, jumpFalse: 2, operand: 65535),
    ]
    detail.packet = packet
    return detail
  }
}
