internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Who holds the socket that was asked last.
struct HolderMemo {
  var inode: UInt32 = 0
  var holding: OwnersByInode.Holding?
}

/// Where the other end stands of the socket that was asked last.
struct OtherEndMemo {
  var row = -1
  var place: Int?
}

/// Questions about owners: each process is asked once.
extension FilterRun {
  /// Whether one of the owners passes; `place` is that of the test among the program's.
  mutating func holds(
    _ test: OwnerTest, at place: Int, _ texts: [TextTest], _ record: borrowing SocketRecord,
    _ metric: borrowing SocketMetric
  ) -> Bool {
    let holding =
      test.isOfOtherEnd ? holdingOfOtherEnd(record) : holding(record, metric)
    switch holding {
    case nil: return false
    case .one(let holder)?: return holds(test, at: place, texts, holder)
    case .several(let list)?:
      for holder in context.owners.byInode.sharers(list)
      where holds(test, at: place, texts, holder) {
        return true
      }
      return false
    }
  }

  private mutating func holds(
    _ test: OwnerTest, at place: Int, _ texts: [TextTest], _ holder: OwnersByInode.Holder
  ) -> Bool {
    if case .descriptor(let range) = test.question {
      return range.contains(Double(holder.descriptor))
    }
    let slot = place &* processCount &+ Int(holder.number)
    guard slot < processVerdicts.count else { return judge(test, texts, holder) }
    switch processVerdicts[slot] {
    case .holds: return true
    case .fails: return false
    case .unknown: break
    }
    let isTrue = judge(test, texts, holder)
    processVerdicts[slot] = isTrue ? .holds : .fails
    return isTrue
  }

  private mutating func judge(
    _ test: OwnerTest, _ texts: [TextTest], _ holder: OwnersByInode.Holder
  ) -> Bool {
    let process = context.owners.byInode.process(holder.number)
    switch test.question {
    case .pid(let range): return range.contains(Double(process.pid))
    case .descriptor(let range): return range.contains(Double(holder.descriptor))
    case .text(let place):
      guard case .commandLine = texts[place].subject else {
        return texts[place].matches(process.command.bytes, &scratch)
      }
      let line = context.commandLines[process.pid] ?? process.command
      return texts[place].matches(line.bytes, &scratch)
    }
  }

  // MARK: Who holds it

  /// The owner that is shown first.
  mutating func firstHolder(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> OwnersByInode.Holder? {
    switch holding(record, metric) {
    case nil: nil
    case .one(let holder)?: holder
    case .several(let list)?: context.owners.byInode.sharers(list).first
    }
  }

  @inline(__always)
  private mutating func holding(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> OwnersByInode.Holding? {
    let inode = metric.ownerInode != 0 ? metric.ownerInode : record.inode
    guard inode != 0 else { return nil }
    if inode != holders.inode {
      holders = HolderMemo(
        inode: inode, holding: context.owners.byInode.holding(ofInode: inode))
    }
    return holders.holding
  }

  private mutating func holdingOfOtherEnd(
    _ record: borrowing SocketRecord
  ) -> OwnersByInode.Holding? {
    guard let others = context.others, let place = placeOfOtherEnd(record) else { return nil }
    let inode = others.ownerInode(at: place)
    guard inode != 0 else { return nil }
    if inode != otherHolders.inode {
      otherHolders = HolderMemo(
        inode: inode, holding: context.owners.byInode.holding(ofInode: inode))
    }
    return otherHolders.holding
  }

  /// Where the socket at the other end stands, among those of `context.others`.
  mutating func placeOfOtherEnd(_ record: borrowing SocketRecord) -> Int? {
    guard let others = context.others else { return nil }
    if row != otherEnd.row {
      otherEnd = OtherEndMemo(row: row, place: others.place(ofOtherEndOf: copy record))
    }
    return otherEnd.place
  }
}
