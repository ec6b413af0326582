internal import SocketModel

/// Payload of a connection: its byte counters without what the SYN and the FINs count for.
///
/// `bytes_acked` counts the own SYN and FIN, `bytes_received` the peer's FIN, `bytes_sent` neither.
struct Payload {
  /// Bytes; nil when the record does not tell.
  var received: UInt64?
  var sent: UInt64?

  /// The payload of `record`, which is or was last in `state`.
  init(_ record: SocketRecord, state: SocketState) {
    self.init(ByteCounters(record), state: state)
  }

  @inline(__always)
  init(_ counters: ByteCounters, state: SocketState) {
    guard counters.known.contains(.bytesAcked) else {
      if Self.isRequest(state) { (received, sent) = (0, 0) }
      return
    }
    // A listener carries no payload: its zeros are no figures.
    if case .listen = state { return }
    received = Self.reduced(counters.received, Self.hasPeerFinished(state))
    if counters.known.contains(.bytesSent) {
      sent = counters.sent &- min(counters.retransmitted, counters.sent)
    } else {
      sent = Self.reduced(counters.acked, Self.isOwnFinAcked(state))
    }
  }

  /// Whether a socket without counters is a connection request: it becomes the connection, with the
  /// same cookie, and carries nothing before.
  @inline(__always) fileprivate static func isRequest(_ state: SocketState) -> Bool {
    switch state {
    case .synReceived, .newSynReceived: true
    case .unknown, .established, .synSent, .finWait1, .finWait2, .timeWait, .close, .closeWait,
      .lastAck, .listen, .closing, .boundInactive:
      false
    }
  }

  @inline(__always) private static func hasPeerFinished(_ state: SocketState) -> Bool {
    switch state {
    case .closeWait, .lastAck, .closing, .timeWait: true
    case .unknown, .established, .synSent, .synReceived, .finWait1, .finWait2, .close, .listen,
      .newSynReceived, .boundInactive:
      false
    }
  }

  @inline(__always) private static func isOwnFinAcked(_ state: SocketState) -> Bool {
    switch state {
    case .finWait2, .timeWait: true
    case .unknown, .established, .synSent, .synReceived, .finWait1, .closeWait, .lastAck,
      .closing, .close, .listen, .newSynReceived, .boundInactive:
      false
    }
  }

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
  /// Whether this is the kernel's small stand-in for a connection that is not yet set up: SYN-RECV
  /// without counters, which are zero.
  var isConnectionRequest: Bool { !known.contains(.bytesAcked) && Payload.isRequest(state) }

  /// How many of the bytes acknowledged are not payload: one for the SYN of the side that
  /// connected, one for the FIN. Nil where the kernel does not count both.
  var acknowledgedControlBytes: UInt64? {
    guard known.contains([.bytesSent, .bytesAcked]) else { return nil }
    let payload = tcp.bytesSent &- min(tcp.bytesRetransmitted, tcp.bytesSent)
    return tcp.bytesAcked >= payload ? tcp.bytesAcked &- payload : 0
  }

  /// Whether any byte counter is lower than `earlier` had it: another connection.
  func hasRunBackwards(since earlier: SocketRecord) -> Bool {
    ByteCounters(self).hasRunBackwards(since: ByteCounters(earlier))
  }
}

/// The byte counters of a record, apart from all else: loops over all sockets read no more.
struct ByteCounters {
  var known: KnownFields
  var received: UInt64
  var sent: UInt64
  var retransmitted: UInt64
  var acked: UInt64

  init(_ record: SocketRecord) {
    known = record.known
    received = record.tcp.bytesReceived
    sent = record.tcp.bytesSent
    retransmitted = record.tcp.bytesRetransmitted
    acked = record.tcp.bytesAcked
  }

  @inline(__always) init(_ records: [SocketRecord], _ row: Int) {
    known = records[row].known
    received = records[row].tcp.bytesReceived
    sent = records[row].tcp.bytesSent
    retransmitted = records[row].tcp.bytesRetransmitted
    acked = records[row].tcp.bytesAcked
  }

  @inline(__always)
  func hasRunBackwards(since earlier: ByteCounters) -> Bool {
    let both = KnownFields(rawValue: known.rawValue & earlier.known.rawValue)
    if both.contains(.bytesAcked), acked < earlier.acked || received < earlier.received {
      return true
    }
    return both.contains(.bytesSent) && sent < earlier.sent
  }
}

extension SampleDraft {
  /// Whether the record at `row` tells of another connection than the one before, which had the
  /// same cookie: a socket that was disconnected and connected again keeps its cookie.
  @inline(__always) func isReconnect(_ row: Int, before: Int) -> Bool {
    let kind = pass.records[row].kind
    guard Self.isConnectionKind(kind) else { return false }
    if hasSameEnds(row, before: before) {
      return ByteCounters(pass.records, row)
        .hasRunBackwards(since: ByteCounters(oldRecords, before))
    }
    // No port yet: the dump caught the socket while it was being connected.
    guard oldRecords[before].remotePort != 0 else { return false }
    return kind == .tcp || pass.records[row].hasRemote
  }

  /// Whether the record at `row` is the connection before, caught between `tcp_disconnect`, which
  /// cleared its counters, and the end. The kernel may have written the ends down before that, or,
  /// of a socket that was bound to its port, after it; what looks so twice has lost its connection.
  ///
  /// A connection made anew to the same ends has acknowledged its SYN, or is in SYN-SENT.
  func isDisconnected(_ row: Int, before: Int) -> Bool {
    let record = pass.records[row]
    guard hasSameEnds(row, before: before) else {
      return record.isUnconnected && oldMetrics[before].absences == 0
    }
    switch record.state {
    case .synSent, .synReceived, .newSynReceived, .listen: return false
    case .unknown, .established, .finWait1, .finWait2, .timeWait, .close, .closeWait, .lastAck,
      .closing, .boundInactive:
      return record.known.contains(.bytesAcked)
        && record.tcp.bytesAcked | record.tcp.bytesReceived | record.tcp.bytesSent == 0
    }
  }

  @inline(__always) private func hasSameEnds(_ row: Int, before: Int) -> Bool {
    pass.records[row].remotePort == oldRecords[before].remotePort
      && pass.records[row].localPort == oldRecords[before].localPort
      && pass.records[row].remoteAddress.high == oldRecords[before].remoteAddress.high
      && pass.records[row].remoteAddress.low == oldRecords[before].remoteAddress.low
  }

  /// Internet sockets that keep their cookie when they are connected anew; an SCTP endpoint shares
  /// it with its associations.
  @inline(__always) private static func isConnectionKind(_ kind: SocketKind) -> Bool {
    switch kind {
    case .tcp, .udp, .udpLite, .raw, .dccp, .mptcp: true
    case .sctp, .unixStream, .unixDatagram, .unixSequenced, .packetRaw, .packetDatagram, .netlink,
      .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      false
    }
  }
}
