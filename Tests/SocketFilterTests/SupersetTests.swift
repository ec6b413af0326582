import SocketFilter
import SocketModel
import Testing
import TextSafety

struct SupersetTests {
  @Test(arguments: supersetSamples)
  func `what ss refuses is read where it has one meaning`(sample: FilterSample) {
    #expect(outcome(FilterText(typed: sample.filter)) == "+ " + sample.expected)
  }

  @Test(arguments: supersetRefusals)
  func `what means nothing is refused at its place`(sample: FilterSample) {
    #expect(outcome(FilterText(typed: sample.filter)) == sample.expected)
  }

  @Test(arguments: [
    ("sprot = :22", "sprot is not a field", "did you mean `sport`?"),
    ("sp", "sp is not a field", "did you mean `sport`?"),
    ("rport = 22", "rport is not a field", "did you mean `dport`?"),
    ("unix", "unix is not a field", "did you mean `family = unix`?"),
    ("path = /tmp/x", "path is not a field", "did you mean `src unix:/*`?"),
    ("ssh", "ssh is not a field", "a port stands behind its field: `port ssh`, `sport = 80,ssh`"),
    (
      "nginx", "nginx is not a field",
      "Tab lists the fields; for a process write `proc = nginx`"
    ),
    (
      "src = 10.0.0.*", "10.0.0.* is not an address",
      "an address, a network such as `10.0.0.0/8`, or the name of a host"
    ),
    ("/tmp/x", "/tmp/x is not an address", "names of unix sockets are written `src unix:/tmp/x`"),
    ("@x", "@x is not a field", "names of unix sockets are written `src unix:@x`"),
    (
      "256.1.1.1", "256.1.1.1 is not an address",
      "an address, a network such as `10.0.0.0/8`, or the name of a host"
    ),
    (
      "sport = 22..80", "22..80 is not a port",
      "a number, a range `80-90`, or the name of a service"
    ),
    ("limit_share > 0.8", "limit_share 0.8 lacks a unit", "write for example `80%`"),
    ("limit_share > 0.29", "limit_share 0.29 lacks a unit", "write for example `29%`"),
    (
      "proc ~ \\bnginx", "\\bnginx is not a regular expression",
      "it may have . [a-z] ( ) | * + ? {2,5} ^ $ \\d \\w \\s"
    ),
    ("exclude", "the name of a state must follow", "Tab lists the states"),
    (
      "sport = 10.0.0.1", "10.0.0.1 is an address, not a port",
      "`sport` compares ports; for addresses use `src`"
    ),
    ("bucket", "bucket is a state, not a condition", "write `state bucket`"),
    ("state establishd", "there is no state establishd", "did you mean `established`?"),
    ("establishd", "establishd is not a field", "did you mean `state established`?"),
    (
      "sport = 80 or 443", "443 is not a field",
      "a port stands behind its field: `port 443`, `sport = 80,443`"
    ),
    ("idle > 10", "idle 10 lacks a unit", "write for example `10s`"),
    ("rtt > 5", "rtt 5 lacks a unit", "write for example `5ms`"),
    ("rx > fast", "fast is not a value of rx", "bytes or bits a second, such as `1.5MB`, `10Mbit`"),
    ("uid = root", "root is not a value of uid", "a number; names are compared with `user`"),
    (
      "proc > a", "proc is not compared with >",
      "it takes = and != with patterns, ~ and !~ with regular expressions"
    ),
    ("( sport = :22", "this parenthesis is never closed", "add `)`"),
  ])
  func `an error says what is wrong and what to do`(filter: String, message: String, hint: String) {
    let parser = FilterParser(context: FilterContext(names: TestNames()))
    guard case .failed(let error) = parser.parse(FilterText(typed: filter)) else {
      Issue.record("\(filter) was understood")
      return
    }
    #expect(error.message.string == message)
    #expect(error.hint?.string == hint)
  }

  @Test func `counted repetitions make no expression longer than others can be`() {
    let parser = FilterParser(context: FilterContext(names: TestNames()))
    func isRead(_ expression: String) -> Bool {
      if case .parsed = parser.parse(FilterText(typed: "proc ~ \(expression)")) { return true }
      return false
    }
    func joined(_ part: String, _ count: Int, by separator: String = "") -> String {
      Array(repeating: part, count: count).joined(separator: separator)
    }
    #expect(isRead(joined("x", 512, by: "|")))
    #expect(isRead(joined("x*", 512)))
    #expect(isRead("(a{32}){31}"))
    for hostile in [
      "(a{64}){64}", "(a{32}){31}{64}", "((a?){64}){64,}", joined("(a{32}){31}", 60, by: "|"),
      "(" + joined("(a{32}){31}", 60, by: "|") + "){64}", joined("a{64}", 60),
    ] {
      #expect(!isRead(hostile), "\(hostile)")
    }
  }
}

let supersetSamples: [FilterSample] = [
  FilterSample("sport=:22", "sport = :22"), FilterSample("sport =:22", "sport = :22"),
  FilterSample("(sport = :22)", "sport = :22"), FilterSample("!sport = :22", "not sport = :22"),
  FilterSample("!(sport=22)", "not sport = :22"), FilterSample("sport!=22", "sport != :22"),
  FilterSample("sport>=1024&&dport<1024", "sport >= :1024 and dport < :1024"),
  FilterSample("SPORT = :22", "sport = :22"),
  FilterSample("sport = :22 AND dport = :80", "sport = :22 and dport = :80"),
  FilterSample("NOT sport = :22", "not sport = :22"),
  FilterSample("src != 10.0.0.1", "src != 10.0.0.1"),
  FilterSample("src ne 10/8", "src != 10.0.0.0/8"),
  FilterSample("src ::1", "src [::1]"), FilterSample("src 2001:db8::1", "src [2001:db8::1]"),
  FilterSample("src ::", "src [::]"),
  FilterSample("src [2001:db8::]/32:444", "src [2001:db8::/32]:444"),
  FilterSample("src ::ffff:127.0.0.1", "src [::ffff:127.0.0.1]"),
  FilterSample("10.0.0.1", "host 10.0.0.1"), FilterSample(":443", "host :443"),
  FilterSample("192.168.0.1/24:53", "host 192.168.0.1/24:53"),
  FilterSample("192.168.0.1:http", "host 192.168.0.1:80"), FilterSample("::1", "host [::1]"),
  FilterSample("host 10.0.0.1", "host 10.0.0.1"),
  FilterSample("two.example:80", "host two.example:80"),
  FilterSample("port 22", "port = :22"), FilterSample("port = 22,80", "port = :22,:80"),
  FilterSample("port != 22", "port != :22"), FilterSample("port > 1024", "port > :1024"),
  FilterSample("dport = :80,:443", "dport = :80,:443"),
  FilterSample("dport = 80, 443", "dport = :80,:443"),
  FilterSample("dport != http,https", "dport != :80,:443"),
  FilterSample("dport = :8000-8100", "dport = :8000-8100"),
  FilterSample("dport=http-alt", "dport = :8080"),
  FilterSample("dport = http-https", "dport = :80-443"),
  FilterSample(":8000-8100", "host :8000-8100"),
  FilterSample("dst 10.0.0.1,10.0.0.2", "dst 10.0.0.1,10.0.0.2"),
  FilterSample("dport = 80 or state established", "dport = :80 or state = established"),
  FilterSample("dport=80 state listen", "dport = :80 and state = listening"),
  FilterSample("dport=80 state = estab,time-wait", "dport = :80 and state = established,time-wait"),
  FilterSample("dport=80 state != listen", "dport = :80 and state != listening"),
  FilterSample("dport=80 exclude listening", "dport = :80 and state != listening"),
  FilterSample("( state established )", "state = established"),
  FilterSample("STATE established", "state = established"),
  FilterSample("state established or dport = :22", "state = established or dport = :22"),
  FilterSample("'( sport = :http or sport = :https )'", "sport = :80 or sport = :443"),
  FilterSample(
    "state fin-wait-1 '( sport = :http or sport = :https )' dst 202.54.1/24",
    "( sport = :80 or sport = :443 ) and dst 202.54.1.0/24"),
  FilterSample("'sport = :22'", "sport = :22"), FilterSample("src \"unix:a b\"", "src unix:a\\ b"),
  FilterSample("sport=:1\nsport=:2", "sport = :1 and sport = :2"),
  FilterSample("dport unix:a ,8b", "dport = unix:a ,unix:8b"),
  FilterSample("dev eth*", "dev = eth*"), FilterSample("dev=lo", "dev = lo"),
  FilterSample("cgroup = /system.slice/*", "cgroup = /system.slice/*"),
  FilterSample("fwmark=0x10/0xf0", "fwmark = 0x10/0xf0"),
  FilterSample("established", "state = established"),
  FilterSample("LISTEN,time_wait", "state = time-wait,listening"),
  FilterSample("not connected port 22", "not state = connected and port = :22"),
  FilterSample("state TIME_WAIT sport=22", "sport = :22"),
  FilterSample("dport=80 state fin_wait", "dport = :80 and state = fin-wait-1,fin-wait-2"),
  FilterSample("tcp and dst port 443", "netid = tcp and dport = :443"),
  FilterSample("UDP src net 10/8", "netid = udp and src 10.0.0.0/8"),
  FilterSample("ipv6 dst host ::1", "family = inet6 and dst [::1]"),
  FilterSample("net 10/8", "host 10.0.0.0/8"),
  FilterSample("dst port != 80,443", "dport != :80,:443"),
  FilterSample("peer = 10.0.0.0/8", "dst 10.0.0.0/8"),
  FilterSample("local != 10.0.0.1,::1", "src != 10.0.0.1,[::1]"),
  FilterSample("peer = 10.0.0.*", "peer = 10.0.0.*"), FilterSample("local = web", "local = web"),
  FilterSample("local ~ :22$", "local ~ :22$"),
  FilterSample("age > 5 minutes", "age > 5minutes"), FilterSample("rtt > 5msec", "rtt > 5msec"),
  FilterSample("proc ~ ^php[0-9]{1,2}$", "proc ~ \"^php[0-9]{1,2}$\""),
  FilterSample("proc = nginx", "proc = nginx"), FilterSample("proc nginx", "proc = nginx"),
  FilterSample("PROC != 'my app',php*", "proc != \"my app\",php*"),
  FilterSample("proc ~ ^ng(in|x)x$", "proc ~ \"^ng(in|x)x$\""),
  FilterSample("proc !~ a\\.b", "proc !~ \"a\\\\.b\""), FilterSample("pid = 812", "pid = 812"),
  FilterSample("pid = 1-99,812", "pid = 1-99,812"), FilterSample("uid >= 1000", "uid >= 1000"),
  FilterSample("user = www-data", "user = www-data"), FilterSample("rtt > 50ms", "rtt > 50ms"),
  FilterSample("rtt>1.5ms", "rtt > 1.5ms"), FilterSample("rx >= 1.5MB", "rx >= 1.5MB"),
  FilterSample("tx > 10Mbit", "tx > 10Mbit"), FilterSample("tx > 10Mbit/s", "tx > 10Mbit/s"),
  FilterSample("backlog > 80%", "backlog > 80%"), FilterSample("retrans > 0", "retrans > 0"),
  FilterSample("tx > 10 Mbit", "tx > 10Mbit"), FilterSample("rtt > 5 us", "rtt > 5us"),
  FilterSample("limit_share > 80 % or rtt > 0", "limit_share > 80% or rtt > 0"),
  FilterSample("recvq gt 0", "recvq > 0"), FilterSample("age < 1h30m", "age < 1h30m"),
  FilterSample("idle > 10m or rtt > 0", "idle > 10m or rtt > 0"),
  FilterSample("cc = bbr", "cc = bbr"), FilterSample("cookie = 0x1f", "cookie = 0x1f"),
  FilterSample("netid = tcp", "netid = tcp"), FilterSample("limit = rwnd", "limit = rwnd"),
  FilterSample(
    "container = web* unit = nginx.service netns = blue inode = 77",
    "container = web* and unit = nginx.service and netns = blue and inode = 77"),
]

let supersetRefusals: [FilterSample] = [
  FilterSample("foo", "1 0..<3"), FilterSample("foo = 1", "1 0..<3"),
  FilterSample("rtt > 50", "1 6..<8"), FilterSample("rtt > fast", "1 6..<10"),
  FilterSample("limit_share > 80", "1 14..<16"), FilterSample("proc > a", "1 5..<6"),
  FilterSample("rtt ~ 5", "1 4..<5"), FilterSample("proc ~ (", "1 7..<8"),
  FilterSample("proc =", "1 6..<6"), FilterSample("dport > 80,443", "1 8..<14"),
  FilterSample("dport = 443-80", "1 8..<14"), FilterSample("src > 10.0.0.1", "255 4..<5"),
  FilterSample("sport = :22 and", "255 15..<15"), FilterSample("(sport=22", "1 0..<1"),
  FilterSample("sport=22)", "1 8..<9"), FilterSample("sport=,", "1 6..<6"),
  FilterSample("proc = \"a", "1 7..<8"), FilterSample("= 1", "255 0..<1"),
  FilterSample("state = nosuch", "255 8..<14"), FilterSample("port", "1 4..<4"),
  FilterSample("state > x", "255 6..<7"), FilterSample("sport ~ 22", "1 6..<7"),
  FilterSample("\"sport = :22", "1 0..<1"), FilterSample("retrans > 1,2", "1 10..<13"),
  FilterSample("proc ~ a{2,1}", "1 7..<13"), FilterSample("proc ~ a{99999}", "1 7..<15"),
]
