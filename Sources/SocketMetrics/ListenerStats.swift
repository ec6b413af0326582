internal import SocketModel

/// What a listening TCP socket has to do.
package struct ListenerStats: Sendable {
  /// Index into the sample's records.
  package var row: UInt32
  /// Connections that wait to be accepted, and how many may; nil when the kernel does not tell.
  package var acceptQueue: UInt32?
  package var acceptLimit: UInt32?
  /// Sockets that listen on the same address and port (SO_REUSEPORT), this one included; what
  /// follows is of all of them together.
  package var siblings = 1
  /// Connections of that address and port in SYN-RECV, and beyond it.
  package var halfOpen = 0
  package var connections = 0
  /// Connections opened per second, those included that lived between two polls; nil in the first
  /// sample.
  package var acceptedPerSecond: Double?
  /// Connections dropped by this socket per second; nil when not known.
  package var dropRate: Double?

  /// How full the accept queue is, 0 for empty; over 1 when it overflows. Nil when not known.
  package var fill: Double? {
    guard let acceptQueue, let acceptLimit, acceptLimit > 0 else { return nil }
    return Double(acceptQueue) / Double(acceptLimit)
  }

  /// The listeners of `sample`, in the order of its records. Takes time in proportion to them all.
  package static func all(in sample: Sample) -> [ListenerStats] {
    var tally = ListenerTally()
    let records = sample.snapshot.records
    let count = min(records.count, sample.metrics.count)
    for row in 0..<count where records[row].kind == .tcp && records[row].state == .listen {
      tally.listen(records[row])
    }
    guard !tally.isEmpty else { return [] }
    for row in 0..<count where records[row].kind == .tcp && records[row].state != .listen {
      let metric = sample.metrics[row]
      let isNew = metric.sights == 1 && metric.firstSeen != nil
      tally.count(records[row], isNew: isNew && records[row].state != .synReceived)
    }
    for end in sample.ended where end.lifetimeIsBound && end.record.kind == .tcp {
      tally.countPassing(end.record)
    }
    return (0..<count).compactMap { row in
      guard records[row].kind == .tcp, records[row].state == .listen else { return nil }
      return tally.stats(of: records[row], sample.metrics[row], row: row, sample.interval)
    }
  }
}

/// Counts connections by the address and port that they were accepted on.
private struct ListenerTally {
  private struct Place: Hashable {
    var namespace: NamespaceID
    var family: AddressFamily
    var address: AddressBits
    var port: UInt32
  }

  private struct Counts {
    var listeners = 0
    var halfOpen = 0
    var connections = 0
    var accepted = 0
  }

  private var places: [Place: Counts] = [:]

  var isEmpty: Bool { places.isEmpty }

  mutating func listen(_ record: SocketRecord) {
    places[Self.place(of: record), default: Counts()].listeners += 1
  }

  mutating func count(_ record: SocketRecord, isNew: Bool) {
    guard let place = listener(of: record) else { return }
    if record.state == .synReceived || record.state == .newSynReceived {
      places[place]?.halfOpen += 1
    } else {
      places[place]?.connections += 1
    }
    if isNew { places[place]?.accepted += 1 }
  }

  /// Counts a connection that came and went between two polls.
  mutating func countPassing(_ record: SocketRecord) {
    guard record.hasRemote, let place = listener(of: record) else { return }
    places[place]?.accepted += 1
  }

  func stats(
    of record: SocketRecord, _ metric: SocketMetric, row: Int, _ interval: Double?
  ) -> ListenerStats {
    let counts = places[Self.place(of: record)] ?? Counts()
    var stats = ListenerStats(row: UInt32(clamping: row))
    if record.known.contains(.queues) {
      stats.acceptQueue = record.receiveQueue
      stats.acceptLimit = record.sendQueue
    }
    stats.siblings = counts.listeners
    stats.halfOpen = counts.halfOpen
    stats.connections = counts.connections
    stats.dropRate = metric.dropRate
    if let interval, interval > 0 { stats.acceptedPerSecond = Double(counts.accepted) / interval }
    return stats
  }

  private static func place(of record: SocketRecord) -> Place {
    Place(
      namespace: record.namespace, family: record.family, address: record.localAddress,
      port: record.localPort)
  }

  /// The listener that a connection belongs to: on its own address, else on any.
  private func listener(of record: SocketRecord) -> Place? {
    var place = Self.place(of: record)
    if places[place] != nil { return place }
    place.address = .zero
    if places[place] != nil { return place }
    guard record.family == .inet else { return nil }
    place.family = .inet6
    return places[place] != nil ? place : nil
  }
}
