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

  private static func udp(
    _ local: UInt32, _ localPort: UInt32, _ remote: UInt32, _ remotePort: UInt32, cookie: UInt64
  ) -> SocketRecord {
    var record = tcp(local, localPort, remote, remotePort, cookie: cookie)
    record.kind = .udp
    return record
  }

  @Test func `on loopback a server of datagrams is the other end, if it is the only one`() {
    let client = Self.udp(Self.host, 4000, Self.host, 53, cookie: 1)
    let server = Self.udp(0, 53, 0, 0, cookie: 2)
    let elsewhere = Self.udp(0x0a00_0001, 53, 0, 0, cookie: 3)
    var second = Self.udp(Self.host, 53, 0, 0, cookie: 4)
    #expect(Self.snapshot([client, elsewhere, server]).otherEnd(of: client) == 2)
    #expect(Self.snapshot([client, server]).otherEnd(of: server) == nil)
    #expect(Self.snapshot([client, server, second]).otherEnd(of: client) == nil)
    second.namespace = NamespaceID(rawValue: 1)
    #expect(Self.snapshot([client, server, second]).otherEnd(of: client) == 1)
    let abroad = Self.udp(0x0a00_0001, 4000, 0x0a00_0001, 53, cookie: 5)
    #expect(Self.snapshot([abroad, server]).otherEnd(of: abroad) == nil)
    // A socket for IPv6 alone takes nothing from IPv4.
    var six = server
    six.family = .inet6
    #expect(Self.snapshot([client, six]).otherEnd(of: client) == 1)
    six.known = [.v6OnlyTold, .v6Only]
    #expect(Self.snapshot([client, six]).otherEnd(of: client) == nil)
    // Connected to each other, they are a pair.
    let peer = Self.udp(Self.host, 53, Self.host, 4000, cookie: 6)
    #expect(Self.snapshot([client, server, peer]).otherEnd(of: client) == 2)
  }

  @Test func `where two could be meant none is`() {
    let client = Self.tcp(Self.host, 4000, Self.host, 80, cookie: 1)
    let one = Self.tcp(Self.host, 80, Self.host, 4000, cookie: 2)
    var other = one
    (other.cookie, other.interfaceIndex) = (3, 1)
    #expect(Self.snapshot([client, one, other]).otherEnd(of: client) == nil)
  }

  @Test func `the table of all other ends and those of single rows agree`() {
    var records: [SocketRecord] = []
    for pair in 0..<3000 as Range<UInt32> {
      let address = Self.host &+ pair % 7
      records.append(Self.tcp(address, 10_000 + pair, Self.host, 80, cookie: UInt64(2 * pair + 1)))
      records.append(Self.tcp(Self.host, 80, address, 10_000 + pair, cookie: UInt64(2 * pair + 2)))
    }
    let all = OtherEnds(of: records)
    for row in records.indices { #expect(all.row(of: records[row], in: records) == row ^ 1) }
    let few = OtherEnds(of: [records[4], records[77]], among: records)
    #expect(few.row(of: records[4], in: records) == 5)
    #expect(few.row(of: records[77], in: records) == 76)
    let places = OtherEndPlaces(of: records, count: 76)
    for row in [4, 5, 76, 77] {
      let kept = OtherEnds(of: [records[row]], among: records, places)
      #expect(kept.row(of: records[row], in: records) == (row ^ 1 < 76 ? row ^ 1 : nil))
    }
    // Rows that have ended are no other ends.
    #expect(OtherEnds(of: records, count: 5).row(of: records[4], in: records) == nil)
    #expect(
      OtherEnds(of: [records[4]], among: records, count: 5).row(of: records[4], in: records) == nil)
    #expect(OtherEnds().row(of: records[4], in: records) == nil)
  }

  @Test func `many rows at once find what each finds alone`() {
    var records: [SocketRecord] = []
    for number in 0..<600 as Range<UInt32> {
      // Some pairs are there twice, and then nobody is surely meant.
      let pair = number / 2 % 10 == 9 ? number / 2 - 6 : number / 2
      let isServer = number % 2 == 1
      let (port, otherPort) = isServer ? (5000 + pair, 1000 + pair) : (1000 + pair, 5000 + pair)
      var record = Self.tcp(Self.host, port, Self.host, otherPort, cookie: UInt64(number + 1))
      switch pair % 6 {
      case 0:
        (record.kind, record.family) = (.unixStream, .unix)
        (record.localPort, record.remotePort) = (number + 1, (number ^ 1) + 1)
      case 1: record.kind = .udp
      case 2:
        record.kind = .udp
        if isServer { record.remotePort = 0 }
      case 3:
        record.family = .inet6
        record.localAddress = Self.mapped(Self.host)
        record.remoteAddress = Self.mapped(Self.host)
      default: break
      }
      records.append(record)
    }
    let ends = OtherEnds(of: records)
    let alone = records.map { Int32(ends.row(of: $0, in: records) ?? -1) }
    #expect(ends.rows == alone)
    #expect(alone.contains(-1) && alone.contains { $0 >= 0 })
  }
}
