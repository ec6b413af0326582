import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The two lines under the header: what `ss -s` tells, live.
enum SummaryView {
  /// The lines that the summary takes.
  static let rows = 2

  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard let sample = state.sample else {
      canvas.draw(" waiting for the first sample", in: rect.line(0), style: Style(.dim))
      return
    }
    canvas.draw(totals(of: sample), in: rect.line(0))
    canvas.draw(transports(of: sample), in: rect.line(1))
  }

  private static func totals(of sample: Sample) -> SafeText {
    guard let host = sample.snapshot.host else { return " Total: -" }
    var text: SafeText =
      " Total: \(host.socketsUsed)   TCP: \(host.tcpTotal) (estab \(host.tcpEstablished), "
    text.append(
      "closed \(host.tcpClosed), orphaned \(host.tcpOrphaned), timewait \(host.tcpTimeWait))")
    text.append("   new ")
    QuantityText.append(perSecond: sample.totals.openRate, to: &text)
    text.append("/s  closed ")
    QuantityText.append(perSecond: sample.totals.closeRate, to: &text)
    text.append("/s")
    return text
  }

  private static func transports(of sample: Sample) -> SafeText {
    guard let host = sample.snapshot.host else { return " Transport: -" }
    let udp = (host.udp4InUse, host.udp6InUse)
    let tcp = (host.tcp4InUse, host.tcp6InUse)
    let raw = (host.raw4InUse, host.raw6InUse)
    let inet = (udp.0 &+ tcp.0 &+ raw.0, udp.1 &+ tcp.1 &+ raw.1)
    var text: SafeText = " Transport Total IP IPv6"
    append("   UDP ", udp, to: &text)
    append("   TCP ", tcp, to: &text)
    append("   RAW ", raw, to: &text)
    append("   INET ", inet, to: &text)
    append("   FRAG ", (host.fragments4InUse, host.fragments6InUse), to: &text)
    return text
  }

  private static func append(
    _ title: StaticString, _ counts: (ip: Int, ip6: Int), to text: inout SafeText
  ) {
    text.append(title)
    text.append("\(counts.ip &+ counts.ip6) \(counts.ip) \(counts.ip6)" as SafeText)
  }
}
