internal import SocketModel

/// Connections that one end reset: the kernel forgets the figures of that end, the other end has
/// them if it lives on this host.
extension SampleDraft {
  /// Fills in what ends without counters lack from the ends that they were connected with.
  mutating func settleResets() {
    let lacking = ended.indices.filter { ended[$0].lacksOtherEnd }
    guard !lacking.isEmpty else { return }
    var places: [ResetPlace: Int] = [:]
    for end in ended where end.record.kind == .tcp && end.record.hasRemote {
      places[ResetPlace(ownEndOf: end.record), default: 0] += 1
    }
    let others = otherEnds()
    for place in lacking {
      let record = ended[place].record
      let key = ResetPlace(ownEndOf: record)
      // Two connections from one port to one address: nobody knows which is meant.
      guard places[key] == 1, let found = others[key], found.count == 1,
        record.localAddress.isZero || record.localAddress == found.record.remoteAddress
      else { continue }
      count(ended[place].adopt(otherEnd: found.record))
      if ended[found.row].cause == .unknown { ended[found.row].cause = .reset }
    }
  }

  private struct OtherEnd {
    var record: SocketRecord
    /// Its place in `ended`.
    var row: Int
    var count = 1
  }

  /// The TCP ends whose final counters are told, by the place of the end that they were connected
  /// with.
  private func otherEnds() -> [ResetPlace: OtherEnd] {
    var result: [ResetPlace: OtherEnd] = [:]
    for row in ended.indices where ended[row].hasFinalCounters {
      let record = ended[row].record
      guard record.kind == .tcp, record.remotePort != 0 else { continue }
      let key = ResetPlace(otherEndOf: record)
      if result[key] == nil {
        result[key] = OtherEnd(record: record, row: row)
      } else {
        result[key]?.count += 1
      }
    }
    return result
  }
}

/// The port of an end and the address that it was connected with.
private struct ResetPlace: Hashable {
  var namespace: NamespaceID
  var port: UInt32
  var peer: AddressBits

  init(ownEndOf record: SocketRecord) {
    namespace = record.namespace
    port = record.localPort
    peer = record.remoteAddress
  }

  init(otherEndOf record: SocketRecord) {
    namespace = record.namespace
    port = record.remotePort
    peer = record.localAddress
  }
}

extension EndedSocket {
  /// A connection whose own last word has no figures.
  var lacksOtherEnd: Bool {
    record.kind == .tcp && !hasFinalCounters && wasForgotten && record.state != .synSent
  }

  /// Takes from the other end what it knows for certain: the addresses, and the bytes that arrived
  /// there, with those that it sent if all were acknowledged. Returns the payload that this adds.
  mutating func adopt(otherEnd: SocketRecord) -> Payload {
    let before = Payload(record, state: lastState)
    record.localAddress = otherEnd.remoteAddress
    record.remotePort = otherEnd.localPort
    guard let received = otherEnd.payloadBytesReceived, let sent = otherEnd.payloadBytesSent,
      otherEnd.known.contains([.bytesSent, .bytesAcked]), otherEnd.tcp.bytesAcked >= sent
    else { return before.growth(since: before) }
    record.tcp.bytesSent = received
    record.tcp.bytesRetransmitted = 0
    record.tcp.bytesAcked = received
    record.tcp.bytesReceived = sent
    record.known.insert(.bytesSent)
    record.known.insert(.bytesAcked)
    hasFinalCounters = true
    let whole = Payload(record, state: lastState)
    return lifetimeIsBound ? whole : whole.growth(since: before)
  }
}
