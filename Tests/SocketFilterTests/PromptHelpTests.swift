import SocketFilter
import SocketMetrics
import SocketModel
import Testing
import TextSafety

struct FilterReadingTests {
  @Test(arguments: [
    ("state established dport = :443", "established sockets whose peer port is 443"),
    ("", "sockets"), ("src 10/8", "sockets whose local address is in 10.0.0.0/8"),
    ("not sport = :22", "sockets where not (local port is 22)"),
    ("port = 80,443", "sockets whose either port is 80 or 443"),
    ("rtt > 50ms proc = nginx", "sockets whose rtt is above 50ms and proc is nginx"),
    (
      "sport = :1 or sport = :2 dport = :3",
      "sockets whose (local port is 1 or local port is 2) and peer port is 3"
    ),
    ("src inet6:[::1]", "IPv6 sockets whose local address is ::1"),
    ("src unix:/tmp/*", "unix sockets whose local name is /tmp/*"),
    ("dport = 80 state != listen", "sockets whose peer port is 80 and state is not listening"),
  ])
  func `a filter is said in words`(filter: String, words: String) throws {
    #expect(FilterReading.text(of: try #require(parsed(filter))).string == words)
  }

  @Test func `mixed and and or are shown with parentheses`() throws {
    let mixed = try #require(parsed("sport 1 or sport 2 and sport 3 or sport 4"))
    #expect(
      FilterReading.grouping(of: mixed)?.string
        == "( ( sport = :1 or sport = :2 ) and sport = :3 ) or sport = :4")
    #expect(FilterReading.grouping(of: try #require(parsed("sport 1 or sport 2"))) == nil)
  }
}

struct FilterCompletionTests {
  private static var source: CompletionSource {
    var source = CompletionSource()
    source.ports = [22, 443]
    source.addresses = [RawText(utf8: "10.0.0.1"), RawText(utf8: "[::1]")]
    source.values = [.proc: [RawText(utf8: "nginx"), RawText(utf8: "my app")]]
    return source
  }

  @Test(arguments: [
    ("sp", "sport", 0), ("dport = :4", ":443", 8), ("dport=", ":22", 6), ("rtt ", ">=", 4),
    ("proc = ng", "nginx", 7), ("proc = m", "\"my app\"", 7), ("state est", "established", 6),
    ("sport = :22 ", "and", 12), ("( not ds", "dst", 6), ("proc = a,ng", "nginx", 9),
    ("src 1", "10.0.0.1", 4), ("proc !", "!~", 5), ("state = lis", "listening", 8),
    ("state !", "!=", 6), ("state != lis", "listening", 9), ("exclude lis", "listening", 8),
  ])
  func `what fits at the cursor is offered`(text: String, wanted: String, start: Int) {
    let result = FilterCompletion(text: text, cursor: text.utf8.count, source: Self.source)
    #expect(result.candidates.contains { $0.text == RawText(utf8: wanted) })
    #expect(result.range == start..<text.utf8.count)
  }

  @Test func `after a condition no value is offered`() {
    let result = FilterCompletion(text: "sport = :22 :4", cursor: 14, source: Self.source)
    #expect(result.candidates.isEmpty)
  }
}

struct FilterFromCellTests {
  @Test(arguments: [
    (SocketField.dport, "dport = :51234"), (.src, "src 10.0.0.1"), (.proc, "proc = nginx"),
    (.state, "state = established"), (.inode, "inode = 77"), (.cookie, "cookie = 31"),
    (.mark, "fwmark = 18"), (.local, "src 10.0.0.1:443"), (.peer, "dst 203.0.113.9"),
    (.recvq, "recvq = 0"), (.minrtt, "not min_rtt >= 0"), (.cc, "not cc = *"),
    (.rx, "not rx >= 0"), (.txBytes, "tx_bytes >= 12MB"), (.rtt, "rtt >= 60ms"),
    (.retrans, "retrans >= 3"),
  ])
  func `a cell gives a condition that its row fulfils`(field: SocketField, condition: String) throws
  {
    let row = row(webConnection())
    #expect(FilterFromCell.condition(field, of: row) == condition)
    #expect(compiled(try #require(parsed(condition))).matches(row))
  }

  @Test func `a name that cannot be typed is found with a question mark for each byte of it`()
    throws
  {
    let name = RawText([0x1b, 0x5d, 0x2a, 0xff, 0x5b])
    let row = row(
      webConnection(), owners: [SocketOwner(pid: 1, descriptor: 1, command: name)])
    let condition = try #require(FilterFromCell.condition(.proc, of: row))
    #expect(condition == #"proc = "?]\\*?\\[""#)
    #expect(SafeText(RawText(utf8: condition)).string == condition)
    #expect(compiled(try #require(parsed(condition))).matches(row))
    var source = CompletionSource()
    source.values = [.proc: [name]]
    let offered = FilterCompletion(text: "proc = ", cursor: 7, source: source).candidates.first
    #expect(offered?.text == RawText(utf8: #""?]\\*?\\[""#))
  }

  @Test(arguments: [SocketField.local, .src])
  func `excluding a unix socket leaves the sockets of other families`(field: SocketField) throws {
    var record = SocketRecord()
    (record.kind, record.family) = (.unixStream, .unix)
    record.name = NameRange(offset: 0, length: 13)
    let unix = row(record)
    let condition = try #require(FilterFromCell.condition(field, of: unix, isExclusion: true))
    #expect(condition == #"( family = unix and local = "/tmp/Srv.sock *" )"#)
    let text = FilterFromCell.appending(condition, to: "", isExclusion: true)
    let filter = try #require(parsed(text))
    #expect(filter.familyNarrowing == nil)
    #expect(!compiled(filter).matches(unix))
    #expect(compiled(filter).matches(row(webConnection())))
  }

  @Test(arguments: [SocketField.local, .src, .sport, .peer, .dst, .dport])
  func `an end of a netlink socket is found by its cell, the other end by its text`(
    field: SocketField
  ) throws {
    var record = SocketRecord()
    (record.kind, record.family, record.protocolNumber) = (.netlink, .netlink, 2)
    (record.localAddress, record.localPort) = (AddressBits(word: 2), 77)
    (record.remoteAddress, record.remotePort) = (AddressBits(word: 1), 99)
    let row = row(record)
    for isExclusion in [false, true] {
      let condition = try #require(
        FilterFromCell.condition(field, of: row, isExclusion: isExclusion))
      #expect(compiled(try #require(parsed(condition))).matches(row), "\(condition)")
    }
    // `ss` knows nothing of that end: no port, and the protocol 0.
    for (filter, holds) in [
      ("dport = netlink::99", false), ("dport > netlink::0", false), ("dport < netlink::0", true),
      ("dst netlink:rtnl", true), ("dst netlink:1", false), ("sport = netlink::77", true),
    ] {
      #expect(compiled(try #require(parsed(filter))).matches(row) == holds, "\(filter)")
    }
  }

  @Test func `every cell gives a condition that is read and holds, and its exclusion does not`()
    throws
  {
    let row = row(webConnection())
    for field in SocketField.allCases {
      let condition = try #require(FilterFromCell.condition(field, of: row), "\(field)")
      #expect(
        compiled(try #require(parsed(condition), "\(condition)")).matches(row), "\(condition)")
      let text = FilterFromCell.appending(condition, to: "src 10/8", isExclusion: true)
      #expect(!compiled(try #require(parsed(text), "\(text)")).matches(row), "\(text)")
    }
  }
}

struct SSCommandLineTests {
  @Test(arguments: [
    ("dport = :443", "ss -O -n -p -A tcp state all dport = :443"),
    (
      "state established src * ( sport = :22 or dport > 5 )",
      "ss -O -n -p -A tcp state established src '*' and '(' sport = :22 or dport '>' :5 ')'"
    ),
    ("src [::1]", "ss -O -n -p -A tcp state all src '[::1]'"),
    ("dport=443", "ss -O -n -p -A tcp state all dport = :443"),
    (
      "established port 22",
      "ss -O -n -p -A tcp state established sport = :22 or dport = :22"
    ),
    ("dport=443 not established", "ss -O -n -p -A tcp exclude established dport = :443"),
    (
      "tcp ipv4 dport != 80,8000-8100",
      "ss -O -n -p -4 -A tcp state all not '(' dport = :80 or '(' dport '>=' :8000 and"
        + " dport '<=' :8100 ')' ')'"
    ),
    (
      "10.0.0.1 and src != 10.0.0.2",
      "ss -O -n -p -A tcp state all '(' src 10.0.0.1 or dst 10.0.0.1 ')' and not src 10.0.0.2"
    ),
  ])
  func `a view that ss can show gives its command line`(filter: String, line: String) throws {
    let view = SSCommandLine(tables: SocketTables(.tcp))
    #expect(view.text(for: try #require(parsed(filter))) == line)
  }

  @Test func `what ss cannot show has none`() throws {
    let view = SSCommandLine(tables: SocketTables(.tcp))
    for filter in ["proc = nginx", "udp", "state listen or dport = 1", "rtt > 1ms", "not tcp"] {
      #expect(view.text(for: try #require(parsed(filter))) == nil, "\(filter)")
    }
    let part = SSCommandLine(tables: SocketTables(.unixStream))
    #expect(part.text(for: ParsedFilter()) == nil)
    let one = SSCommandLine(tables: .internet, families: FamilySet(.inet6))
    #expect(one.text(for: ParsedFilter())?.contains(" -6 ") == true)
  }
}
