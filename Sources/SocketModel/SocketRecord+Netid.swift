package import TextSafety

extension SocketRecord {
  /// The Netid of `ss`: its kind's title, and `icmp6` for a raw ICMPv6 socket told by sock_diag.
  package var netid: SafeText {
    guard kind == .raw, protocolNumber == 58, cookie != 0 else { return kind.title }
    return "icmp6"
  }
}
