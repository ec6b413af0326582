/// Other ends of many rows at once.
extension OtherEnds {
  /// The question for the other end of one row of many.
  package struct Search: Sendable {
    package let row: Int
    /// The place of the socket at the other end; -1 for none.
    package fileprivate(set) var found: Int32 = -1
    /// The first entry that it may be, counted from 1; 0 for none.
    fileprivate var entry: UInt32 = 0
    fileprivate var hash: UInt64 = 0
    /// Where what is read ahead goes.
    fileprivate var sum: UInt32 = 0

    package init(_ row: Int) { self.row = row }
  }

  /// Answers `searches`, about rows of `asked`, as `row(of:in:)` does. What each one reads lies
  /// anywhere in memory: all ask for it before one waits.
  package func find(
    _ searches: inout [Search], _ asked: Span<SocketRecord>, in records: [SocketRecord]
  ) {
    guard !heads.isEmpty else { return }
    let mask = UInt64(heads.count &- 1)
    var searches = searches.mutableSpan
    for index in searches.indices {
      searches[index].hash = Self.hash(otherEndOf: asked, searches[index].row)
    }
    // The less a round takes, the more of what it asks memory for is on its way at once.
    for index in searches.indices where searches[index].hash != 0 {
      searches[index].entry = heads[Int(searches[index].hash & mask)]
    }
    var sum: UInt32 = 0
    for index in searches.indices where searches[index].entry != 0 {
      let entry = entries[Int(searches[index].entry) &- 1]
      if entry.next == 0, entry.tag != Entry.tag(searches[index].hash) {
        searches[index].entry = 0
      } else if Int(entry.row) < records.count {
        sum &+= records[Int(entry.row)].localPort
      }
    }
    if !searches.isEmpty { searches[0].sum = sum }
    for index in searches.indices {
      searches[index].found = place(searches[index], asked, in: records)
    }
  }

  @inline(never)
  private func place(
    _ search: Search, _ asked: Span<SocketRecord>, in records: [SocketRecord]
  ) -> Int32 {
    // Of datagrams a server may be meant that has no peer.
    if search.entry == 0 {
      guard asked[search.row].kind.isDatagram else { return -1 }
    }
    return Int32(clamping: row(of: asked, search.row, hash: search.hash, in: records) ?? -1)
  }
}
