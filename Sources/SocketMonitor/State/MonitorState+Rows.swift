import SocketFilter
package import SocketMetrics
import SocketModel
import TerminalUI

/// Which sockets stand in which row.
extension MonitorState {
  /// What rows need besides their record; nil before the first sample.
  package var rowContext: RowContext? {
    guard let sample else { return nil }
    return RowContext(
      snapshot: sample.snapshot, owners: owners, names: settings.names, isNumeric: isNumeric,
      commandLines: commandLines.lines, quantity: settings.quantity, others: others)
  }

  /// Which lines of the screen belong to what.
  package var layout: ScreenLayout { ScreenLayout(size: size) }

  /// The rows that the table has room for.
  var tableHeight: Int { layout.tableRows }

  /// Finds out anew which rows there are and in which order; after a sample or a filter.
  mutating func refreshRows() {
    rowsRevision &+= 1
    arrangeRows()
  }

  /// The same after another view, another order, another cursor: what has not changed since
  /// `refreshRows` is not found out again.
  mutating func arrangeRows() {
    findAllOtherEnds()
    guard let sample, let context = rowContext else { return }
    switch view {
    case .sockets, .processes, .peers:
      if let grouping = table.grouping {
        refreshGroups(grouping, sample, context)
      } else {
        refreshSockets(sample, context)
      }
    case .listeners: refreshListeners(sample, context)
    case .events: refreshEvents(context)
    case .summary: summary = SummaryModel(sample, previous: hostBefore)
    }
    followSelected()
    selectVisible()
  }

  /// What rows are made of now; of owners only where they may depend on them.
  func basis(dependsOnOwners: Bool) -> RowBasis {
    RowBasis(rows: rowsRevision, owners: dependsOnOwners ? ownersRevision : nil)
  }

  private mutating func refreshSockets(_ sample: Sample, _ context: RowContext) {
    forgetGroups()
    table.items = nil
    if let frozen, frozen.view == view {
      table.basis = nil
      take(frozen.keys(of: sample, rows: matchedRows(of: sample, context: context)))
      return
    }
    let order = table.order.rowOrder
    let rows = basis(dependsOnOwners: rowsDependOnOwners)
    let made = table.basis
    table.basis = (rows, order)
    if let made, made.rows == rows, made.order.field == order.field {
      if made.order != order { RowOrder.reverse(&table.keys) }
    } else {
      take(makeKeys(order, sample, context))
    }
  }

  /// `keys` are those of rows in the order of their records.
  private mutating func take(_ keys: [SortKey]) {
    table.endedCount = keys.reversed().prefix { Int($0.row) >= liveCount }.count
    table.count = keys.count
    table.keys = keys
  }

  private mutating func makeKeys(
    _ order: RowOrder, _ sample: Sample, _ context: RowContext
  ) -> [SortKey] {
    var keys = table.keys
    table.keys = []
    guard filter.compiled == nil, followed == nil, !order.needsAllRows else {
      keys = []
      let rows = matchedRows(of: sample, context: context)
      return order.keys(of: sample, rows: rows, context: context)
    }
    // Memory that was filled before is at hand; but what many needed is not kept for few.
    let count = sample.snapshot.records.count
    let isFit = keys.capacity >= count && keys.capacity / 2 <= count
    keys.removeAll(keepingCapacity: isFit)
    append(to: &keys, order, sample, context)
    return keys
  }

  /// The keys of all rows that may be shown, and where to look for the other ends of those that
  /// will be, in pieces: each record is read while it is at hand.
  private mutating func append(
    to keys: inout [SortKey], _ order: RowOrder, _ sample: Sample, _ context: RowContext
  ) {
    let count = sample.snapshot.records.count
    keys.reserveCapacity(count)
    var rows: [UInt32] = []
    rows.reserveCapacity(min(count, Self.pieceRows))
    let needsPlaces = endPlaces == nil && needsEndPlaces
    var places = OtherEndPlaces(capacity: needsPlaces ? liveCount : 0)
    for start in stride(from: 0, to: count, by: Self.pieceRows) {
      rows.removeAll(keepingCapacity: true)
      let piece = start..<min(count, start + Self.pieceRows)
      filter.selection.append(piece, of: sample.snapshot.records, to: &rows)
      order.append(to: &keys, of: sample, rows: rows, context: context)
      guard needsPlaces else { continue }
      places.append(piece.clamped(to: 0..<liveCount), of: sample.snapshot.records)
    }
    if needsPlaces { endPlaces = places }
  }

  /// So many that what is read of their records stays in the processor.
  private static let pieceRows = 2048

  /// Chooses the rows in view; after the cursor or the size changed.
  mutating func selectVisible() {
    let height = tableHeight
    table.cursor.fit(count: table.count, height: height)
    defer { findVisibleOtherEnds() }
    if let items = table.items {
      table.visible = Array(items.dropFirst(table.cursor.top).prefix(height))
      return
    }
    let top = table.cursor.top
    let window = top..<(top + max(0, height))
    // A cursor that moves within the page leaves the rows where they are.
    guard window != table.window else { return }
    var keys = table.keys
    table.keys = []
    let rows = TopRows.select(&keys, offset: top, count: height)
    table.visible = rows.map { .socket($0, depth: 0) }
    table.keys = keys
    table.window = window
  }

  /// The rows that pass the selection, the filter and the followed process.
  func matchedRows(of sample: Sample, context: RowContext) -> [UInt32] {
    let records = sample.snapshot.records
    let selection = filter.selection
    var matched: [UInt32] = []
    matched.reserveCapacity(records.count)
    if let candidates = filter.compiled?.indices(in: sample, context: context) {
      for index in candidates where selection.contains(records, index) {
        matched.append(UInt32(truncatingIfNeeded: index))
      }
    } else {
      selection.append(0..<records.count, of: records, to: &matched)
    }
    guard let followed else { return matched }
    let inodes = inodes(of: followed)
    return matched.filter {
      inodes.contains(records[Int($0)].inode)
        || inodes.contains(sample.metrics[Int($0)].ownerInode)
    }
  }

  /// Whether a row is among `matchedRows`, for a few rows only; `followedInodes` are those of the
  /// followed process.
  func isMatched(
    _ row: Int, of sample: Sample, _ context: RowContext, _ followedInodes: Set<UInt32>?
  ) -> Bool {
    let record = sample.snapshot.records[row]
    let metric = sample.metrics[row]
    guard filter.selection.contains(sample.snapshot.records, row),
      let socket = sample.row(row, in: context), filter.compiled?.matches(socket) ?? true
    else { return false }
    guard let followedInodes else { return true }
    return followedInodes.contains(record.inode) || followedInodes.contains(metric.ownerInode)
  }

  func inodes(of owner: SocketOwner) -> Set<UInt32> {
    var inodes: Set<UInt32> = []
    for (inode, owners) in owners.byInode
    where owners.contains(where: { $0.pid == owner.pid && $0.startTime == owner.startTime }) {
      inodes.insert(inode)
    }
    return inodes
  }

  /// Puts the cursor where its row is now; one that is gone leaves the cursor's line without it.
  mutating func followSelected() {
    guard let selected = table.selected else {
      table.isLost = false
      if view != .summary { table.cursor.index = 0 }
      return
    }
    guard let place = place(of: selected) else {
      table.isLost = true
      return
    }
    table.isLost = false
    table.cursor.index = place
  }

  /// The line in which a row stands; nil when it is not there.
  private func place(of key: RowKey) -> Int? {
    guard let items = table.items else {
      guard case .socket(let identity) = key, let sample else { return nil }
      let records = sample.snapshot.records
      // The ties are the cookies: of other rows no record is read.
      let found = TopRows.key(tie: identity.cookie, in: table.keys) {
        records[$0].identity == identity
      }
      return found.map { TopRows.place(of: $0, in: table.keys) }
    }
    return items.firstIndex { self.isRow($0, key) }
  }

  private func isRow(_ item: RowItem, _ key: RowKey) -> Bool {
    switch (item, key) {
    case (.event(let number), .event(let wanted)): number == wanted
    case (.group, .group): self.key(of: item) == key
    case (.socket, .socket(let identity)), (.listener, .socket(let identity)):
      record(of: item)?.cookie == identity.cookie && self.key(of: item) == key
    case (.event, _), (.group, _), (.socket, _), (.listener, _): false
    }
  }
}
