import LinuxHost
import SocketModel
import TestSupport
import Testing
import TextSafety

struct ProcNetTableTests {
  private static func parse(
    _ table: ProcNetTable, _ text: String, tables: SocketTables = .all, states: StateSet = .all
  ) -> (records: [SocketRecord], names: [UInt8]) {
    var records: [SocketRecord] = []
    var names: [UInt8] = []
    table.parse(
      Array(text.utf8), tables: tables, states: states, into: &records, names: &names)
    return (records, names)
  }

  @Test func `an IPv4 line gives addresses, queues, timer, owner and inode`() throws {
    let text = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:0CEA 0200007F:1F90 01 0000000A:0000000B 02:0000012C 00000003  1000        0 4711 2 0000000000000000 20 4 30 10 -1

      """
    let record = try #require(Self.parse(.tcp, text).records.first)
    #expect(record.kind == .tcp && record.family == .inet && record.state == .established)
    #expect(record.localAddress == AddressBits(word: 0x7f00_0001))
    #expect(record.remoteAddress == AddressBits(word: 0x7f00_0002))
    #expect(record.localPort == 3306 && record.remotePort == 8080)
    #expect(record.sendQueue == 10 && record.receiveQueue == 11)
    #expect(record.timer == .keepalive && record.timerMilliseconds == 3000)
    #expect(record.timerRetransmits == 3)
    #expect(record.ownerUID == 1000 && record.inode == 4711 && record.cookie == 0)
  }

  @Test func `an IPv6 address is four words in the host's order`() throws {
    let text = """
      heading
         1: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 99 1

      """
    let record = try #require(Self.parse(.tcp6, text).records.first)
    #expect(record.localAddress == AddressBits(high: 0x2001_0db8_0000_0000, low: 1))
    #expect(record.family == .inet6 && record.state == .listen && record.localPort == 80)
  }

  @Test func `a socket without owner and inode has no known uid`() throws {
    let text = """
      heading
         1: 0100007F:0050 0100007F:0051 06 00000000:00000000 03:00000FA0 00000000     0        0 0 3

      """
    let record = try #require(Self.parse(.tcp, text).records.first)
    #expect(record.state == .timeWait && record.ownerUID == nil)
    #expect(record.timer == .timeWait && record.timerMilliseconds == 40000)
  }

  @Test func `a raw socket's port is its protocol`() throws {
    let text = """
      heading
         1: 00000000:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 77 2 0 0

      """
    let record = try #require(Self.parse(.raw, text).records.first)
    #expect(record.kind == .raw && record.protocolNumber == 1 && record.state == .close)
  }

  @Test func `a packet socket keeps its ethertype as address and its interface as port`() throws {
    let text = """
      sk       RefCnt Type Proto  Iface R Rmem   User   Inode
      0000000000000000 3      3    0003   2     1 17     1000   12345
      0000000000000000 3      2    0806   0     1 0      0      12346

      """
    let records = Self.parse(.packet, text).records
    #expect(records.map(\.kind) == [.packetRaw, .packetDatagram])
    #expect(records.map(\.protocolNumber) == [3, 0x0806])
    #expect(records[0].localAddress.word == 3 && records[0].localPort == 2)
    #expect(records[0].receiveQueue == 17 && records[0].uid == 1000 && records[0].inode == 12345)
  }

  @Test func `a netlink socket keeps its protocol as address and its port id as port`() throws {
    let text = """
      sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
      0000000059daf590 4   4023       0000000f 64       32       0     2        7        1500

      """
    let record = try #require(Self.parse(.netlink, text).records.first)
    #expect(record.localAddress.word == 4 && record.localPort == 4023)
    #expect(record.remotePort == .max && record.inode == 1500)
    #expect(record.receiveQueue == 64 && record.sendQueue == 32)
  }

  private static let unixText = """
    Num       RefCount Protocol Flags    Type St Inode Path
    0000000000000000: 00000002 00000000 00000000 0002 01   300 /run/a b
    0000000000000000: 00000002 00000000 00010000 0001 01   200 @abstract
    0000000000000000: 00000003 00000000 00000000 0001 03   100
    0000000000000000: 00000003 00000000 00000000 0005 02   400 /seq

    """

  @Test func `unix sockets come by type and inode, with their names`() {
    var snapshot = Snapshot()
    (snapshot.records, snapshot.names) = Self.parse(.unix, Self.unixText)
    #expect(snapshot.records.map(\.inode) == [100, 200, 300, 400])
    #expect(snapshot.records.map(\.state) == [.established, .listen, .close, .synSent])
    #expect(
      snapshot.records.map { snapshot.name(of: $0) } == [
        RawText(utf8: ""), RawText(utf8: "\0abstract"), RawText(utf8: "/run/a b"),
        RawText(utf8: "/seq"),
      ])
    #expect(snapshot.records.map(\.localPort) == [100, 200, 300, 400])
  }

  @Test func `kinds and states that are not asked for leave no record and no name`() {
    let result = Self.parse(
      .unix, Self.unixText, tables: SocketTables(.unixStream), states: SocketState.listen.set)
    #expect(result.records.map(\.inode) == [200])
    #expect(result.names == Array("\0abstract".utf8))
  }

  @Test(arguments: ProcNetTable.allCases)
  func `lines that do not hold together are passed over`(table: ProcNetTable) {
    let text = """
      heading
      0
      0: 1 2 3
      0: XYZ:0 0100007F 01 : : : :
      ::::: : : :
      99999999999999999999 99999999999999999999 9 9 9 9 9 999999999999999 9 9 9 9 9 9

      """
    #expect(Self.parse(table, text).records.isEmpty)
  }

  @Test(arguments: ProcNetTable.allCases)
  func `no bytes trap the parser`(table: ProcNetTable) {
    var random = SeededGenerator(seed: 1)
    let alphabet = Array("0123456789ABCDEFabcdef: @/\t\n\0-+\u{e9}".utf8)
    var records: [SocketRecord] = []
    var names: [UInt8] = []
    for _ in 0..<10_000 {
      let length = Int(random.next() % 200)
      var bytes = Array("heading\n".utf8)
      for _ in 0..<length { bytes.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
      table.parse(bytes, into: &records, names: &names)
      for record in records where record.known.contains(.name) {
        #expect(Int(record.name.offset) + Int(record.name.length) <= names.count)
      }
      records.removeAll(keepingCapacity: true)
      names.removeAll(keepingCapacity: true)
    }
  }

  @Test(arguments: ProcNetTable.allCases)
  func `a damaged copy of the kernel's own table traps nothing`(table: ProcNetTable) throws {
    let path = ProcNetPaths().path(of: table)
    let original = ProcFile.contents(path: path) ?? Array("heading\n".utf8)
    var random = SeededGenerator(seed: 2)
    var records: [SocketRecord] = []
    var names: [UInt8] = []
    for _ in 0..<1_000 {
      var bytes = Array(original.prefix(4_000))
      for _ in 0..<8 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      table.parse(bytes, into: &records, names: &names)
      records.removeAll(keepingCapacity: true)
      names.removeAll(keepingCapacity: true)
    }
    #expect(records.isEmpty)
  }
}
