import Netlink
import SockDiag
import SocketModel
import TestSupport
import Testing

/// Random and mutated replies: whatever comes, nothing traps.
struct SockDiagFuzzTests {
  private static let tables: [DumpRequest] =
    [SocketKind.tcp, .udp, .raw, .mptcp, .sctp].map {
      .internet(InternetRequest(kind: $0, families: .inet))
    } + [
      .unix(UnixRequest()), .packet(PacketRequest()), .netlink(NetlinkRequest()),
      .vsock(VsockRequest()), .tipc(TIPCRequest()), .xdp(XDPRequest()),
    ]

  /// A plausible reply of any table: a header and every attribute number, some of them nests.
  private static let seed = ReplyFixture.message(20) {
    ReplyFixture.internet(&$0, InternetSocket())
    for type in 0...24 as ClosedRange<UInt16> {
      $0.appendAttribute(type: type, ReplyFixture.tcpInfo(count: Int(type) * 3))
    }
    $0.appendNested(type: 19) { nest in
      nest.appendAttribute(type: 2, ReplyFixture.tcpInfo(count: 24))
      nest.appendNested(type: 3) { $0.appendAttribute(type: 4, UInt64(9)) }
    }
  }

  private func feed(_ bytes: [UInt8], _ request: DumpRequest) {
    let span = unsafe bytes.span.bytes
    var session = DumpSession(request, sequence: ReplyFixture.sequence, port: ReplyFixture.port)
    var builder = SnapshotBuilder()
    var details: [SocketDetail] = []
    _ = session.receive(span, into: &builder) { details.append($0) }
    #expect(builder.records.count == details.count)
    var events = DestroyEventReader()
    while events.next(in: span) != nil {}
    var replies = SingleReplyReader(port: ReplyFixture.port)
    while replies.next(in: span) != nil {}
    var file: [UInt8] = []
    DumpFileWriter.append(span, to: &file)
    #expect(file.count <= bytes.count + 4)
    var reader = DumpFileReader()
    _ = reader.read(span, into: &builder, details: &details)
  }

  @Test func `mutated replies never trap`() {
    var random = SeededGenerator(seed: 1)
    for round in 0..<50_000 {
      var bytes = Self.seed
      for _ in 0..<(1 + random.next() % 8) {
        bytes[Int(random.next() >> 33) % bytes.count] = random.plausibleByte(0x1f)
      }
      // The family of each table in turn, so that its decoder is reached.
      let request = Self.tables[round % Self.tables.count]
      bytes[16] = Self.family(of: request.table)
      if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() >> 33) % bytes.count) }
      feed(bytes, request)
    }
  }

  @Test func `random replies never trap`() {
    var random = SeededGenerator(seed: 2)
    for round in 0..<50_000 {
      let request = Self.tables[round % Self.tables.count]
      let count = Int(random.next() % 160)
      let bytes = ReplyFixture.message(20) {
        $0.append(Self.family(of: request.table))
        for _ in 0..<count { $0.append(random.plausibleByte(0x1f)) }
      }
      feed(bytes, request)
    }
  }

  private static func family(of table: ReplyTable) -> UInt8 {
    switch table {
    case .internet: 10
    case .unix: 1
    case .packet: 17
    case .netlink: 16
    case .vsock: 40
    case .tipc: 8
    case .xdp: 44
    }
  }
}
