import SocketMetrics
import SocketModel

/// The order of rows at one instant, held while values move; what is new comes last.
struct FrozenOrder: Sendable {
  let view: ViewKind
  private var ranks: [SocketNumber: UInt64] = [:]
  private var groups: [GroupPath: Int] = [:]

  /// Holds the order of sockets as `keys` have it.
  init(_ view: ViewKind, keys: [SortKey], sample: Sample) {
    self.view = view
    for (rank, key) in keys.sorted().enumerated() {
      ranks[SocketNumber(sample.snapshot.records[Int(key.row)])] = UInt64(rank)
    }
  }

  /// Holds the order of a list.
  init(_ view: ViewKind, sockets: [SocketRecord], groups paths: [GroupPath]) {
    self.view = view
    for (rank, record) in sockets.enumerated() { ranks[SocketNumber(record)] = UInt64(rank) }
    for (rank, path) in paths.enumerated() { groups[path] = rank }
  }

  func rank(of record: SocketRecord) -> UInt64 { ranks[SocketNumber(record)] ?? .max }

  func rank(of path: GroupPath) -> Int { groups[path] ?? .max }

  /// The keys of `rows` in the held order.
  func keys(of sample: Sample, rows: [UInt32]) -> [SortKey] {
    rows.map { row in
      let record = sample.snapshot.records[Int(row)]
      return SortKey(rank(of: record), tie: record.cookie, row: row)
    }
  }
}
