import SocketFilter
import SocketModel
import Testing

/// What a filter comes to, on one line, for tables.
///
/// A filter that is understood gives its text with all parentheses; one that only the superset
/// understands begins with `+ `; a refused one gives `1` or `255` and the place of the error.
func outcome(
  _ text: FilterText, tables: SocketTables = SocketTables(.tcp), family: AddressFamily? = nil,
  allowsSuperset: Bool = true
) -> String {
  let context = FilterContext(
    names: TestNames(), tables: tables, preferredFamily: family, allowsSuperset: allowsSuperset)
  switch FilterParser(context: context).parse(text) {
  case .needsHosts(let hosts): return "hosts " + hosts.joined(separator: " ")
  case .failed(let error):
    return "\(error.exitStatus) \(error.range.lowerBound)..<\(error.range.upperBound)"
  case .parsed(let filter):
    let text = filter.expression.map { FilterPrinter.text(of: $0, isExplicit: true) } ?? ""
    return (filter.usesSuperset ? "+ " : "") + text
  }
}

struct FilterSample: CustomTestStringConvertible, Sendable {
  var filter: String
  var expected: String
  init(_ filter: String, _ expected: String) {
    self.filter = filter
    self.expected = expected
  }
  var testDescription: String { filter }
}

struct FilterParserTests {
  @Test(arguments: [
    ("state all", "bound-inactive", false), ("state connected", "bound-inactive", false),
    ("exclude established", "bound-inactive", false), ("state != estab", "bound-inactive", false),
    ("state bound-inactive", "bound-inactive", true), ("state unconn", "bound-inactive", true),
    ("exclude close state bound-inactive", "bound-inactive", true),
    ("sport = :1 or state = bound-inactive", "bound-inactive", true),
    ("sport = :1 or state = estab", "bound-inactive", false),
    ("state connected", "established", true), ("exclude established", "close-wait", true),
  ])
  func `a state that groups do not hold is meant where it is named`(
    text: String, state: String, isMeant: Bool
  ) throws {
    let context = FilterContext(names: TestNames(), groupedStates: .allButBound)
    guard case .parsed(let filter) = FilterParser(context: context).parse(FilterText(typed: text))
    else {
      Issue.record("it cannot be read")
      return
    }
    let asked = try #require(StateNames.all.first { $0.name == state }).states
    #expect(try #require(filter.states).isSuperset(of: asked) == isMeant)
  }

  @Test(arguments: ssSamples)
  func `what ss accepts is read as ss reads it`(sample: FilterSample) {
    #expect(outcome(FilterText(typed: sample.filter), allowsSuperset: false) == sample.expected)
    #expect(outcome(FilterText(words: [sample.filter])) == sample.expected)
  }

  @Test(arguments: ssRefusals)
  func `what ss refuses is refused with its exit status and a place`(sample: FilterSample) {
    #expect(outcome(FilterText(words: [sample.filter]), allowsSuperset: false) == sample.expected)
  }

  @Test func `an empty filter matches everything`() {
    #expect(outcome(FilterText(words: [""])) == "")
    #expect(outcome(FilterText(words: [" "])) == "")
    #expect(outcome(FilterText(words: [])) == "")
  }

  @Test func `words of a command line are one stream`() {
    let words = ["(", "sport =", ":22 or", "dport = :22", ")", "src", "10.0.0.1"]
    #expect(
      outcome(FilterText(words: words)) == "( sport = :22 or dport = :22 ) and src 10.0.0.1")
  }

  @Test func `a backslash at the end of a word protects nothing of the next`() {
    #expect(outcome(FilterText(words: ["sport", "=\\", ":22"])) == "sport = :22")
  }
}

let ssSamples: [FilterSample] = [
  FilterSample("sport = :22", "sport = :22"), FilterSample("sport = 22", "sport = :22"),
  FilterSample("sport :22", "sport = :22"), FilterSample("sport 22", "sport = :22"),
  FilterSample("sport eq :22", "sport = :22"), FilterSample("sport == :22", "sport = :22"),
  FilterSample("src :22", "src :22"), FilterSample("src *:22", "src :22"),
  FilterSample("src *22", "src :22"),
  FilterSample("src [*]:22", "src :22"), FilterSample("src []:22", "src :22"),
  FilterSample("src any:22", "src :22"),
  FilterSample("src all", "src *"), FilterSample("dst default", "dst *"),
  FilterSample("src = :22", "src :22"),
  FilterSample("sport = 0x16", "sport = :22"), FilterSample("sport = 026", "sport = :22"),
  FilterSample("sport = ssh", "sport = :22"), FilterSample("sport = :ssh", "sport = :22"),
  FilterSample("sport = *", "sport = *"), FilterSample("sport = :", "sport = *"),
  FilterSample("sport = :*", "sport = *"), FilterSample("sport = *:22", "sport = *"),
  FilterSample("sport = :-1", "sport = *"), FilterSample("dport = 0", "dport = :0"),
  FilterSample("sport = 70000", "sport = :70000"), FilterSample("sport > 70000", "sport > :70000"),
  FilterSample("sport > 40000", "sport > :40000"), FilterSample("sport gt 40000", "sport > :40000"),
  FilterSample("sport \\> 40000", "sport > :40000"),
  FilterSample("sport >= :40000", "sport >= :40000"),
  FilterSample("sport geq :40000", "sport >= :40000"),
  FilterSample("sport ge 1000", "sport >= :1000"),
  FilterSample("sport lt 5", "sport < :5"), FilterSample("sport < 5", "sport < :5"),
  FilterSample("sport le 5", "sport <= :5"), FilterSample("sport leq 5", "sport <= :5"),
  FilterSample("sport <= 5", "sport <= :5"), FilterSample("sport != :22", "sport != :22"),
  FilterSample("sport ne :22", "sport != :22"), FilterSample("sport neq :22", "sport != :22"),
  FilterSample("not sport = :22", "not sport = :22"),
  FilterSample("! sport :22", "not sport = :22"),
  FilterSample("! ! sport = :22", "not not sport = :22"),
  FilterSample("not not not sport = :22", "not not not sport = :22"),
  FilterSample(
    "sport = :22 or dport = :22 and src 10.0.0.1",
    "( sport = :22 or dport = :22 ) and src 10.0.0.1"),
  FilterSample(
    "src 10.0.0.1 and sport = :22 or dport = :22",
    "( src 10.0.0.1 and sport = :22 ) or dport = :22"),
  FilterSample(
    "sport = :22 dport = :22 or sport = :80", "( sport = :22 and dport = :22 ) or sport = :80"),
  FilterSample(
    "sport = :80 or sport = :22 dport = :36266",
    "( sport = :80 or sport = :22 ) and dport = :36266"),
  FilterSample("not sport = :22 dport = :22", "not sport = :22 and dport = :22"),
  FilterSample("not ( sport = :22 or dport = :22 )", "not ( sport = :22 or dport = :22 )"),
  FilterSample("( ( sport = :22 ) )", "sport = :22"),
  FilterSample("\\( sport = :22 \\)", "sport = :22"),
  FilterSample("sport = :2\\2", "sport = :22"), FilterSample("src \\*", "src *"),
  FilterSample("sport\t=\t:22", "sport = :22"),
  FilterSample("sport = :1 & dport = :2", "sport = :1 and dport = :2"),
  FilterSample("sport = :1 && dport = :2", "sport = :1 and dport = :2"),
  FilterSample("sport = :1 | dport = :2", "sport = :1 or dport = :2"),
  FilterSample("sport = :1 || dport = :2", "sport = :1 or dport = :2"),
  FilterSample("src 127.0.0.1", "src 127.0.0.1"), FilterSample("src 127/8", "src 127.0.0.0/8"),
  FilterSample("src 127.0/16", "src 127.0.0.0/16"), FilterSample("src 0x7f.0.0.1", "src 127.0.0.1"),
  FilterSample("src 2130706433", "src 127.0.0.1"),
  FilterSample("src 193.233.7/24", "src 193.233.7.0/24"),
  FilterSample("src 10.0.0.0/255.255.255.0", "src 10.0.0.0/24"),
  FilterSample("src 10.0.0", "src 10.0.0.0"),
  FilterSample("src 22", "src 22.0.0.0"), FilterSample("src 010.0.0.1", "src 8.0.0.1"),
  FilterSample("src 0.0.0.0/0", "src 0.0.0.0/0"), FilterSample("src 0/0", "src 0.0.0.0/0"),
  FilterSample("src 10.0.0.1/24:22", "src 10.0.0.1/24:22"),
  FilterSample("src 10.0.0/24:22", "src 10.0.0.0/24:22"),
  FilterSample("src [10.0.0/24]:22", "src 10.0.0.0/24:22"),
  FilterSample("dst 10.0.0.1/32:*", "dst 10.0.0.1"), FilterSample("dst 10.0.0.1:", "dst 10.0.0.1"),
  FilterSample("dst 192.168.0.1/24:domain", "dst 192.168.0.1/24:53"),
  FilterSample("src [::1]", "src [::1]"), FilterSample("src [::1]:443", "src [::1]:443"),
  FilterSample("src [::1]443", "src [::1]:443"), FilterSample("src ::1:443", "src [::1]:443"),
  FilterSample("src ::1/128", "src [::1]"),
  FilterSample("src 2001:db8::/32", "src [2001:db8::/32]"),
  FilterSample("src 2001:db8::/32:444", "src [2001:db8::/32]:444"),
  FilterSample("src [2001:db8::/32]:444", "src [2001:db8::/32]:444"),
  FilterSample("src ::ffff:0:0/96", "src [::ffff:0.0.0.0/96]"),
  FilterSample("src [::ffff:127.0.0.1]", "src [::ffff:127.0.0.1]"),
  FilterSample("src inet6:[::1]:443", "src inet6:[::1]:443"),
  FilterSample("src inet:127.0.0.1", "src inet:127.0.0.1"),
  FilterSample("src inet:127.0.0.1 or src inet6:[::1]", "src inet:127.0.0.1 or src inet6:[::1]"),
  FilterSample("sport = inet6::443 sport = :1", "sport = inet6::443 and sport = inet6::1"),
  FilterSample("src localhost", "src localhost"),
  FilterSample("dst two.example:80", "dst two.example:80"),
  FilterSample("dst not.yet", "hosts not.yet"),
  FilterSample("dst a.b or src c.d:1", "hosts a.b c.d"),
  FilterSample("dev lo", "dev = lo"), FilterSample("dev = 1", "dev = 1"),
  FilterSample("dev 0x1", "dev = 0x1"),
  FilterSample("dev if1", "dev = if1"), FilterSample("dev 0", "dev = 0"),
  FilterSample("dev != lo", "dev != lo"), FilterSample("dev if2x", "dev = if2x"),
  FilterSample("dev 0xffffffff", "dev = 0xffffffff"),
  FilterSample("fwmark 0x10", "fwmark = 0x10"), FilterSample("fwmark = 16", "fwmark = 0x10"),
  FilterSample("fwmark 0x10/0xf0", "fwmark = 0x10/0xf0"),
  FilterSample("fwmark 0/0", "fwmark = 0x0/0x0"),
  FilterSample("fwmark != 0x10", "fwmark != 0x10"), FilterSample("fwmark 1/2", "fwmark = 0x1/0x2"),
  FilterSample("fwmark 0x10foo", "fwmark = 0x10f"), FilterSample("autobound", "autobound"),
  FilterSample("not autobound", "not autobound"),
  FilterSample("cgroup /system.slice/nginx.service", "cgroup = /system.slice/nginx.service"),
  FilterSample("cgroup != /", "cgroup != /"),
  FilterSample("src unix:/tmp/*", "src unix:/tmp/*"), FilterSample("src unix:", "src unix:"),
  FilterSample("src unix:a\\ b", "src unix:a\\ b"), FilterSample("src link:ip", "src link:2048"),
  FilterSample("src link:teb", "src link:25944"),
  FilterSample("src link:ip:lo", "src link:2048:1"),
  FilterSample("sport = link:lo", "sport = link::1"),
  FilterSample("src netlink:rtnl:kernel", "src netlink:0:0"),
  FilterSample("src link::if2x", "src link::2"), FilterSample("src link::-1", "src link:*"),
  FilterSample("src netlink:genl", "src netlink:16"),
  FilterSample("src netlink::5", "src netlink::5"),
  FilterSample("src vsock:2:22", "src vsock:2:22"),
  FilterSample("src unix:x src y", "src unix:x and src unix:y"),
]

let ssRefusals: [FilterSample] = [
  FilterSample("!sport = :22", "1 0..<6"), FilterSample("!! sport = :22", "1 0..<2"),
  FilterSample("sport=:22", "1 0..<9"), FilterSample("sport =:22", "1 6..<10"),
  FilterSample("sport => :22", "1 6..<8"), FilterSample("sport <> :22", "1 6..<8"),
  FilterSample("sport = 22,80", "1 8..<13"), FilterSample("sport = :22-80", "1 8..<14"),
  FilterSample("sport = 127.0.0.1:22", "1 8..<20"), FilterSample("sport", "255 5..<5"),
  FilterSample("sport =", "255 7..<7"), FilterSample("= :22", "255 0..<1"),
  FilterSample(":22", "255 0..<3"),
  FilterSample("sport = = :22", "255 8..<9"), FilterSample("( )", "255 2..<3"),
  FilterSample("( sport = :22", "255 0..<1"), FilterSample("sport = :22 )", "255 12..<13"),
  FilterSample("and sport = :22", "255 0..<3"), FilterSample("sport = :22 and", "255 15..<15"),
  FilterSample("sport = :1 and and sport = :2", "255 15..<18"), FilterSample("or", "255 0..<2"),
  FilterSample("not", "255 3..<3"), FilterSample("!", "255 1..<1"),
  FilterSample("(sport = :22)", "1 0..<6"),
  FilterSample("()", "1 0..<2"), FilterSample("SPORT = :22", "1 0..<5"),
  FilterSample("sport = :22 AND sport = :22", "1 12..<15"), FilterSample("foo", "1 0..<3"),
  FilterSample("established", "1 0..<11"), FilterSample("sport = :22 or :80", "255 15..<18"),
  FilterSample("sport = :22 :80", "255 12..<15"),
  FilterSample("src 10.0.0.1 10.0.0.2", "255 13..<21"),
  FilterSample("autobound 22", "255 10..<12"), FilterSample("autobound = 1", "255 10..<11"),
  FilterSample("sport\n= :22", "1 0..<7"), FilterSample("src 10.", "1 4..<7"),
  FilterSample("src /24", "1 4..<7"),
  FilterSample("src 10.0.0.1/33", "1 4..<15"), FilterSample("src 10.0.0.1/-1", "1 4..<15"),
  FilterSample("src 10.0.0.1/", "1 4..<13"), FilterSample("src 10.0.0.1/255.0.255.0", "1 4..<24"),
  FilterSample("src 127.0.0.1%lo", "1 4..<16"), FilterSample("src any/8", "1 4..<9"),
  FilterSample("src localhost/24", "1 4..<16"), FilterSample("src 127.0.0.1:22:80", "1 4..<19"),
  FilterSample("src :22:", "1 4..<8"), FilterSample("src 10.0.0.1:22/24", "1 4..<18"),
  FilterSample("src ::1", "1 4..<7"), FilterSample("src ::", "1 4..<6"),
  FilterSample("src 2001:db8::1", "1 4..<15"),
  FilterSample("src ::ffff:127.0.0.1", "1 4..<20"), FilterSample("src inet6:::1", "1 4..<13"),
  FilterSample("src [::]/0", "1 4..<10"), FilterSample("src [2001:db8::]/32:444", "1 4..<23"),
  FilterSample("src [::1", "1 4..<8"), FilterSample("src != 10.0.0.1", "255 4..<6"),
  FilterSample("src ne 10.0.0.1", "255 4..<6"), FilterSample("src > 10.0.0.1", "255 4..<5"),
  FilterSample("dev > lo", "255 4..<5"), FilterSample("fwmark gt 1", "255 7..<9"),
  FilterSample("src ! 10.0.0.1", "255 4..<5"), FilterSample("dev nosuch", "1 4..<10"),
  FilterSample("dev if0", "1 4..<7"), FilterSample("dev if0x2", "1 4..<9"),
  FilterSample("dev 0x100000000", "1 4..<15"), FilterSample("src link::0xffffffff", "1 4..<20"),
  FilterSample("src link::if-1", "1 4..<14"), FilterSample("src netlink::4294967295", "1 4..<23"),
  FilterSample("dev *", "1 4..<5"), FilterSample("fwmark foo", "1 7..<10"),
  FilterSample("fwmark 0x10/", "1 7..<12"),
  FilterSample("fwmark 0x10 / 0xff", "1 12..<13"), FilterSample("cgroup /nope", "1 7..<12"),
  FilterSample("src link:nosuch", "1 4..<15"), FilterSample("src link::nosuch", "1 4..<16"),
  FilterSample("src netlink:RTNL", "1 4..<16"), FilterSample("src netlink:rtnl:foo", "1 4..<20"),
  FilterSample("src tipc:1", "1 4..<10"), FilterSample("src xdp:1", "1 4..<9"),
  FilterSample("src eq", "255 6..<6"), FilterSample("dev not", "255 4..<7"),
  FilterSample("src inet:127.0.0.1 or src [::1]", "1 26..<31"),
  FilterSample("( state established )", "1 2..<7"),
  FilterSample("sport = :22 state established", "1 12..<17"),
  FilterSample("state established and sport = :22", "1 0..<5"),
  FilterSample("proc = nginx", "1 0..<4"),
]
