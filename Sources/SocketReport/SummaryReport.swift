internal import SocketMetrics
package import SocketModel
package import TextSafety

/// The summary of `ss -s`.
package enum SummaryReport {
  /// Appends the text as `ss` prints it, blanks at the ends of its lines included.
  package static func append(_ host: HostCounters, to text: inout SafeText) {
    text.append("Total: \(host.socketsUsed)\n" as SafeText)
    text.append(
      "TCP:   \(host.tcpTotal) (estab \(host.tcpEstablished), closed \(host.tcpClosed), "
        as SafeText)
    text.append(
      "orphaned \(host.tcpOrphaned), timewait \(host.tcpTimeWait))\n\n" as SafeText)
    text.append("Transport Total     IP        IPv6\n")
    for row in rows(host) {
      text.append("\(row.name)\t  ")
      append(row.ip &+ row.ipv6, to: &text)
      append(row.ip, to: &text)
      append(row.ipv6, isLast: true, to: &text)
    }
    text.append("\n")
  }

  /// A row of the table of transports.
  private struct Row {
    var name: SafeText
    /// The same in lower case.
    var key: SafeText
    var ip: Int
    var ipv6: Int
  }

  private static func rows(_ host: HostCounters) -> [Row] {
    let ip = host.raw4InUse &+ host.udp4InUse &+ host.tcp4InUse
    let ipv6 = host.raw6InUse &+ host.udp6InUse &+ host.tcp6InUse
    return [
      Row(name: "RAW", key: "raw", ip: host.raw4InUse, ipv6: host.raw6InUse),
      Row(name: "UDP", key: "udp", ip: host.udp4InUse, ipv6: host.udp6InUse),
      Row(name: "TCP", key: "tcp", ip: host.tcp4InUse, ipv6: host.tcp6InUse),
      Row(name: "INET", key: "inet", ip: ip, ipv6: ipv6),
      Row(name: "FRAG", key: "frag", ip: host.fragments4InUse, ipv6: host.fragments6InUse),
    ]
  }

  private static func append(_ value: Int, isLast: Bool = false, to text: inout SafeText) {
    let start = text.utf8.count
    text.append(value)
    text.append(blanks: 9 - (text.utf8.count - start))
    text.append(isLast ? "\n" : " ")
  }
}

/// The summary in JSON.
extension SummaryReport {
  /// Appends `{"total":…,"tcp":{…},"transport":{…},"rx":…}`; the host's counts are null when they
  /// could not be read, rates in the first sample.
  static func appendJSON(_ sample: Sample, to text: inout SafeText) {
    text.append("{")
    if let host = sample.snapshot.host {
      appendJSON(host, to: &text)
    } else {
      text.append("\"total\":null,\"tcp\":null,\"transport\":null")
    }
    let totals = sample.totals
    text.append(",\"rx\":")
    text.appendJSON(totals.receiveRate)
    text.append(",\"tx\":")
    text.appendJSON(totals.sendRate)
    text.append(",\"opened\":")
    text.appendJSON(totals.openRate)
    text.append(",\"closed\":")
    text.appendJSON(totals.closeRate)
    text.append("}")
  }

  private static func appendJSON(_ host: HostCounters, to text: inout SafeText) {
    text.append("\"total\":\(host.socketsUsed),\"tcp\":{\"total\":\(host.tcpTotal)," as SafeText)
    text.append("\"estab\":\(host.tcpEstablished),\"closed\":\(host.tcpClosed)," as SafeText)
    text.append(
      "\"orphaned\":\(host.tcpOrphaned),\"timewait\":\(host.tcpTimeWait)}," as SafeText)
    text.append("\"transport\":{")
    for (index, row) in rows(host).enumerated() {
      if index > 0 { text.append(",") }
      text.append(
        "\"\(row.key)\":{\"total\":\(row.ip &+ row.ipv6),\"ip\":\(row.ip),\"ipv6\":\(row.ipv6)}"
          as SafeText)
    }
    text.append("}")
  }
}
