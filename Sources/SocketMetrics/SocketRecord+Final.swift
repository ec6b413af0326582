internal import SocketModel

/// What the kernel's last word on a socket tells, and what it does not.
extension SocketRecord {
  /// Whether the kernel has destroyed the full socket and keeps only what stands for it while it
  /// waits: in TIME-WAIT, and in the FIN-WAIT-2 of a socket that its process has closed.
  @inline(__always) var isResting: Bool { state == .timeWait || timer == .timeWait }

  /// Whether a TCP socket was disconnected before it was destroyed: its own reset, or a connect that
  /// failed.
  ///
  /// `tcp_disconnect` clears the counters, the peer's port and, unless it was bound, the local
  /// address; the peer's address stays. The zeros are no figures.
  var hasForgotten: Bool {
    kind == .tcp && known.contains(.final) && remotePort == 0 && !remoteAddress.isZero
  }

  /// Whether a TCP socket that keeps its port has lost its connection.
  var isUnconnected: Bool {
    kind == .tcp && state == .boundInactive && remotePort == 0 && !remoteAddress.isZero
  }

  /// Whether a TCP socket with these counters was connected at some time.
  var wasEstablished: Bool {
    known.contains(.connected) || tcp.bytesAcked > 0 || tcp.bytesReceived > 0
  }

  /// The record of a socket that no dump saw, as far as its last word tells: what was cleared is not
  /// known, and the state is one that it was surely in.
  var asLastWord: SocketRecord {
    var record = self
    if kind == .udp || kind == .udpLite {
      if hasRemote { record.state = .established }
      return record
    }
    guard kind == .tcp, hasRemote else { return record }
    record.state = wasEstablished ? .established : .synSent
    if hasForgotten { record.forgetCounters() }
    return record
  }

  /// Takes every counter and queue for not known.
  mutating func forgetCounters() {
    known.remove(.tcpInfo)
    known.remove(.bytesAcked)
    known.remove(.bytesSent)
    known.remove(.segments)
    known.remove(.minimumRTT)
    known.remove(.deliveryRate)
    known.remove(.limits)
    known.remove(.sendWindow)
    known.remove(.queues)
    tcp = TCPCounters()
    receiveQueue = 0
    sendQueue = 0
  }
}
