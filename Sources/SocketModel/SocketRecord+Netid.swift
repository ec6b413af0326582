package import TextSafety

/// What `ss` calls a record's table.
extension SocketRecord {
  /// The Netid of `ss`: the kind's title, and for a raw socket that came by sock_diag the name of
  /// its protocol as `ss` spells it (`???` for one that it does not know).
  package var netid: SafeText {
    guard kind == .raw, cookie != 0 else { return kind.title }
    return switch protocolNumber {
    case 0: "raw"
    case 6: "tcp"
    case 17: "udp"
    case 33: "dccp"
    case 58: "icmp6"
    case 132: "sctp"
    default: "???"
    }
  }
}
