package import SocketMetrics
internal import TextSafety

/// The words that begin a condition.
package enum FilterWords {
  /// Words of the language itself: those of `ss`, and `port`, `host`.
  package static let core = [
    "src", "dst", "sport", "dport", "port", "host", "dev", "fwmark", "cgroup", "autobound", "state",
    "exclude",
  ]

  /// Fields that a filter may compare, in the order of the field table, without those that are
  /// words of the language.
  package static let fields: [SocketField] = SocketField.allCases.filter {
    $0.definition.isFilterable && !core.contains($0.filterName)
  }

  /// Every word that can begin a condition, other names of fields included.
  static let all: [String] =
    core + fields.flatMap { [$0.filterName] + $0.aliases.map(\.string) }

  /// What a table or a family is asked for by: `tcp` is `netid = tcp`; nil for another word.
  static func table(_ word: String) -> (field: SocketField, value: String)? {
    switch word.lowercased() {
    case "tcp", "udp", "raw", "mptcp", "sctp", "dccp": (.netid, word.lowercased())
    case "udplite": (.netid, "udpl")
    case "inet", "ipv4", "ip4": (.family, "inet")
    case "inet6", "ipv6", "ip6": (.family, "inet6")
    default: nil
    }
  }

  /// What people say elsewhere for a word of the language.
  static let synonyms: [String: String] = [
    "lport": "sport", "rport": "dport", "laddr": "src", "raddr": "dst", "saddr": "src",
    "daddr": "dst", "source": "src", "destination": "dst", "dest": "dst", "remote": "dst",
    "ip": "host", "addr": "host", "address": "host", "localhost": "host localhost",
    "name": "proc", "program": "proc", "path": "src unix:/*", "type": "netid",
    "unix": "family = unix", "netlink": "family = netlink", "packet": "family = packet",
    "vsock": "family = vsock", "tipc": "family = tipc", "xdp": "family = xdp",
    "retransmits": "retrans", "latency": "rtt", "congestion_control": "cc",
  ]

  /// The field that `word` names, in any case of letters; nil for one that no filter compares.
  package static func field(_ word: String) -> SocketField? {
    guard let field = SocketField(identifier: word), field.definition.isFilterable else {
      return nil
    }
    return field
  }
}

extension SocketField {
  /// The name by which filters know the field: its identifier.
  package var filterName: String { definition.identifier.string }
}
