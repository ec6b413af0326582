internal import SocketMetrics
internal import SocketModel
internal import TextSafety

/// Who holds the socket that was asked last.
struct HolderMemo {
  /// What names that socket.
  var asked = UInt64.max
  /// The process that is shown first, its number and one more; 0 for none.
  var first: UInt32 = 0
  var descriptor: Int32 = 0
  /// There are others, who stand in `list`.
  var isSeveral = false
  var list = 0

  init() {}

  init(asked: UInt64, _ holding: OwnersByInode.Holding?, in owners: OwnersByInode) {
    self.asked = asked
    switch holding {
    case nil: break
    case .one(let holder)?: set(holder)
    case .several(let list)?:
      self.list = list
      isSeveral = true
      if let holder = owners.sharers(list).first { set(holder) }
    }
  }

  private mutating func set(_ holder: OwnersByInode.Holder) {
    first = holder.number &+ 1
    descriptor = holder.descriptor
  }
}

/// Who holds the sockets of some rows one after the other.
struct HolderBlock {
  /// Rows that are looked up together, from a multiple of it on.
  static let rows = 64

  private var first = 0
  private var inodes: [UInt32] = []
  private var holdings: [OwnersByInode.Holding?] = []

  /// Looks up the rows from `row` on.
  mutating func fill(
    from row: Int, _ records: Span<SocketRecord>, _ metrics: Span<SocketMetric>,
    in owners: OwnersByInode
  ) {
    first = row
    inodes.removeAll(keepingCapacity: true)
    for index in row..<min(row + Self.rows, records.count, metrics.count) {
      inodes.append(FilterRun.inode(records[index], metrics[index]))
    }
    owners.look(up: inodes, into: &holdings)
  }

  /// Who holds the socket of `row`; nil when that was not looked up.
  func holding(at row: Int) -> OwnersByInode.Holding?? {
    let place = row &- first
    return place >= 0 && place < holdings.count ? .some(holdings[place]) : nil
  }
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
    if test.isOfOtherEnd { lookUpOtherEnd(record) } else { lookUp(record, metric) }
    let memo = test.isOfOtherEnd ? otherHolders : holders
    guard memo.first != 0 else { return false }
    guard memo.isSeveral else {
      let holder = OwnersByInode.Holder(number: memo.first &- 1, descriptor: memo.descriptor)
      return holds(test, at: place, texts, holder)
    }
    for holder in context.owners.byInode.sharers(memo.list)
    where holds(test, at: place, texts, holder) {
      return true
    }
    return false
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

  /// By which inode the owners are known; 0 for none.
  @inline(__always)
  static func inode(
    _ record: borrowing SocketRecord, _ metric: borrowing SocketMetric
  ) -> UInt32 {
    metric.ownerInode != 0 ? metric.ownerInode : record.inode
  }

  /// Sets `holders` to those of the socket.
  mutating func lookUp(_ record: borrowing SocketRecord, _ metric: borrowing SocketMetric) {
    let inode = Self.inode(record, metric)
    guard holders.asked != UInt64(inode) else { return }
    let holding = block.holding(at: row) ?? context.owners.byInode.holding(ofInode: inode)
    holders = HolderMemo(asked: UInt64(inode), holding, in: context.owners.byInode)
  }

  private mutating func lookUpOtherEnd(_ record: borrowing SocketRecord) {
    guard otherHolders.asked != UInt64(row) else { return }
    let inode = placeOfOtherEnd(record).flatMap { context.others?.ownerInode(at: $0) } ?? 0
    otherHolders = HolderMemo(
      asked: UInt64(row), context.owners.byInode.holding(ofInode: inode),
      in: context.owners.byInode)
  }

  /// Where the socket at the other end stands, among those of `context.others`.
  mutating func placeOfOtherEnd(_ record: borrowing SocketRecord) -> Int? {
    if row != otherEnd.row {
      otherEnd = OtherEndMemo(row: row, place: context.others?.place(ofOtherEndOf: copy record))
    }
    return otherEnd.place
  }
}
