import SocketMetrics
import SocketModel
import TextSafety

/// What the kernel tells of the socket, in words and units.
extension DetailPane {
  var info: TCPInfo? { detail.answer?.tcpInfo }

  func fact(
    _ label: SafeText, _ value: (some BinaryInteger)?, _ unit: FieldUnit, _ help: SafeText,
    scale: Double = 1
  ) -> Line? {
    guard let value else { return nil }
    var text = SafeText()
    unit.write(Double(value) * scale, as: detail.row.context.quantity, to: &text)
    return .fact(label, text, help)
  }

  func transfer() -> [Line] {
    section(
      "Transferred",
      [
        fact("received per s", .rx), fact("sent per s", .tx), fact("received", .rxBytes),
        fact("sent", .txBytes),
        fact("acknowledged", info?.bytesAcked, .bytes, "Bytes that the peer acknowledged."),
        fact("retransmitted", info?.bytesRetransmitted, .bytes, "Bytes sent more than once."),
        fact("retransmissions", .retrans), fact("per second", .retransRate),
        fact("segments in", .segsIn), fact("segments out", .segsOut),
        fact("with data in", info?.dataSegmentsIn, .segments, "Segments received that held data."),
        fact("with data out", info?.dataSegmentsOut, .segments, "Segments sent that held data."),
        fact("delivered", info?.delivered, .segments, "Segments with data that arrived."),
        fact(
          "congestion marks", some(info?.deliveredCE), .segments,
          "Segments that arrived marked as having met congestion (ECN)."),
        fact("out of order", info?.outOfOrderPackets, .segments, "Packets received out of order."),
        fact("duplicates", info?.duplicateSACKs, .segments, "Segments that the peer got twice."),
        fact("timeouts", info?.totalTimeouts, .count, "Retransmission timeouts so far."),
        fact("last sent", .lastSent), fact("last received", .lastReceived),
        fact(
          "last ack", info?.lastAckReceivedMilliseconds, .seconds,
          "Time since the peer acknowledged anything.", scale: 1e-3),
      ])
  }

  func path() -> [Line] {
    section(
      "Path",
      [
        fact("round trip", .rtt), fact("varies by", .rttvar), fact("smallest", .minrtt),
        fact(
          "receiver's estimate", some(info?.receiverRoundTripMicroseconds), .seconds,
          "Round trip as seen by the receiving side.", scale: 1e-6),
        fact("timeout", .rto),
        fact(
          "delayed ack", some(info?.delayedAckMicroseconds), .seconds,
          "How long an acknowledgement may wait.", scale: 1e-6),
        fact(
          "path MTU", info?.pathMTU, .identifier, "Bytes of the largest packet that the path takes."
        ),
        fact("segment size", .mss),
        fact(
          "peer's segments", info?.receiveMSS, .identifier, "Bytes of received segments, estimated."
        ),
        fact("offered size", info?.advertisedMSS, .identifier, "Segment size offered to the peer."),
        fact(
          "tries in a row", some(info?.backoff), .count,
          "Timeouts in a row; each doubles the time until the next."),
        fact("unanswered probes", some(info?.probes), .count, "Probes that nobody answered yet."),
        fact(
          "seen reordered", some(info?.reorderingSeen), .count, "Times that reordering was seen."),
        fact("new paths", some(info?.rehashes), .count, "Times that another path was tried."),
        fact(
          "reordering", info?.reordering, .segments, "Segments out of order before one is lost."),
        fact("options", optionNames, "What both ends agreed on."),
      ])
  }

  func windows() -> [Line] {
    section(
      "Windows and pace",
      [
        fact("congestion control", .cc), fact("congestion window", .cwnd),
        fact("slow start below", .ssthresh), fact("in flight", .unacked), fact("lost", .lost),
        fact(
          "arrived early", some(info?.sacked), .segments,
          "Segments in flight that the peer has, behind a gap."),
        fact(
          "sent anew", some(info?.retransmitsInFlight), .segments,
          "Retransmitted segments in flight."),
        fact("peer's window", .sndwnd),
        fact("own window", info?.receiveWindow, .bytes, "Bytes that the peer may send now."),
        fact("not sent yet", .notsent), fact("pacing", .pacing), fastestPace(),
        fact("delivery", .delivery),
        fact(
          "window allows", windowRate, .bytesPerSecond,
          "A congestion window each round trip; ss calls it send."),
        windowScales(),
        fact(
          "opens until", info?.receiveSlowStartThreshold, .bytes,
          "Below that the own window opens fast."),
        fact(
          "may grow to", info?.receiveSpace, .bytes, "Bytes the application takes per round trip."),
      ])
  }

  func memory() -> [Line] {
    section(
      "Memory",
      [
        fact("receive", .skmemRead), fact("receive limit", .skmemReadLimit),
        fact("send", .skmemWrite), fact("send limit", .skmemWriteLimit),
        fact(
          "reserved", memoryPart(\.forwardAllocated), .bytes, "Memory reserved and not used yet."),
        fact("send queue", memoryPart(\.writeQueued), .bytes, "Memory of data not acknowledged."),
        fact("options", some(memoryPart(\.options)), .bytes, "Memory of socket options."),
        fact("backlog", .backlogMemory), fact("drops", .drops), fact("drops per s", .dropRate),
      ])
  }

  func others() -> [Line] {
    let answer = detail.answer
    return section(
      "Kernel",
      [
        fact("user", .user), fact("inode", .inode), fact("cookie", .cookie), fact("mark", .mark),
        fact("type of service", answer?.typeOfService, .identifier, "The IPv4 TOS byte."),
        fact("traffic class", answer?.trafficClass, .identifier, "The IPv6 class byte."),
        fact("class id", answer?.classID, .identifier, "Class of traffic control."),
        answer?.upperLayer?.name.map {
          .fact("upper layer", SafeText($0), "Protocol that the kernel runs on top: TLS, MPTCP.")
        },
        shutdown(),
      ])
  }

  private func shutdown() -> Line? {
    guard detail.record.known.contains(.shutdown), detail.record.shutdown & 3 != 0 else {
      return nil
    }
    let words: [SafeText] = ["", "receiving", "sending", "both ways"]
    let word = words[Int(detail.record.shutdown & 3)]
    return .fact("shut down", word, "Directions that are closed.")
  }

  func fact(_ label: SafeText, _ value: SafeText?, _ help: SafeText) -> Line? {
    guard let value, !value.isEmpty else { return nil }
    return .fact(label, value, help)
  }

  private var optionNames: SafeText? {
    guard let options = info?.options else { return nil }
    let names: [(TCPOptions, SafeText)] = [
      (.timestamps, "timestamps"), (.sack, "sack"), (.windowScale, "wscale"), (.ecn, "ecn"),
      (.ecnSeen, "ecn seen"), (.fastOpen, "fast open"), (.microsecondTimestamps, "usec"),
    ]
    var text = SafeText()
    for (option, name) in names where options.contains(option) {
      if !text.isEmpty { text.append(" ") }
      text.append(name)
    }
    return text
  }
}
