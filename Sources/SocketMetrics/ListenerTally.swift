internal import SocketModel

/// Counts connections by the address and port that they were accepted on.
///
/// Every connection of a sample asks for its listener: records are read in their places, and
/// places are found without a dictionary.
struct ListenerTally {
  /// What one listener is on, or several together.
  private struct Place {
    var namespace: NamespaceID
    var family: AddressFamily
    var address: AddressBits
    var port: UInt32
    /// The place before with the same hash, counted from 1; 0 for none.
    var next: UInt32
    var listeners = 0
    var halfOpen = 0
    var connections = 0
    var accepted = 0
  }

  private var places: [Place] = []
  private var heads: [UInt32]
  /// Whether anybody listens on a port: most ends of clients need no further look.
  private var isListenedOn = [Bool](repeating: false, count: 1 << 16)

  /// Counts the listeners at `rows` of `records`.
  init(_ rows: [Int], of records: [SocketRecord]) {
    var size = 64
    while size < rows.count, size < 1 << 20 { size *= 2 }
    heads = Array(repeating: 0, count: size)
    for row in rows {
      let record = records[row]
      isListenedOn[Int(record.localPort & 0xffff)] = true
      let place = place(ofListener: record) ?? add(record)
      places[place].listeners += 1
    }
  }

  /// Counts a connection in `state` for the listener at `place`.
  mutating func count(_ state: SocketState, at place: Int, isNew: Bool) {
    let state = state.rawValue
    if state == SocketState.synReceived.rawValue || state == SocketState.newSynReceived.rawValue {
      places[place].halfOpen += 1
    } else {
      places[place].connections += 1
    }
    if isNew { places[place].accepted += 1 }
  }

  /// Counts a connection that came and went between two polls.
  mutating func countPassing(_ record: SocketRecord) {
    guard record.hasRemote, let place = listener(of: 0, in: [record]) else { return }
    places[place].accepted += 1
  }

  func stats(
    of record: SocketRecord, _ metric: SocketMetric, row: Int, _ interval: Double?
  ) -> ListenerStats {
    var stats = ListenerStats(row: UInt32(clamping: row))
    if record.known.contains(.queues) {
      stats.acceptQueue = record.receiveQueue
      stats.acceptLimit = record.sendQueue
    }
    stats.dropRate = metric.dropRate
    guard let place = place(ofListener: record) else { return stats }
    stats.siblings = places[place].listeners
    stats.halfOpen = places[place].halfOpen
    stats.connections = places[place].connections
    if let interval, interval > 0 {
      stats.acceptedPerSecond = Double(places[place].accepted) / interval
    }
    return stats
  }

  /// The place of a listener that shares it with others; nil for one that is alone there.
  func sharedPlace(ofListener record: SocketRecord) -> Int? {
    guard let place = place(ofListener: record), places[place].listeners > 1 else { return nil }
    return place
  }

  /// The place of the listener that the connection at `row` belongs to: on its own address, else on
  /// any.
  func listener(of row: Int, in records: [SocketRecord]) -> Int? {
    let port = records[row].localPort
    guard isListenedOn[Int(port & 0xffff)] else { return nil }
    let namespace = records[row].namespace
    let family = records[row].family
    let exact = find(namespace, family, records[row].localAddress, port)
    if let exact { return exact }
    if let wild = find(namespace, family, .zero, port) { return wild }
    guard family.rawValue == AddressFamily.inet.rawValue else { return nil }
    return find(namespace, .inet6, .zero, port)
  }

  private func place(ofListener record: SocketRecord) -> Int? {
    find(record.namespace, record.family, record.localAddress, record.localPort)
  }

  private func find(
    _ namespace: NamespaceID, _ family: AddressFamily, _ address: AddressBits, _ port: UInt32
  ) -> Int? {
    var next = heads[hash(address, port)]
    while next != 0 {
      let place = Int(next) &- 1
      if places[place].port == port, places[place].address.high == address.high,
        places[place].address.low == address.low,
        places[place].family.rawValue == family.rawValue,
        places[place].namespace.rawValue == namespace.rawValue
      {
        return place
      }
      next = places[place].next
    }
    return nil
  }

  private mutating func add(_ record: SocketRecord) -> Int {
    let head = hash(record.localAddress, record.localPort)
    places.append(
      Place(
        namespace: record.namespace, family: record.family, address: record.localAddress,
        port: record.localPort, next: heads[head]))
    heads[head] = UInt32(clamping: places.count)
    return places.count - 1
  }

  private func hash(_ address: AddressBits, _ port: UInt32) -> Int {
    var mixed = (address.high ^ address.low &* 3 ^ UInt64(port) << 20) &* 0x9e37_79b9_7f4a_7c15
    mixed ^= mixed >> 32
    return Int(mixed & UInt64(heads.count &- 1))
  }
}
