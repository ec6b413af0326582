package import SocketModel

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
  /// This one's share, in 0...1, of the connections of all siblings: those that wait in its queue,
  /// and those that its process holds, where no process holds two of the siblings. Nil without
  /// siblings or connections.
  package var balance: Double?
  /// Much more falls to this one than to its siblings.
  package var isOverloaded = false
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
    guard let acceptQueue, let acceptLimit else { return nil }
    // Without any room the kernel lets one wait all the same.
    return Double(acceptQueue) / Double(max(1, acceptLimit))
  }

  /// The listeners of `sample`, in the order of its records. Takes time in proportion to them all.
  package static func all(
    in sample: Sample, owners: OwnerTable = OwnerTable()
  ) -> [ListenerStats] {
    let records = sample.snapshot.records
    let count = min(records.count, sample.metrics.count)
    let rows = (0..<count).filter { isTCP(records, $0, listening: true) }
    guard !rows.isEmpty else { return [] }
    var tally = ListenerTally(rows, of: records)
    for row in 0..<count where isTCP(records, row, listening: false) {
      guard let place = tally.listener(of: row, in: records) else { continue }
      let isFirst = sample.metrics[row].sights == 1 && sample.metrics[row].firstSeen != nil
      let isNew = isFirst && records[row].state != .synReceived
      tally.count(records[row].state, at: place, isNew: isNew)
    }
    for end in sample.ended where end.lifetimeIsBound && end.record.kind == .tcp {
      tally.countPassing(end.record)
    }
    var balance = SiblingBalance()
    for row in rows {
      guard let place = tally.sharedPlace(ofListener: records[row]) else { continue }
      balance.listen(row, at: place, in: sample, owners)
    }
    if !balance.isEmpty {
      for row in 0..<count where isTCP(records, row, listening: false) {
        guard let place = tally.listener(of: row, in: records) else { continue }
        balance.count(row, at: place, in: sample, owners)
      }
    }
    return rows.map { row in
      var stats = tally.stats(of: records[row], sample.metrics[row], row: row, sample.interval)
      balance.tell(&stats)
      return stats
    }
  }

  private static func isTCP(_ records: [SocketRecord], _ row: Int, listening: Bool) -> Bool {
    guard records[row].kind.rawValue == SocketKind.tcp.rawValue else { return false }
    return (records[row].state.rawValue == SocketState.listen.rawValue) == listening
  }
}
