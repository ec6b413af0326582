import Netlink
import SockDiag
import SocketModel
import Testing
import TextSafety

struct FamilyDecodingTests {
  private static let cookie: UInt64 = 0x1122_3344_5566_7788

  private func decode(
    _ table: ReplyTable, _ fill: (inout NetlinkMessageBuilder) -> Void
  ) throws -> (detail: SocketDetail, builder: SnapshotBuilder) {
    try #require(ReplyFixture.decode(table, ReplyFixture.message { fill(&$0) }))
  }

  /// `struct unix_diag_msg`.
  private func unix(_ message: inout NetlinkMessageBuilder, type: UInt8 = 1) {
    message.append(bytes: [1, type, 10, 0])  // udiag_family, type, state LISTEN, pad
    message.append(UInt32(501))  // udiag_ino
    message.append(Self.cookie)  // udiag_cookie
  }

  @Test func `a unix socket tells names, peers, queues and owner`() throws {
    let (detail, builder) = try decode(.unix) {
      unix(&$0)
      $0.appendAttribute(type: 0, Array("/run/x.sock\0".utf8))  // UNIX_DIAG_NAME
      $0.appendAttribute(type: 1, [7, 0, 0, 0, 9, 0, 0, 0])  // UNIX_DIAG_VFS: ino, dev
      $0.appendAttribute(type: 2, UInt32(502))  // UNIX_DIAG_PEER
      $0.appendAttribute(type: 3, [11, 0, 0, 0, 12, 0, 0, 0])  // UNIX_DIAG_ICONS
      $0.appendAttribute(type: 4, [3, 0, 0, 0, 128, 0, 0, 0])  // UNIX_DIAG_RQLEN
      $0.appendAttribute(type: 5, ReplyFixture.memory())  // UNIX_DIAG_MEMINFO
      $0.appendAttribute(type: 6, [2])  // UNIX_DIAG_SHUTDOWN
      $0.appendAttribute(type: 7, UInt32(0))  // UNIX_DIAG_UID: root
    }
    let record = detail.record
    #expect(record.kind == .unixStream)
    #expect(record.family == .unix)
    #expect(record.state == .listen)
    #expect(record.inode == 501)
    #expect(record.localPort == 501)
    #expect(record.remotePort == 502)
    #expect(record.cookie == Self.cookie)
    #expect(record.receiveQueue == 3)
    #expect(record.sendQueue == 128)
    #expect(record.shutdown == 2)
    #expect(record.ownerUID == 0)
    #expect(record.known.withoutDirections == [.name, .queues, .memory, .shutdown, .owner])
    #expect(builder.names == Array("/run/x.sock".utf8))
    #expect(record.name == NameRange(offset: 0, length: 11))
    #expect(detail.name == RawText(utf8: "/run/x.sock"))
    #expect(detail.unix?.fileInode == 7)
    #expect(detail.unix?.fileDevice == 9)
    #expect(detail.unix?.pendingPeers == [11, 12])
  }

  @Test func `an abstract name keeps its NULs and a path ends at the first`() throws {
    let (abstract, _) = try decode(.unix) {
      unix(&$0, type: 2)
      $0.appendAttribute(type: 0, [0, 0x61, 0, 0x62])
    }
    #expect(abstract.name == RawText([0, 0x61, 0, 0x62]))
    #expect(abstract.record.kind == .unixDatagram)
    #expect(abstract.record.ownerUID == nil)
    let (path, _) = try decode(.unix) {
      unix(&$0, type: 5)
      $0.appendAttribute(type: 0, [0x2f, 0x61, 0, 0x62])
    }
    #expect(path.name == RawText(utf8: "/a"))
    #expect(path.record.kind == .unixSequenced)
  }

  @Test func `an unknown type of unix socket is no socket`() {
    let message = ReplyFixture.message { unix(&$0, type: 3) }
    #expect(ReplyFixture.decode(.unix, message) == nil)
  }

  @Test func `a packet socket tells device, rings, fanout and filter`() throws {
    let (detail, _) = try decode(.packet) {
      $0.append(bytes: [17, 3])  // pdiag_family, pdiag_type SOCK_RAW
      $0.append(UInt16(0x0003))  // pdiag_num: ETH_P_ALL
      $0.append(UInt32(601))  // pdiag_ino
      $0.append(Self.cookie)  // pdiag_cookie
      // PACKET_DIAG_INFO: index, version, reserve, copy_thresh, tstamp, flags
      $0.appendAttribute(type: 0, [4, 2, 0, 96, 0, 3].flatMap { [$0, 0, 0, 0] })
      // PACKET_DIAG_RX_RING: block size and count, frame size and count, timeout, private, features
      $0.appendAttribute(type: 2, (1...7).flatMap { [$0, 0, 0, 0] as [UInt8] })
      $0.appendAttribute(type: 4, UInt32(0x0001_0005))  // PACKET_DIAG_FANOUT
      $0.appendAttribute(type: 5, UInt32(1000))  // PACKET_DIAG_UID
      $0.appendAttribute(type: 6, ReplyFixture.memory())  // PACKET_DIAG_MEMINFO
      $0.appendAttribute(type: 7, [0x28, 0, 1, 2, 12, 0, 0, 0])  // PACKET_DIAG_FILTER
    }
    let record = detail.record
    #expect(record.kind == .packetRaw)
    #expect(record.state == .close)
    #expect(record.protocolNumber == 3)
    #expect(record.localAddress.word == 3)
    #expect(record.localPort == 4)
    #expect(record.interfaceIndex == 4)
    #expect(record.inode == 601)
    #expect(record.ownerUID == 1000)
    #expect(record.receiveQueue == 100)
    #expect(record.sendQueue == 0)
    let packet = try #require(detail.packet)
    #expect(packet.version == 2)
    #expect(packet.copyThreshold == 96)
    #expect(packet.flags == 3)
    #expect(packet.receiveRing?.frameCount == 4)
    #expect(packet.receiveRing?.features == 7)
    #expect(packet.sendRing == nil)
    #expect(packet.fanout == 0x0001_0005)
    let instruction = PacketDetail.Instruction(
      code: 0x28, jumpTrue: 1, jumpFalse: 2, operand: 12)
    #expect(packet.filter == [instruction])
  }

  @Test(arguments: [(0, UInt32.max, 0), (1, 55, 6)] as [NetlinkState])
  func `a netlink socket tells its groups, and its peer if connected`(state: NetlinkState) throws {
    let (detail, _) = try decode(.netlink) {
      $0.append(bytes: [16, 3, 15, state.connected])  // ndiag_family, type, protocol, state
      $0.append(UInt32(4321))  // ndiag_portid
      $0.append(UInt32(55))  // ndiag_dst_portid
      $0.append(UInt32(6))  // ndiag_dst_group
      $0.append(UInt32(701))  // ndiag_ino
      $0.append(Self.cookie)  // ndiag_cookie
      $0.appendAttribute(type: 0, ReplyFixture.memory())  // NETLINK_DIAG_MEMINFO
      $0.appendAttribute(type: 1, [1, 0, 0, 0, 0, 0, 0, 0x80])  // NETLINK_DIAG_GROUPS
    }
    let record = detail.record
    #expect(record.kind == .netlink)
    #expect(record.state == .close)
    #expect(record.protocolNumber == 15)
    #expect(record.localAddress.word == 15)
    #expect(record.localPort == 4321)
    #expect(record.remotePort == state.remotePort)
    #expect(record.remoteAddress.word == state.group)
    #expect(record.inode == 701)
    #expect(record.cookie == Self.cookie)
    #expect(record.receiveQueue == 100)
    #expect(record.sendQueue == 102)
    #expect(detail.netlinkGroups == [1, 0x8000_0000])
  }

  typealias NetlinkState = (connected: UInt8, remotePort: UInt32, group: UInt32)

  @Test func `a vsock socket tells both ends`() throws {
    let record = try decode(.vsock) {
      $0.append(bytes: [40, 1, 10, 1])  // vdiag_family, type, state, shutdown
      $0.append(UInt32(2))  // vdiag_src_cid
      $0.append(UInt32(1024))  // vdiag_src_port
      $0.append(UInt32.max)  // vdiag_dst_cid
      $0.append(UInt32(70000))  // vdiag_dst_port
      $0.append(UInt32(801))  // vdiag_ino
      $0.append(Self.cookie)  // vdiag_cookie
    }.detail.record
    #expect(record.kind == .vsockStream)
    #expect(record.state == .listen)
    #expect(record.shutdown == 1)
    #expect(record.localAddress.word == 2)
    #expect(record.localPort == 1024)
    #expect(record.remoteAddress.word == .max)
    #expect(record.remotePort == 70000)
    #expect(record.inode == 801)
    #expect(record.cookie == Self.cookie)
  }

  @Test func `a TIPC socket is one nest`() throws {
    let (detail, _) = try decode(.tipc) {
      $0.appendNested(type: 2) { socket in  // TIPC_NLA_SOCK
        socket.appendAttribute(type: 1, UInt32(0x0100_1001))  // ADDR
        socket.appendAttribute(type: 2, UInt32(99))  // REF
        socket.appendNested(type: 3) { connection in  // CON
          connection.appendAttribute(type: 1, [])  // FLAG
          connection.appendAttribute(type: 2, UInt32(0x0100_1002))  // NODE
          connection.appendAttribute(type: 3, UInt32(77))  // SOCK
          connection.appendAttribute(type: 4, UInt32(18888))  // TYPE
          connection.appendAttribute(type: 5, UInt32(17))  // INST
        }
        socket.appendAttribute(type: 4, [])  // HAS_PUBL
        socket.appendNested(type: 5) { statistics in  // STAT
          statistics.appendAttribute(type: 0, UInt32(5))  // RCVQ
          statistics.appendAttribute(type: 1, UInt32(6))  // SENDQ
          statistics.appendAttribute(type: 2, [])  // LINK_CONG
          statistics.appendAttribute(type: 4, UInt32(8))  // DROP
        }
        socket.appendAttribute(type: 6, UInt32(5))  // TYPE: SOCK_SEQPACKET
        socket.appendAttribute(type: 7, UInt32(901))  // INO
        socket.appendAttribute(type: 8, UInt32(1000))  // UID
        socket.appendAttribute(type: 9, UInt32(1))  // TIPC_STATE
        socket.appendAttribute(type: 10, Self.cookie)  // COOKIE
      }
    }
    let record = detail.record
    #expect(record.kind == .tipcSequenced)
    #expect(record.state == .established)
    #expect(record.localAddress.word == 0x0100_1001)
    #expect(record.localPort == 99)
    #expect(record.remoteAddress.word == 0x0100_1002)
    #expect(record.remotePort == 77)
    #expect((record.receiveQueue, record.sendQueue) == (5, 6))
    #expect(record.inode == 901)
    #expect(record.ownerUID == 1000)
    #expect(record.cookie == Self.cookie)
    let tipc = try #require(detail.tipc)
    #expect(tipc.socketType == 5)
    #expect((tipc.viaType, tipc.viaInstance) == (18888, 17))
    #expect(tipc.hasPublication)
    #expect(tipc.isLinkCongested)
    #expect(!tipc.isCongested)
    #expect(tipc.drops == 8)
  }

  @Test func `an XDP socket tells queue, rings, memory and statistics`() throws {
    let (detail, _) = try decode(.xdp) {
      $0.append(bytes: [44, 3, 0, 0])  // xdiag_family, type, pad
      $0.append(UInt32(951))  // xdiag_ino
      $0.append(Self.cookie)  // xdiag_cookie
      $0.appendAttribute(type: 1, [4, 0, 0, 0, 1, 0, 0, 0])  // XDP_DIAG_INFO: ifindex, queue_id
      $0.appendAttribute(type: 2, UInt32(0))  // XDP_DIAG_UID
      $0.appendAttribute(type: 3, UInt32(2048))  // XDP_DIAG_RX_RING
      // XDP_DIAG_UMEM: u64 size, then id, pages, chunk, headroom, ifindex, queue, flags, refs
      $0.appendAttribute(type: 5, (1...10).flatMap { [$0, 0, 0, 0] as [UInt8] })
      $0.appendAttribute(type: 8, ReplyFixture.memory())  // XDP_DIAG_MEMINFO
      $0.appendAttribute(type: 9, (1...6).flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] as [UInt8] })
    }
    let record = detail.record
    #expect(record.kind == .xdp)
    #expect(record.localAddress.word == 4)
    #expect(record.localPort == 1)
    #expect(record.ownerUID == 0)
    #expect(record.receiveQueue == 100)
    let xdp = try #require(detail.xdp)
    #expect(xdp.receiveRing == 2048)
    #expect(xdp.sendRing == nil)
    #expect(xdp.umem?.size == 0x2_0000_0001)
    #expect(xdp.umem?.id == 3)
    #expect(xdp.umem?.references == 10)
    #expect(xdp.statistics == [1, 2, 3, 4, 5, 6])
  }
}
