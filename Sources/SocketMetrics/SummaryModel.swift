package import SocketModel
package import TextSafety

/// The host at a glance: the figures of `ss -s`, sockets by state and kind, host counters as rates.
package struct SummaryModel: Sendable {
  /// A row of the table of `ss -s`.
  package struct Transport: Hashable, Sendable {
    package var title: SafeText
    package var ipv4: Int
    package var ipv6: Int
    package var total: Int { ipv4 + ipv6 }
  }

  /// The host's own counts; nil when they could not be read.
  package var host: HostCounters?
  /// Sockets of the sample by kind; suspected ones included.
  package var kinds: [SocketKind: Int] = [:]
  /// TCP sockets of the sample by state.
  package var tcpStates: [SocketState: Int] = [:]
  /// TIME-WAIT, SYN-RECV and others without a file, among TCP.
  package var tcpWithoutFile = 0
  private var before: HostCounters?
  private var seconds: Double?

  /// The summary of `sample`; `previous` is the host's counters of the sample before.
  package init(_ sample: Sample, previous: HostCounters?) {
    host = sample.snapshot.host
    before = previous
    seconds = sample.interval
    var kindCounts = Array(repeating: 0, count: SocketKind.allCases.count)
    var stateCounts = Array(repeating: 0, count: SocketState.allCases.count)
    for record in sample.snapshot.records {
      kindCounts[Int(record.kind.rawValue)] += 1
      guard record.kind == .tcp else { continue }
      stateCounts[Int(record.state.rawValue)] += 1
      if record.inode == 0 { tcpWithoutFile += 1 }
    }
    for kind in SocketKind.allCases where kindCounts[Int(kind.rawValue)] > 0 {
      kinds[kind] = kindCounts[Int(kind.rawValue)]
    }
    for state in SocketState.allCases where stateCounts[Int(state.rawValue)] > 0 {
      tcpStates[state] = stateCounts[Int(state.rawValue)]
    }
  }

  /// The rows RAW, UDP, TCP, INET and FRAG of `ss -s`; empty without the host's counts.
  package var transports: [Transport] { host?.transports ?? [] }

  /// The growth per second of a host counter (`Tcp.RetransSegs`); nil without two readings, time
  /// between them, or when it ran backwards.
  package func rate(of counter: String) -> Double? {
    guard let now = host?.counters[counter], let then = before?.counters[counter],
      let seconds, seconds > 0, now >= then
    else { return nil }
    return Double(now &- then) / seconds
  }
}

extension HostCounters {
  /// The rows RAW, UDP, TCP, INET and FRAG of `ss -s`.
  package var transports: [SummaryModel.Transport] {
    let raw = SummaryModel.Transport(title: "RAW", ipv4: raw4InUse, ipv6: raw6InUse)
    let udp = SummaryModel.Transport(title: "UDP", ipv4: udp4InUse, ipv6: udp6InUse)
    let tcp = SummaryModel.Transport(title: "TCP", ipv4: tcp4InUse, ipv6: tcp6InUse)
    return [
      raw, udp, tcp,
      SummaryModel.Transport(
        title: "INET", ipv4: raw.ipv4 &+ udp.ipv4 &+ tcp.ipv4,
        ipv6: raw.ipv6 &+ udp.ipv6 &+ tcp.ipv6),
      SummaryModel.Transport(title: "FRAG", ipv4: fragments4InUse, ipv6: fragments6InUse),
    ]
  }
}
