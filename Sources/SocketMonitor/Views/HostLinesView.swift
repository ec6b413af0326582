import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The two lines under the header: what `ss -s` tells, live.
enum HostLinesView {
  static func draw(_ state: MonitorState, on canvas: inout Canvas, in rect: Rect) {
    guard let sample = state.sample else {
      canvas.draw(" waiting for the first sample", in: rect.line(0), style: Style(.dim))
      return
    }
    guard let host = sample.snapshot.host else {
      canvas.draw(" the host's own counts cannot be read", in: rect.line(0), style: Style(.dim))
      return
    }
    drawTotals(host, sample.totals, on: &canvas, in: rect.line(0))
    drawTransports(host, on: &canvas, in: rect.line(1))
  }

  private static func drawTotals(
    _ host: HostCounters, _ totals: TrafficTotals, on canvas: inout Canvas, in rect: Rect
  ) {
    let parts: [(SafeText, Int)] = [
      ("estab \(host.tcpEstablished)", 4), ("closed \(host.tcpClosed)", 1),
      ("orphaned \(host.tcpOrphaned)", 2), ("timewait \(host.tcpTimeWait)", 3),
    ]
    var opened: SafeText = "new "
    QuantityText.append(perSecond: totals.openRate, to: &opened)
    opened.append("/s")
    var closed: SafeText = "closed "
    QuantityText.append(perSecond: totals.closeRate, to: &closed)
    closed.append("/s")
    // What stands in parentheses shrinks first, then pieces go.
    for least in 1...5 {
      var line = PieceLine(gap: 3)
      line.add("Total: \(host.socketsUsed)", 5)
      line.add(tcp(host, parts.filter { $0.1 >= least }.map(\.0)), 6)
      line.add(opened, 4)
      line.add(closed, 3)
      let isWhole = line.fitting(rect.columns - 2).count == 4
      guard isWhole || least == 5 else { continue }
      line.draw(on: &canvas, in: rect)
      return
    }
  }

  private static func tcp(_ host: HostCounters, _ parts: [SafeText]) -> SafeText {
    var text: SafeText = "TCP: \(host.tcpTotal)"
    for (index, part) in parts.enumerated() {
      text.append(index == 0 ? " (" : ", ")
      text.append(part)
    }
    if !parts.isEmpty { text.append(")") }
    return text
  }

  private static func drawTransports(
    _ host: HostCounters, on canvas: inout Canvas, in rect: Rect
  ) {
    var line = PieceLine(gap: 3)
    line.add("Transport Total IP IPv6", 6, Style(.dim))
    let priorities: [(SafeText, Int)] = [
      ("UDP", 4), ("TCP", 7), ("RAW", 2), ("INET", 5), ("FRAG", 1),
    ]
    for (title, priority) in priorities {
      guard let row = host.transports.first(where: { $0.title == title }) else { continue }
      line.add("\(title) \(row.total) \(row.ipv4) \(row.ipv6)", priority)
    }
    line.draw(on: &canvas, in: rect)
  }
}
