import SocketModel
import TextSafety

@testable import topss

/// Command lines and what they come to; facts of `ss`, each line tried with it or read from it.
enum OptionsTable {
  /// `TABLES / FAMILIES / STATES`: families as 4, 6, x unix, 0 packet, n netlink, v vsock, t tipc,
  /// d xdp.
  static let selections: [(String, String)] = [
    ("", "all / 4 6 x 0 n v d / conn"),
    ("-a", "all / 4 6 x 0 n v d / all"),
    ("-l", "all / 4 6 x 0 n v d / listen"),
    ("-la", "all / 4 6 x 0 n v d / all"),
    ("-al", "all / 4 6 x 0 n v d / listen"),
    ("-B", "all / 4 6 x 0 n v d / bound"),
    ("-aB", "all / 4 6 x 0 n v d / bound"),
    ("-Ba", "all / 4 6 x 0 n v d / all"),
    ("-t", "tcp / 4 6 / conn"),
    ("--tcp", "tcp / 4 6 / conn"),
    ("--tc", "tcp / 4 6 / conn"),
    ("-ta", "tcp / 4 6 / all"),
    ("-tl", "tcp / 4 6 / listen"),
    ("-tln", "tcp / 4 6 / listen"),
    ("-Htan4", "tcp / 4 / all"),
    ("-u", "udp / 4 6 / estab"),
    ("-ua", "udp / 4 6 / all"),
    ("-ul", "udp / 4 6 / listen"),
    ("-w", "raw / 4 6 / estab"),
    ("-wa", "raw / 4 6 / all"),
    ("-d", "dccp / 4 6 / conn"),
    ("-S", "sctp / 4 6 / conn"),
    ("-M", "mptcp / 4 6 / conn"),
    ("-tu", "tcp udp / 4 6 / conn"),
    ("-uw", "udp raw / 4 6 / estab"),
    ("-tuwdSM", "inet / 4 6 / conn"),
    ("-x", "unix / x / conn"),
    ("--unix", "unix / x / conn"),
    ("-xa", "unix / x / all"),
    ("-0", "packet / 0 / close"),
    ("--packet", "packet / 0 / close"),
    ("-0a", "packet / 0 / all"),
    ("-4", "inet / 4 / conn"),
    ("-6", "inet / 6 / conn"),
    ("--ipv4", "inet / 4 / conn"),
    ("--ipv6 -a", "inet / 6 / all"),
    ("-4 -6", "inet / 4 6 / conn"),
    ("-4 -t", "tcp / 4 / conn"),
    ("-t -4", "tcp / 4 / conn"),
    ("-4 -x", "inet unix / 4 x / conn"),
    ("-x -t", "tcp unix / 4 6 x / conn"),
    ("-u -x", "udp unix / 4 6 x / conn"),
    ("-x -t -4", "tcp unix / 4 x / conn"),
    ("-0 -x", "unix packet / x 0 / x0"),
    ("-f inet", "inet / 4 / conn"),
    ("-f inet6", "inet / 6 / conn"),
    ("-f unix", "unix / x / conn"),
    ("-f link", "packet / 0 / close"),
    ("-f netlink", "netlink / n / close"),
    ("-f vsock", "vsock / v / conn"),
    ("-f tipc", "tipc / t / tipc"),
    ("-f xdp", "xdp / d / close"),
    ("-finet", "inet / 4 / conn"),
    ("--family=inet6", "inet / 6 / conn"),
    ("--family inet6", "inet / 6 / conn"),
    ("--fam=inet6", "inet / 6 / conn"),
    ("--vsock", "vsock / v / conn"),
    ("--tipc", "tipc / t / tipc"),
    ("--xdp", "xdp / d / close"),
    ("-f inet -f unix", "inet unix / 4 x / conn"),
    ("-A tcp", "tcp / 4 6 / conn"),
    ("-Atcp", "tcp / 4 6 / conn"),
    ("--query=tcp", "tcp / 4 6 / conn"),
    ("--query tcp", "tcp / 4 6 / conn"),
    ("--socket=raw", "raw / 4 6 / conn"),
    ("-A udp", "udp / 4 6 / conn"),
    ("-A tcp,udp", "tcp udp / 4 6 / conn"),
    ("-A inet", "inet / 4 6 / conn"),
    ("-A inet -a", "inet / 4 6 / all"),
    ("-a -A inet", "inet / 4 6 / all"),
    ("-A all", "all / 4 6 x 0 n v d / conn"),
    ("-A all -a", "all / 4 6 x 0 n v d / all"),
    ("-A all -4", "all / 4 x 0 n v d / conn"),
    ("-A unix", "unix / x / conn"),
    ("-A unix_stream", "u_str / x / conn"),
    ("-A u_str", "u_str / x / conn"),
    ("-A unix_dgram", "u_dgr / x / conn"),
    ("-A u_dgr", "u_dgr / x / conn"),
    ("-A unix_seqpacket", "u_seq / x / conn"),
    ("-A u_seq", "u_seq / x / conn"),
    ("-A packet", "packet / 0 / conn"),
    ("-A packet_raw", "p_raw / 0 / conn"),
    ("-A p_raw -a", "p_raw / 0 / all"),
    ("-A packet_dgram", "p_dgr / 0 / conn"),
    ("-A p_dgr", "p_dgr / 0 / conn"),
    ("-A netlink", "netlink / n / conn"),
    ("-A netlink -a", "netlink / n / all"),
    ("-A tipc", "tipc / t / conn"),
    ("-A vsock", "vsock / v / conn"),
    ("-A vsock_stream", "v_str / v / conn"),
    ("-A v_str", "v_str / v / conn"),
    ("-A vsock_dgram", "v_dgr / v / conn"),
    ("-A v_dgr", "v_dgr / v / conn"),
    ("-A xdp", "xdp / d / conn"),
    ("-A mptcp", "mptcp / 4 6 / conn"),
    ("-A sctp,dccp", "sctp dccp / 4 6 / conn"),
    ("-A udplite", "udpl / 4 6 / conn"),
    ("-A udplite -4", "udpl / 4 / conn"),
    ("-t -A udp", "udp / 4 6 / conn"),
    ("-A udp -t", "tcp udp / 4 6 / conn"),
    ("-A udp -A tcp", "tcp udp / 4 6 / conn"),
    ("-A inet,!tcp", "udp raw sctp dccp mptcp / 4 6 / conn"),
    ("-A !tcp,inet", "inet / 4 6 / conn"),
    ("-A inet,!inet,tcp", "tcp / 4 6 / conn"),
    ("-A all,!unix,!packet,!netlink,!vsock,!xdp", "inet / 4 6 / conn"),
    ("-A unix,!u_dgr", "u_str u_seq / x / conn"),
    ("-l -A tcp", "tcp / 4 6 / listen"),
    ("-A tcp -x", "tcp unix / 4 6 x / conn"),
    ("-A tcp -0", "tcp packet / 4 6 0 / conn"),
    ("-A tcp sport = :22", "tcp / 4 6 / conn"),
    ("-p -t", "tcp / 4 6 / conn"),
    ("-tp -a", "tcp / 4 6 / all"),
    ("-E", "all / 4 6 x 0 n v d / conn"),
    ("-E -t -4", "tcp / 4 / conn"),
    ("-D - -t", "tcp / 4 6 / conn"),
    ("-K dst 10.0.0.1", "all / 4 6 x 0 n v d / conn"),
    ("--json -t", "tcp / 4 6 / conn"),
    ("-t --interval 2 --batch", "tcp / 4 6 / conn"),
    ("-t --interval=0.5 --count=3 --batch --csv", "tcp / 4 6 / conn"),
  ]

  static let failures: [(String, Int32)] = [
    ("-y", 255), ("-ty", 255), ("--nosuch", 255), ("--ip", 255), ("--no", 255),
    ("--tcp=1", 255), ("-A", 255), ("-f", 255), ("--family", 255), ("-D", 255), ("-F", 255),
    ("-f foo", 255), ("-f INET", 255), ("-f tcp", 255), ("-A foo", 255), ("-A TCP", 255),
    ("-A tcp,", 255), ("-A ,tcp", 255), ("-A tcp,,udp", 255), ("-A inet6", 255),
    ("-A tcp6", 255), ("-A link", 255), ("-A inet_sockets", 255), ("-A !", 255),
    ("-A !foo", 255), ("-A tcp,foo", 255), ("-F a -F b", 255), ("sport = -1", 255),
    ("-Z", 1), ("-z", 1), ("--context", 1), ("--bpf-maps", 255), ("--bpf-map-id=3", 255),
    ("-A !tcp", 0), ("-A tcp,!tcp", 0), ("-A inet,!inet", 0), ("-D x -u", 0), ("-D x -x", 0),
    ("-E -x", 255), ("-E -0", 255), ("-E -w", 255), ("-K", 1), ("-K -t", 1),
    ("-K --readonly dst 1.2.3.4", 1), ("--dry-run -t", 255), ("--once --batch", 255),
    ("--json --csv", 255), ("--batch -E", 255), ("--batch -K dst :1", 255),
    ("--batch -D x", 255), ("--interval 0", 255), ("--interval", 255), ("--interval=", 255),
    ("--interval -1", 255), ("--interval 1e3", 255), ("--interval nan", 255),
    ("--interval 99999999", 255), ("--interval 1s", 255), ("--count 0", 255),
    ("--count -1", 255), ("--count 1.5", 255), ("--count 99999999999999999999", 255),
    ("--color=maybe", 255), ("--color", 255), ("--destroy-events=x", 255), ("--config=", 255),
    ("--netns=", 255), ("--json=1", 255), ("--sort nosuch", 255), ("--sort rx:up", 255),
    ("--sort", 255), ("--columns nosuch", 255), ("--columns rx,,tx", 255), ("--columns=", 255),
    ("--onc", 255), ("--batc", 255), ("--js", 255), ("--read", 255), ("--interval --", 255),
  ]

  static let modes: [(String, String)] = [
    ("", "screen none"), ("-ta", "screen none"), ("dport = :443", "screen none"),
    ("--once", "once none"), ("--once -t", "once none"), ("--batch", "batch none"),
    ("--json", "once none"), ("--csv", "once none"), ("--batch --json", "batch none"),
    ("-s", "once alone"), ("-s -a", "once alone"), ("-s -t", "once beforeListing"),
    ("-s sport = :22", "once beforeListing"), ("-s -K", "once alone"), ("-s -E", "once alone"),
    ("-E", "events none"), ("-K dst 10.0.0.1", "kill none"), ("-K state listening", "kill none"),
    ("-K --dry-run --readonly dst :1", "kill none"), ("-K -F file", "kill none"),
    ("-D file", "dump(file: \"file\") none"), ("--diag=-", "dump(file: \"-\") none"),
    ("-h", "help none"), ("--help", "help none"), ("-f help", "help none"), ("-V", "version none"),
    ("-v", "version none"), ("--version", "version none"), ("-h -y", "help none"),
    ("-t -h -A foo", "help none"), ("-V -h", "version none"), ("--diagnose", "diagnose none"),
    ("--print-config", "printConfiguration none"), ("--batch -s", "batch alone"),
  ]

  static let hiddenColumns: [(String, String)] = [
    ("", "Netid State"), ("-a", "Netid State"), ("-t", "State"), ("-ta", "State"), ("-u", ""),
    ("-ua", "State"), ("-w", ""), ("-0", "Netid"), ("-f netlink", ""), ("-A netlink", "State"),
    ("-x", "Netid State"), ("-A u_str", "State"), ("-tu", "Netid State"), ("-uw", "Netid"),
    ("-B", "Netid"), ("-tB", ""), ("--tipc", "State"), ("--xdp", ""), ("--vsock", "Netid State"),
    ("-M", "State"), ("-4", "Netid State"), ("-4 -t", "State"), ("-A p_raw", "State"),
  ]

  static func text(_ resolved: ResolvedSelection) -> String {
    "\(text(resolved.tables)) / \(text(resolved.families)) / \(text(resolved.states))"
  }

  private static func text(_ tables: SocketTables) -> String {
    let everything = SocketTables.all.subtracting(.tipc).subtracting(SocketTables(.udpLite))
    guard tables != everything else { return "all" }
    let groups: [(String, SocketTables)] = [
      ("inet", .internet.subtracting(SocketTables(.udpLite))), ("unix", .unix),
      ("packet", .packet), ("vsock", .vsock), ("tipc", .tipc),
    ]
    var rest = tables
    var names: [String] = []
    for (name, group) in groups where rest.isSuperset(of: group) {
      names.append(name)
      rest.subtract(group)
    }
    for kind in SocketKind.allCases where rest.contains(kind) {
      names.insert(kind == .netlink ? "netlink" : kind.title.string, at: 0)
    }
    let order = SocketKind.allCases.map { $0 == .netlink ? "netlink" : $0.title.string }
    let singles = order.filter(names.contains)
    return (singles + names.filter { !order.contains($0) }).joined(separator: " ")
  }

  private static func text(_ families: FamilySet) -> String {
    let letters: [(AddressFamily, String)] = [
      (.inet, "4"), (.inet6, "6"), (.unix, "x"), (.packet, "0"), (.netlink, "n"), (.vsock, "v"),
      (.tipc, "t"), (.xdp, "d"),
    ]
    return letters.filter { families.contains($0.0) }.map(\.1).joined(separator: " ")
  }

  /// Sockets that are only bound are in no group of a listing.
  private static func text(_ states: StateSet) -> String {
    switch states {
    case .allButBound: "all"
    case .standard.intersection(.allButBound): "conn"
    case .listening: "listen"
    case SocketState.close.set: "close"
    case SocketState.established.set: "estab"
    case SocketState.boundInactive.set: "bound"
    case .standard.intersection(.allButBound).union(SocketState.close.set): "x0"
    case [SocketState.established.set, .listening]: "tipc"
    default: "\(states.rawValue)"
    }
  }
}
