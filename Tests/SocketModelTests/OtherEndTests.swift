import SocketModel
import Testing

struct OtherEndTests {
  private static func tcp(
    _ local: UInt32, _ localPort: UInt32, _ remote: UInt32, _ remotePort: UInt32, cookie: UInt64
  ) -> SocketRecord {
    var record = SocketRecord()
    record.cookie = cookie
    record.state = .established
    record.localAddress = AddressBits(word: local)
    record.remoteAddress = AddressBits(word: remote)
    (record.localPort, record.remotePort) = (localPort, remotePort)
    return record
  }

  private static func mapped(_ address: UInt32) -> AddressBits {
    AddressBits(high: 0, low: 0xffff << 32 | UInt64(address))
  }

  private static func snapshot(_ records: [SocketRecord]) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.records = records
    return snapshot
  }

  private static let host: UInt32 = 0x7f00_0001

  @Test func `both ends of a connection find each other`() {
    let client = Self.tcp(Self.host, 4000, Self.host, 80, cookie: 1)
    let server = Self.tcp(Self.host, 80, Self.host, 4000, cookie: 2)
    var listener = Self.tcp(Self.host, 80, 0, 0, cookie: 3)
    listener.state = .listen
    let snapshot = Self.snapshot([listener, client, server])
    #expect(snapshot.otherEnd(of: client) == 2)
    #expect(snapshot.otherEnd(of: server) == 1)
    #expect(snapshot.otherEnd(of: listener) == nil)
  }

  @Test func `a server that listens for both families has an IPv4 peer`() {
    let client = Self.tcp(Self.host, 4000, Self.host, 80, cookie: 1)
    var server = client
    server.family = .inet6
    (server.localAddress, server.remoteAddress) = (Self.mapped(Self.host), Self.mapped(Self.host))
    (server.localPort, server.remotePort, server.cookie) = (80, 4000, 2)
    let snapshot = Self.snapshot([client, server])
    #expect(snapshot.otherEnd(of: client) == 1)
    #expect(snapshot.otherEnd(of: server) == 0)
  }

  @Test func `equal addresses of another protocol or namespace are no other end`() {
    let client = Self.tcp(Self.host, 4000, Self.host, 80, cookie: 1)
    var server = Self.tcp(Self.host, 80, Self.host, 4000, cookie: 2)
    server.kind = .udp
    var stranger = Self.tcp(Self.host, 80, Self.host, 4000, cookie: 3)
    stranger.namespace = NamespaceID(rawValue: 1)
    #expect(Self.snapshot([server, stranger, client]).otherEnd(of: client) == nil)
  }

  @Test func `a socket that is connected to itself has no other end`() {
    let own = Self.tcp(Self.host, 4000, Self.host, 4000, cookie: 1)
    #expect(Self.snapshot([own]).otherEnd(of: own) == nil)
  }

  @Test func `unix peers are paired by inode, in any namespace`() {
    var one = SocketRecord()
    (one.kind, one.family, one.localPort, one.remotePort) = (.unixStream, .unix, 11, 12)
    var other = one
    (other.localPort, other.remotePort) = (12, 11)
    other.namespace = NamespaceID(rawValue: 3)
    var alone = one
    (alone.localPort, alone.remotePort) = (13, 0)
    let snapshot = Self.snapshot([alone, one, other])
    #expect(snapshot.otherEnd(of: one) == 2)
    #expect(snapshot.otherEnd(of: other) == 1)
    #expect(snapshot.otherEnd(of: alone) == nil)
  }
}
