import LinuxHost
import SocketModel
import TestSupport
import Testing

struct HostCounterReaderTests {
  @Test func `sockstat gives the counts of the summary`() {
    var counters = HostCounters()
    counters.readSocketCounts(
      Array(
        """
        sockets: used 734
        TCP: inuse 134 orphan 11 tw 1258 alloc 157 mem 271
        UDP: inuse 12 mem 0
        UDPLITE: inuse 9
        RAW: inuse 1
        FRAG: inuse 2 memory 0

        """.utf8))
    counters.readSocketCounts(
      Array("TCP6: inuse 22\nUDP6: inuse 3\nRAW6: inuse 4\nFRAG6: inuse 5 memory 0\n".utf8))
    #expect(counters.socketsUsed == 734 && counters.tcpOrphaned == 11)
    #expect(counters.tcp4InUse == 134 && counters.tcp6InUse == 22)
    #expect(counters.tcpTotal == 1415 && counters.tcpClosed == 1259)
    #expect(counters.udp4InUse == 12 && counters.udp6InUse == 3)
    #expect(counters.raw4InUse == 1 && counters.raw6InUse == 4)
    #expect(counters.fragments4InUse == 2 && counters.fragments6InUse == 5)
  }

  @Test func `a pair of lines gives named counters, and no negative one`() {
    var table = CounterTable(layout: .headings)
    var counters: [String: UInt64] = [:]
    let text = "Tcp: MaxConn RetransSegs CurrEstab\nTcp: -1 17 112\nUdp: A\nUdp: 5\n"
    table.read(Array(text.utf8), into: &counters)
    #expect(counters == ["Tcp.RetransSegs": 17, "Tcp.CurrEstab": 112, "Udp.A": 5])
    table.read(Array(text.replacingDigits("17", by: "18").utf8), into: &counters)
    #expect(counters["Tcp.RetransSegs"] == 18)
  }

  @Test func `a heading that changes gives its new names`() {
    var table = CounterTable(layout: .headings)
    var counters: [String: UInt64] = [:]
    table.read(Array("T: A B\nT: 1 2\n".utf8), into: &counters)
    table.read(Array("T: C D\nT: 3 4\n".utf8), into: &counters)
    #expect(counters == ["T.A": 1, "T.B": 2, "T.C": 3, "T.D": 4])
  }

  @Test func `a line of snmp6 is split behind the six`() {
    var table = CounterTable(layout: .lines)
    var counters: [String: UInt64] = [:]
    table.read(Array("Ip6InReceives   \t7\nUdpLite6InErrors\t8\nOdd\t9\n".utf8), into: &counters)
    #expect(counters == ["Ip6.InReceives": 7, "UdpLite6.InErrors": 8, "Odd": 9])
  }

  @Test func `no bytes trap the counters`() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array("0123456789TCPcp6: \t\n\0-".utf8)
    var tables = [CounterTable(layout: .headings), CounterTable(layout: .lines)]
    for _ in 0..<50_000 {
      let bytes = (0..<Int(random.next() % 120)).map { _ in
        alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      var counters = HostCounters()
      counters.readSocketCounts(bytes)
      for index in tables.indices { tables[index].read(bytes, into: &counters.counters) }
    }
    #expect(tables.count == 2)
  }

  @Test func `the host's own counters are there, and again at the second reading`() throws {
    let reader = HostCounterReader()
    let first = try #require(reader.read())
    let second = try #require(reader.read())
    #expect(first.socketsUsed > 0)
    #expect(first.counters["Tcp.ActiveOpens"] != nil)
    #expect(first.counters["TcpExt.ListenOverflows"] != nil)
    #expect(second.counters["Ip.InReceives"] ?? 0 >= first.counters["Ip.InReceives"] ?? 0)
  }

  @Test func `files that are missing give no counters`() {
    var paths = ProcNetPaths()
    paths.directory = "/nowhere"
    #expect(HostCounterReader(paths: paths).read() == nil)
  }
}

extension String {
  fileprivate func replacingDigits(_ old: String, by new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
