/// The host's socket counts and protocol counters: what `ss -s` prints, and more.
///
/// Sources: `/proc/net/sockstat`, `/proc/net/sockstat6`, `/proc/net/snmp`, `/proc/net/netstat`.
package struct HostCounters: Hashable, Sendable {
  /// `sockets: used`.
  package var socketsUsed = 0
  package var tcp4InUse = 0
  package var tcp6InUse = 0
  package var tcpOrphaned = 0
  package var tcpTimeWait = 0
  package var tcpAllocated = 0
  /// `Tcp: CurrEstab`.
  package var tcpEstablished = 0
  package var udp4InUse = 0
  package var udp6InUse = 0
  package var raw4InUse = 0
  package var raw6InUse = 0
  package var fragments4InUse = 0
  package var fragments6InUse = 0
  /// Cumulative counters by their kernel names, `Tcp.RetransSegs` or `TcpExt.ListenOverflows`.
  package var counters: [String: UInt64] = [:]

  package init() {}

  /// `TCP:` of `ss -s`: allocated and TIME-WAIT sockets.
  package var tcpTotal: Int { tcpAllocated + tcpTimeWait }

  /// `closed` of `ss -s`: allocated sockets that are in no table, and TIME-WAIT.
  package var tcpClosed: Int { tcpAllocated - (tcp4InUse + tcp6InUse - tcpTimeWait) }
}
