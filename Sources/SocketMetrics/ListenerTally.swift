internal import SocketModel

/// Counts connections by the address and port that they were accepted on.
struct ListenerTally {
  struct Place: Hashable {
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

  /// Whether others listen on the same address and port.
  func hasSiblings(_ record: SocketRecord) -> Bool {
    guard record.kind == .tcp, record.state == .listen else { return false }
    return places[Self.place(of: record)]?.listeners ?? 0 > 1
  }

  func place(ofListener record: SocketRecord) -> Place { Self.place(of: record) }

  private static func place(of record: SocketRecord) -> Place {
    Place(
      namespace: record.namespace, family: record.family, address: record.localAddress,
      port: record.localPort)
  }

  /// The listener that a connection belongs to: on its own address, else on any.
  func listener(of record: SocketRecord) -> Place? {
    var place = Self.place(of: record)
    if places[place] != nil { return place }
    place.address = .zero
    if places[place] != nil { return place }
    guard record.family == .inet else { return nil }
    place.family = .inet6
    return places[place] != nil ? place : nil
  }
}
