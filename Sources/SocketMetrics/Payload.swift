internal import SocketModel

/// Payload of a connection: its byte counters without what the SYN and the FINs count for.
///
/// `bytes_acked` counts the own SYN and FIN, `bytes_received` the peer's FIN, `bytes_sent` neither.
struct Payload {
  /// Bytes; nil when the record does not tell.
  var received: UInt64?
  var sent: UInt64?

  /// The payload of `record`, which is or was last in `state`.
  @inline(__always) init(_ record: SocketRecord, state: SocketState) {
    guard record.known.contains(.bytesAcked) else { return }
    let counters = record.tcp
    received = Self.reduced(counters.bytesReceived, Self.peerFinished.contains(state))
    if record.known.contains(.bytesSent) {
      let retransmitted = min(counters.bytesRetransmitted, counters.bytesSent)
      sent = counters.bytesSent &- retransmitted
    } else {
      sent = Self.reduced(counters.bytesAcked, Self.ownFinAcked.contains(state))
    }
  }

  private static let peerFinished: StateSet = [
    SocketState.closeWait.set, SocketState.lastAck.set, SocketState.closing.set,
    SocketState.timeWait.set,
  ]
  private static let ownFinAcked: StateSet = [SocketState.finWait2.set, SocketState.timeWait.set]

  private static func reduced(_ value: UInt64, _ isReduced: Bool) -> UInt64 {
    isReduced && value > 0 ? value &- 1 : value
  }

  /// The growth since `earlier`; nil where either does not tell, 0 where it shrank.
  @inline(__always) func growth(since earlier: Payload) -> Payload {
    var result = self
    result.received = Self.growth(received, earlier.received)
    result.sent = Self.growth(sent, earlier.sent)
    return result
  }

  private static func growth(_ now: UInt64?, _ before: UInt64?) -> UInt64? {
    guard let now, let before else { return nil }
    return now > before ? now &- before : 0
  }
}

extension SocketRecord {
  /// How many of the bytes acknowledged are not payload: one for the SYN of the side that
  /// connected, one for the FIN. Nil where the kernel does not count both.
  var acknowledgedControlBytes: UInt64? {
    guard known.contains([.bytesSent, .bytesAcked]) else { return nil }
    let payload = tcp.bytesSent &- min(tcp.bytesRetransmitted, tcp.bytesSent)
    return tcp.bytesAcked >= payload ? tcp.bytesAcked &- payload : 0
  }

  /// Whether any byte counter is lower than `earlier` had it: another connection.
  @inline(__always) func hasRunBackwards(since earlier: SocketRecord) -> Bool {
    let both = known.intersection(earlier.known)
    if both.contains(.bytesAcked) {
      if tcp.bytesAcked < earlier.tcp.bytesAcked { return true }
      if tcp.bytesReceived < earlier.tcp.bytesReceived { return true }
    }
    return both.contains(.bytesSent) && tcp.bytesSent < earlier.tcp.bytesSent
  }

  /// Whether the record tells of another connection than `earlier`, which had the same cookie:
  /// a socket that was disconnected and connected again keeps its cookie.
  @inline(__always) func isReconnect(since earlier: SocketRecord) -> Bool {
    guard kind.rawValue <= SocketKind.mptcp.rawValue, kind != .sctp else { return false }
    if hasRunBackwards(since: earlier) { return true }
    if remotePort == earlier.remotePort, localPort == earlier.localPort,
      remoteAddress.high == earlier.remoteAddress.high,
      remoteAddress.low == earlier.remoteAddress.low
    {
      return false
    }
    let had = earlier.remoteAddress.high | earlier.remoteAddress.low | UInt64(earlier.remotePort)
    guard had != 0 else { return false }
    return kind == .tcp || remoteAddress.high | remoteAddress.low | UInt64(remotePort) != 0
  }
}
