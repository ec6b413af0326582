import SockDiag
import SocketModel
import Testing

struct RequestTests {
  /// `nlmsghdr` of a request: length, type, flags, sequence number 7, port id 0.
  private func header(_ length: UInt8, type: UInt8, flags: [UInt8]) -> [UInt8] {
    [length, 0, 0, 0, type, 0] + flags + [7, 0, 0, 0, 0, 0, 0, 0]
  }

  private let dump: [UInt8] = [0x01, 0x03]
  private let zeros48 = [UInt8](repeating: 0, count: 48)

  @Test func `both families of TCP come by the legacy request`() {
    let request = InternetRequest(kind: .tcp, families: .both, states: .listening)
    #expect(
      request.message(sequence: 7) == header(76, type: 18, flags: dump)
        + [0, 0, 0, 0x42]  // family, source and destination length, ext: INFO, SKMEMINFO
        + zeros48  // id
        + [0x80, 0x04, 0, 0]  // idiag_states: LISTEN, CLOSE
        + [0, 0, 0, 0])  // idiag_dbs
  }

  @Test func `one family comes by the request of version 2`() {
    let request = InternetRequest(
      kind: .udp, families: .inet6, states: .all, extensions: .all, filter: [6, 4, 8, 0])
    #expect(
      request.message(sequence: 7) == header(80, type: 20, flags: dump)
        + [10, 17, 0xff, 0]  // family, protocol, ext, pad
        + [0xff, 0x3f, 0, 0]  // idiag_states
        + zeros48  // id
        + [8, 0, 1, 0, 6, 4, 8, 0])  // INET_DIAG_REQ_BYTECODE
  }

  @Test(arguments: [InternetRequest.Families.both, .inet])
  func `ports stand in the request as on the wire`(families: InternetRequest.Families) {
    var request = InternetRequest(kind: .tcp, families: families)
    request.ports = RequestedPorts(local: 443, remote: 0x1234)
    let id = families == .both ? 20 : 24
    #expect(request.message(sequence: 7)[id...].prefix(6) == [1, 0xbb, 0x12, 0x34, 0, 0])
  }

  @Test func `MPTCP's number goes into an attribute`() {
    let bytes = InternetRequest(kind: .mptcp, families: .inet).message(sequence: 7)
    #expect(bytes[17] == 6)
    #expect(bytes.suffix(8) == [8, 0, 3, 0, 6, 1, 0, 0])
  }

  @Test func `a refused walk over both families falls back to two requests`() {
    let request = InternetRequest(kind: .tcp, families: .both, filter: [1])
    #expect(request.fallback.map(\.families) == [.inet, .inet6])
    #expect(request.fallback.allSatisfy { $0.filter == [1] && $0.fallback.isEmpty })
  }

  @Test func `a table is asked for by as few requests as the families need`() {
    #expect(InternetRequest.requests(kind: .tcp).map(\.families) == [.both])
    #expect(InternetRequest.requests(kind: .udp).map(\.families) == [.inet, .inet6])
    let six = InternetRequest.requests(kind: .tcp, families: FamilySet(.inet6, .unix))
    #expect(six.map(\.families) == [.inet6])
    #expect(InternetRequest.requests(kind: .netlink).isEmpty)
  }

  @Test func `unix, netlink, packet, vsock, TIPC and XDP have their own structs`() {
    #expect(
      UnixRequest(states: .listening, parts: [.name, .peer]).message(sequence: 7)
        == header(40, type: 20, flags: dump) + [1, 0, 0, 0, 0x80, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]
        + [UInt8](repeating: 0, count: 8))
    let cookie = [UInt8](repeating: 0, count: 8)
    #expect(
      NetlinkRequest().message(sequence: 7) == header(36, type: 20, flags: dump)
        + [16, 255, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0] + cookie)
    #expect(
      PacketRequest().message(sequence: 7) == header(36, type: 20, flags: dump)
        + [17, 0, 0, 0, 0, 0, 0, 0, 0x3d, 0, 0, 0] + cookie)
    #expect(
      XDPRequest().message(sequence: 7) == header(36, type: 20, flags: dump)
        + [44, 0, 0, 0, 0, 0, 0, 0, 0x1f, 0, 0, 0] + cookie)
    #expect(
      VsockRequest(states: .all).message(sequence: 7) == header(40, type: 20, flags: dump)
        + [40, 0, 0, 0, 0xff, 0x3f, 0, 0] + cookie + cookie)
    #expect(
      TIPCRequest(states: .all).message(sequence: 7) == header(24, type: 20, flags: dump)
        + [30, 0, 0, 0, 0xff, 0x3f, 0, 0])
  }

  /// 10.0.0.1:443 to 203.0.113.9:51234 on interface 2.
  private func record(_ kind: SocketKind) -> SocketRecord {
    var record = SocketRecord()
    record.kind = kind
    record.localAddress = AddressBits(word: 0x0a00_0001)
    record.remoteAddress = AddressBits(word: 0xcb00_7109)
    (record.localPort, record.remotePort) = (443, 51234)
    record.interfaceIndex = 2
    record.cookie = 0x0807_0605_0403_0201
    return record
  }

  private let local: [UInt8] = [10, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
  private let remote: [UInt8] = [203, 0, 113, 9] + [UInt8](repeating: 0, count: 12)
  private let tail: [UInt8] = [2, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]  // idiag_if, idiag_cookie

  @Test func `an exact request names ports, addresses, interface and cookie`() {
    let bytes = ExactRequest(record(.tcp), extensions: .info).message(sequence: 7)
    #expect(
      bytes == header(72, type: 20, flags: [1, 0]) + [2, 6, 2, 0, 0xff, 0x3f, 0, 0]
        + [0x01, 0xbb, 0xc8, 0x22] + local + remote + tail)
  }

  @Test func `an exact request of UDP is swapped and its destruction is not`() {
    let exact = ExactRequest(record(.udp), extensions: []).message(sequence: 7)
    #expect(
      exact == header(72, type: 20, flags: [1, 0]) + [2, 17, 0, 0, 0xff, 0x3f, 0, 0]
        + [0xc8, 0x22, 0x01, 0xbb] + remote + local + tail)
    let destroy = DestroyRequest(record(.udp)).message(sequence: 7)
    #expect(
      destroy == header(72, type: 21, flags: [5, 0]) + [2, 17, 0, 0, 0xff, 0x3f, 0, 0]
        + [0x01, 0xbb, 0xc8, 0x22] + local + remote + tail)
  }

  @Test func `a raw socket is named with its protocol`() {
    var raw = record(.raw)
    raw.protocolNumber = 58
    let bytes = DestroyRequest(raw).message(sequence: 7)
    #expect(bytes?[17] == 255)
    #expect(bytes?[19] == 58)
  }

  @Test func `a unix socket is asked for by inode and cookie`() {
    var unix = record(.unixStream)
    unix.family = .unix
    unix.inode = 501
    let bytes = ExactRequest(unix, unixParts: .name).message(sequence: 7)
    #expect(
      bytes == header(40, type: 20, flags: [1, 0]) + [1, 0, 0, 0, 0xff, 0x3f, 0, 0]
        + [0xf5, 1, 0, 0, 1, 0, 0, 0] + [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func `nothing is destroyed without a cookie or in other families`() {
    var record = record(.tcp)
    for cookie in [0, UInt64.max] {
      record.cookie = cookie
      #expect(DestroyRequest(record).message(sequence: 7) == nil)
    }
    var unix = self.record(.unixStream)
    unix.family = .unix
    #expect(DestroyRequest(unix).message(sequence: 7) == nil)
    record.cookie = 0
    #expect(ExactRequest(record).message(sequence: 7) == nil)
    var netlink = self.record(.netlink)
    netlink.family = .netlink
    #expect(ExactRequest(netlink).message(sequence: 7) == nil)
  }
}
