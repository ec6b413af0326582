import SocketFilter
import SocketMetrics
import SocketModel
import Testing
import TextSafety

func parsed(_ text: String, tables: SocketTables = .internet) -> ParsedFilter? {
  let context = FilterContext(names: TestNames(), tables: tables)
  guard case .parsed(let filter) = FilterParser(context: context).parse(FilterText(typed: text))
  else { return nil }
  return filter
}

func compiled(_ filter: ParsedFilter) -> CompiledFilter {
  CompiledFilter(filter, context: FilterContext(names: TestNames()))
}

/// A socket that most conditions of the tables below are about.
func webConnection() -> SocketRecord {
  var record = SocketRecord()
  record.localAddress = AddressBits(word: 0x0a00_0001)
  record.remoteAddress = AddressBits(word: 0xcb00_7109)
  record.localPort = 443
  record.remotePort = 51234
  record.state = .established
  record.interfaceIndex = 2
  record.uid = 33
  record.inode = 77
  record.cookie = 0x1f
  record.cgroup = 7
  record.mark = 0x12
  record.known = [.owner, .tcpInfo, .queues, .mark, .cgroup, .bytesSent, .bytesAcked]
  record.tcp.roundTripMicroseconds = 60_000
  record.tcp.retransmits = 3
  record.tcp.bytesSent = 12_345_678
  return record
}

func row(_ record: SocketRecord, owners: [SocketOwner]? = nil) -> SocketRow {
  let all =
    owners ?? [
      SocketOwner(pid: 812, descriptor: 5, command: RawText(utf8: "nginx")),
      SocketOwner(pid: 813, descriptor: 6, command: RawText(utf8: "my app")),
    ]
  var snapshot = Snapshot()
  snapshot.records = [record]
  snapshot.names = Array("/tmp/Srv.sock\u{0}abcde\u{0}x\u{0}y".utf8)
  let table = OwnerTable(byInode: all.isEmpty ? [:] : [77: all])
  return SocketRow(
    record: record, metric: SocketMetric(),
    context: RowContext(snapshot: snapshot, owners: table, names: TestNames()))
}

struct CompiledFilterTests {
  @Test(arguments: [
    ("sport = :443", true), ("sport = :80", false), ("dport > 1024", true), ("src 10.0.0.1", true),
    ("src 10/8", true), ("src 11/8", false), ("dst 10/8", false), ("not dst 10/8", true),
    ("src 10.0.0.1:443", true), ("src 10.0.0.1:80", false), ("src ::/0", false),
    ("not src ::/0", false), ("src 0/0", true), ("dev eth0", true), ("dev != eth0", false),
    ("fwmark 0x10/0xf0", true), ("fwmark 0x10", false), ("autobound", false),
    ("cgroup /system.slice/nginx.service", true), ("cgroup /", false),
    ("state established", true), ("exclude established", false), ("state time-wait", false),
    ("sport = :80 or sport = :443", true), ("sport = :443 or sport = :80 and dport = :1", false),
    ("port = 443", true), ("port != 443", false), ("port = 80,443", true), ("port = 81", false),
    ("port != 80,81", true), ("port > 50000", true), ("port < 80", false),
    ("dport = :51000-52000", true), ("dport != :51000-52000", false), ("203.0.113.9", true),
    ("state = listen", false), ("sport=443 state=estab", true), ("proc = nginx", true),
    ("proc = NGINX", true), ("proc = ng*", true), ("proc = 'my app'", true), ("proc = php", false),
    ("proc != php", true), ("proc != nginx", false), ("proc ~ ^n.*x$", true),
    ("proc ~ (foo|app)$", true), ("proc !~ ngi+nx", false), ("pid = 812", true),
    ("pid = 813", true), ("pid = 814", false), ("pid = 800-900", true), ("pid != 812", false),
    ("fd = 6", true), ("user = www-data", true), ("user = 33", true), ("uid = 33", true),
    ("rtt > 50ms", true), ("rtt = 60ms", true), ("rtt < 50ms", false), ("retrans > 0", true),
    ("retrans >= 3 and retrans <= 3", true), ("cookie = 0x1f", true), ("cookie != 31", false),
    ("inode = 77", true), ("rx > 0", false), ("rx != 0", false), ("not rx > 0", true),
    ("cgroup = /system.slice/*", true), ("cgroup != /user.slice/*", true), ("netid = tcp", true),
    ("dev = eth*", true), ("minrtt != 5ms", false),
  ])
  func `a condition holds or not`(filter: String, expected: Bool) throws {
    let meaning = try #require(parsed(filter))
    #expect(compiled(meaning).matches(row(webConnection())) == expected)
  }

  @Test func `a comparison with what is not known is false, and not inverts it`() throws {
    let stranger = row(webConnection(), owners: [])
    for (filter, expected) in [
      ("proc = nginx", false), ("proc != nginx", false), ("not proc = nginx", true),
      ("pid != 1", false), ("proc !~ x", false),
    ] {
      #expect(compiled(try #require(parsed(filter))).matches(stranger) == expected, "\(filter)")
    }
  }

  @Test func `an IPv4 condition holds for IPv4 within IPv6, and not the other way`() throws {
    var mapped = webConnection()
    mapped.family = .inet6
    mapped.localAddress = AddressBits(high: 0, low: 0xffff_0a00_0001)
    for (filter, expected) in [
      ("src 10.0.0.1", true), ("src 10/8", true), ("src 0/0", true), ("src ::/0", true),
      ("src [::ffff:10.0.0.1]", true), ("src inet:10.0.0.1", false), ("src 11/8", false),
    ] {
      #expect(
        compiled(try #require(parsed(filter))).matches(mapped, names: []) == expected, "\(filter)")
    }
    let plain = compiled(try #require(parsed("src [::ffff:10.0.0.1]")))
    #expect(!plain.matches(webConnection(), names: []))
  }

  @Test func `ports beyond 16 bits are cut where ss gives them to the kernel`() throws {
    #expect(compiled(try #require(parsed("sport <= 70000"))).matches(webConnection(), names: []))
    var high = webConnection()
    high.localPort = 4465
    #expect(!compiled(try #require(parsed("sport <= 70000"))).matches(high, names: []))
  }

  @Test func `unix names match by pattern without regard to case`() throws {
    var named = SocketRecord()
    named.kind = .unixStream
    named.family = .unix
    named.name = NameRange(offset: 0, length: 13)
    var abstract = named
    abstract.name = NameRange(offset: 13, length: 6)
    var unnamed = named
    unnamed.name = NameRange()
    let table: [(String, [Bool])] = [
      ("src unix:*srv.sock", [true, false, false]), ("src unix:*SRV*", [true, false, false]),
      ("src unix:@abcde", [false, true, false]), ("src unix:", [false, false, true]),
      ("src unix:*", [true, true, true]), ("dst unix:*x*", [false, false, false]),
      ("dst unix:*", [true, true, true]), ("src unix:/tmp/[r-t]??.sock", [true, false, false]),
      ("autobound", [false, true, true]), ("src 0.0.0.0", [false, false, true]),
      ("dev 0", [true, true, true]),
    ]
    for (filter, expected) in table {
      let filter = compiled(try #require(parsed(filter)))
      let results = [named, abstract, unnamed].map { filter.matches(row($0)) }
      #expect(results == expected)
    }
  }

  @Test func `a unix condition is false for an inet socket`() throws {
    let filter = compiled(try #require(parsed("src unix:* or src inet:10.0.0.1")))
    #expect(filter.matches(webConnection(), names: []))
    #expect(!compiled(try #require(parsed("src unix:*"))).matches(webConnection(), names: []))
  }

  @Test func `all addresses of a host are meant`() throws {
    let filter = compiled(try #require(parsed("src two.example")))
    var other = webConnection()
    #expect(filter.matches(other, names: []))
    other.localAddress = AddressBits(word: 0x0a00_0002)
    #expect(filter.matches(other, names: []))
    other.localAddress = AddressBits(word: 0x0a00_0003)
    #expect(!filter.matches(other, names: []))
  }

  @Test func `what the kernel hides from ss is hidden, but files come whole`() throws {
    // User space compares the first 32 bits of the mapped address, the kernel the last.
    var mapped = webConnection()
    mapped.family = .inet6
    mapped.localAddress = AddressBits(high: 0, low: 0x0000_ffff_7f00_0001)
    let filter = compiled(try #require(parsed("0.0.0")))
    #expect(!filter.matches(mapped, names: []))
    mapped.cookie = 0
    #expect(filter.matches(mapped, names: []))
  }
}
