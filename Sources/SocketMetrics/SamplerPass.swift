internal import SocketModel

/// A snapshot on its way to a sample: its records without duplicates, each with its row in the
/// sample before, and what that sample had and this snapshot has not.
struct SamplerPass: Sendable {
  /// Without its records and gauges.
  var snapshot: Snapshot
  var records: [SocketRecord]
  /// One for each record, or none at all.
  var gauges: [SocketGauges?]
  /// Per record the row in the old sample plus one, 0 for none.
  var matches: [UInt32] = []
  var absences: [Absence] = []
  /// The kernel's last words, by socket.
  var events: [SocketKey: DestroyedSocket] = [:]
  /// Those of `events` that an earlier snapshot brought.
  var carriedKeys: Set<SocketKey> = []
  /// Namespaces that the sample before did not have.
  var newNamespaces: Set<NamespaceID> = []

  /// A socket of the old sample that the snapshot lacks.
  struct Absence: Sendable {
    var row: Int
    var fate: Fate
  }

  enum Fate: Hashable, Sendable {
    /// Its table was not read to the end: kept as last seen.
    case kept
    /// The kernel announced its end.
    case announced
    /// Its TIME-WAIT has run out.
    case expired
    /// The kernel is asked for it.
    case asked
    /// It cannot be asked for: counted absences decide.
    case counted
  }

  init(_ snapshot: consuming Snapshot) {
    records = snapshot.records
    gauges = snapshot.gauges
    snapshot.records = []
    snapshot.gauges = []
    Snapshot.fill(&gauges, count: records.count)
    self.snapshot = snapshot
  }

  /// Gathers the announcements for tables that are read, one per socket.
  mutating func collectEvents(carried: [DestroyedSocket]) {
    for event in carried {
      let key = SocketKey(event.record)
      events[key] = event
      carriedKeys.insert(key)
    }
    for event in snapshot.destroyed where event.record.cookie != 0 {
      guard snapshot.coverage[event.record.kind] != nil else { continue }
      let key = SocketKey(event.record)
      events[key] = event
      carriedKeys.remove(key)
    }
  }

  /// Finds every record's row in `old` and drops records of a socket that came before; then what of
  /// `old` is absent. `index` is one of `old`, made when the order of the two does not suffice.
  mutating func match(with old: Sample?, index: inout SocketIndex) {
    let before = old?.snapshot.records ?? []
    let count = old?.liveCount ?? 0
    var isFound = Array(repeating: false, count: count)
    var newcomers = SocketIndex(count: old == nil ? records.count : 0)
    matches = []
    matches.reserveCapacity(records.count)
    var hint = 0
    var kept = 0
    for row in 0..<records.count {
      var match: UInt32 = 0
      if let found = Self.row(of: row, in: records, among: before, count, near: hint, &index) {
        guard !isFound[found] else { continue }
        isFound[found] = true
        hint = found &+ 1
        match = UInt32(truncatingIfNeeded: hint)
      } else {
        guard newcomers.insert(row, row: kept, among: records) == nil else { continue }
      }
      matches.append(match)
      if kept != row { keep(row, at: kept) }
      kept &+= 1
    }
    if kept < records.count { records.removeSubrange(kept...) }
    if kept < gauges.count { gauges.removeSubrange(kept...) }
    guard let old else { return }
    let tables = TableSets(snapshot.coverage)
    for row in 0..<count where !isFound[row] {
      guard let fate = fate(of: before[row], old.metrics[row], tables) else { continue }
      absences.append(Absence(row: row, fate: fate))
    }
  }

  /// Moves a record to the place of one that is dropped.
  private mutating func keep(_ row: Int, at place: Int) {
    records[place] = records[row]
    if !gauges.isEmpty { gauges[place] = gauges[row] }
  }

  /// How many sockets that ended side by side are stepped over before the index is asked.
  private static let steps = 4

  /// The row of the socket `records[row]` among the first `count` rows of `before`: first where the
  /// same order puts it, then where `index` says.
  @inline(__always) private static func row(
    of row: Int, in records: [SocketRecord], among before: [SocketRecord], _ count: Int,
    near hint: Int, _ index: inout SocketIndex
  ) -> Int? {
    if hint < count, SocketIndex.isSame(records, row, before, hint) { return hint }
    return otherRow(of: row, in: records, among: before, count, near: hint, &index)
  }

  @inline(never) private static func otherRow(
    of row: Int, in records: [SocketRecord], among before: [SocketRecord], _ count: Int,
    near hint: Int, _ index: inout SocketIndex
  ) -> Int? {
    guard count > 0 else { return nil }
    for place in (hint &+ 1)..<(hint &+ 1 &+ steps)
    where place < count && SocketIndex.isSame(records, row, before, place) {
      return place
    }
    index.complete(with: before, count: count)
    return index.row(of: row, in: records, among: before)
  }

  /// What becomes of an absent socket; nil when its table is no longer read.
  private func fate(
    of record: SocketRecord, _ metric: SocketMetric, _ tables: TableSets
  ) -> Fate? {
    guard record.namespace != .vanished else { return nil }
    guard tables.complete.contains(record.kind) else {
      return tables.incomplete.contains(record.kind) ? .kept : nil
    }
    if !record.isResting, events[SocketKey(record)] != nil { return .announced }
    if record.timer == .timeWait {
      let left = UInt64(record.timerMilliseconds) &* 1_000_000
      let elapsed = snapshot.time.nanoseconds &- metric.lastSeen.nanoseconds
      if snapshot.time > metric.lastSeen, elapsed >= left { return .expired }
    }
    return record.cookie == 0 ? .counted : .asked
  }

  /// The records to ask the kernel for.
  func asked(of old: Sample?) -> [SocketRecord] {
    guard let old else { return [] }
    return absences.lazy.filter { $0.fate == .asked }.map { old.snapshot.records[$0.row] }
  }

  /// Announcements of sockets that the first dump still had.
  var announcedPresent: [DestroyedSocket] {
    guard !events.isEmpty else { return [] }
    return records.compactMap { $0.isResting ? nil : events[SocketKey($0)] }
  }

  /// Renames the namespaces of `sample` to the numbers of the new snapshot.
  mutating func adoptNamespaces(of sample: inout Sample, index: inout SocketIndex) {
    let before = sample.snapshot.namespaces
    let after = snapshot.namespaces
    let numbers = before.enumerated().map { number, name -> Int? in
      // Names of namespaces that went stay in the list, and their inodes are given away again.
      if number < after.count, name.isSame(as: after[number]) { return number }
      return after.firstIndex { name.isSame(as: $0) }
    }
    for number in after.indices where !numbers.contains(number) {
      newNamespaces.insert(NamespaceID(rawValue: UInt16(clamping: number)))
    }
    let isRenamed = numbers.enumerated().contains { $0.offset != $0.element }
    guard isRenamed else { return }
    for row in sample.snapshot.records.indices {
      let number = Int(sample.snapshot.records[row].namespace.rawValue)
      let renamed = number < numbers.count ? numbers[number] : nil
      sample.snapshot.records[row].namespace =
        renamed.map { NamespaceID(rawValue: UInt16(clamping: $0)) } ?? .vanished
    }
    index.clear()
  }
}

extension NetworkNamespaceName {
  /// Whether both mean one namespace: by its inode, else by its name.
  fileprivate func isSame(as other: NetworkNamespaceName) -> Bool {
    inode != 0 ? other.inode == inode : other.name == name
  }
}

extension NamespaceID {
  /// Stands for a namespace that is no longer read.
  static let vanished = NamespaceID(rawValue: .max)
}
