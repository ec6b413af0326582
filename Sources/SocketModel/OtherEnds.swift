/// Which socket of a snapshot is at the other end of which: the peer of a unix socket, the other
/// side of a connection within one namespace.
///
/// Unix sockets are paired by inode, which one host has but once, so their ends may stand in two
/// namespaces; addresses mean something within a namespace only.
package struct OtherEnds: Sendable {
  /// Of each row the one at its other end, -1 for none; empty where only some were looked for.
  package private(set) var rows: [Int32] = []
  private var table = EndTable()

  /// Knows of no other end.
  package init() {}

  /// The other ends of everything among the first `count` of `records` (nil for all).
  /// O(sockets), a hash each.
  package init(of records: [SocketRecord], count: Int? = nil) {
    let count = min(count ?? records.count, records.count)
    rows = Array(repeating: -1, count: count)
    table = EndTable(capacity: count)
    for start in stride(from: 0, to: count, by: EndTable.block) {
      let block = start..<min(count, start + EndTable.block)
      table.insert(block, of: records) { row, pair in
        if let one = pair.one.only, let other = pair.other.only {
          rows[one] = Int32(clamping: other)
          rows[other] = Int32(clamping: one)
        } else if pair.isCrowded {
          for row in [pair.one.first, pair.other.first, row] {
            if let row { rows[row] = Self.open }
          }
        }
      }
      for row in block where rows[row] < 0 && records[row].mayMeanOneWithoutPeer {
        rows[row] = Self.open
      }
    }
    settle(records)
  }

  /// Whose other end shows only when all sockets are known.
  private static let open: Int32 = -2

  private mutating func settle(_ records: [SocketRecord]) {
    let open = rows.indices.filter { rows[$0] == Self.open }
    for start in stride(from: 0, to: open.count, by: EndTable.block) {
      let block = open[start..<min(open.count, start + EndTable.block)]
      table.readAhead(block, of: records)
      for row in block {
        rows[row] = Int32(clamping: self.row(of: records[row], in: records) ?? -1)
      }
    }
  }

  /// The other ends of `wanted` only, looked for among the first `count` of `records`: one pass
  /// that keeps next to nothing.
  package init(of wanted: [SocketRecord], among records: [SocketRecord], count: Int? = nil) {
    self.init(of: wanted, among: records, OtherEndPlaces(of: records, count: count))
  }

  /// The same, among those of `records` that have places in `places`, which are kept.
  package init(
    of wanted: [SocketRecord], among records: [SocketRecord], _ places: OtherEndPlaces
  ) {
    // Of nearly all sockets the ports say enough: hashing them takes three times as long.
    let rows = places.rows(atOtherEndsOf: wanted)
    table = EndTable(capacity: rows.count)
    for row in rows where Int(row) < records.count { table.insert(Int(row), of: records) }
  }

  /// The row in `records` (those that this was made of) of the socket at the other end of `record`.
  /// Nil when it is elsewhere or closed, when it was not asked for, and when there is more than one
  /// that it could be.
  package func row(of record: SocketRecord, in records: [SocketRecord]) -> Int? {
    guard let ends = SocketEnds(atOtherEndOf: record) else { return nil }
    let found = table.sockets(with: ends, in: records)
    guard found.first == nil else { return found.only }
    var server: Int?
    for ends in ends.servers {
      let found = table.sockets(with: ends, in: records)
      guard found.first != nil else { continue }
      guard server == nil, let only = found.only else { return nil }
      server = only
    }
    return server
  }
}

extension Snapshot {
  /// The row of the socket at the other end of `record`, see `OtherEnds`. O(sockets).
  package func otherEnd(of record: SocketRecord) -> Int? {
    OtherEnds(of: [record], among: records).row(of: record, in: records)
  }
}

extension SocketRecord {
  /// Whether the socket at the other end may be one that does not name this one as its peer.
  fileprivate var mayMeanOneWithoutPeer: Bool {
    remotePort != 0 && (family == .unix || kind.isDatagram)
  }
}
