internal import SocketModel

/// How the connections of one address and port fall to the sockets that share it (SO_REUSEPORT).
///
/// The kernel does not tell which of them accepted a connection. What waits in a queue belongs to
/// that listener; what was accepted belongs to the listener of the process that holds it, as long as
/// no process holds two.
struct SiblingBalance {
  private struct Place {
    /// The listener of each process.
    var rows: [Int32: Int] = [:]
    /// Connections of each listener.
    var counts: [Int: Int] = [:]
    var isShared = false
  }

  /// By the tally's places.
  private var places: [Int: Place] = [:]
  private var placeOfRow: [Int: Int] = [:]

  var isEmpty: Bool { places.isEmpty }

  mutating func listen(_ row: Int, at key: Int, in sample: Sample, _ owners: OwnerTable) {
    var place = places[key] ?? Place()
    let record = sample.snapshot.records[row]
    place.counts[row] = record.known.contains(.queues) ? Int(record.receiveQueue) : 0
    for pid in Set(Self.pids(row, sample, owners)) {
      if place.rows.updateValue(row, forKey: pid) != nil { place.isShared = true }
    }
    places[key] = place
    placeOfRow[row] = key
  }

  /// Counts a connection for the one listener that its processes hold.
  mutating func count(_ row: Int, at key: Int, in sample: Sample, _ owners: OwnerTable) {
    guard let place = places[key], !place.isShared else { return }
    // One that is not accepted yet has no file: the queue counts it.
    guard sample.snapshot.records[row].inode != 0 else { return }
    let rows = Set(Self.pids(row, sample, owners).compactMap { place.rows[$0] })
    guard rows.count == 1, let listener = rows.first else { return }
    places[key]?.counts[listener, default: 0] += 1
  }

  func tell(_ stats: inout ListenerStats) {
    guard let key = placeOfRow[Int(stats.row)], let place = places[key] else { return }
    let total = place.counts.values.reduce(0, +)
    guard total > 0, place.counts.count > 1 else { return }
    let share = Double(place.counts[Int(stats.row)] ?? 0) / Double(total)
    stats.balance = share
    let fair = 1 / Double(place.counts.count)
    stats.isOverloaded = total >= Self.enough && share > fair + (1 - fair) * 0.6
  }

  /// With fewer connections chance alone is uneven.
  private static let enough = 20

  private static func pids(_ row: Int, _ sample: Sample, _ owners: OwnerTable) -> [Int32] {
    let seen = sample.metrics[row].ownerInode
    let inode = seen != 0 ? seen : sample.snapshot.records[row].inode
    guard case .owners(let holders) = owners.owners(ofInode: inode) else { return [] }
    return holders.map(\.pid)
  }
}
