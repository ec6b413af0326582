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

  /// Finds out anew which rows there are and in which order; after a sample, a filter, a sort.
  mutating func refreshRows() {
    findAllOtherEnds()
    guard let sample, let context = rowContext else { return }
    switch view {
    case .sockets, .processes, .peers:
      let matched = matchedRows(of: sample, context: context)
      if let grouping = table.grouping {
        refreshGroups(grouping, rows: matched, sample, context)
      } else {
        refreshSockets(matched, sample, context)
      }
    case .listeners: refreshListeners(sample, context)
    case .events: refreshEvents(context)
    case .summary: summary = SummaryModel(sample, previous: hostBefore)
    }
    followSelected()
    selectVisible()
  }

  private mutating func refreshSockets(
    _ rows: [UInt32], _ sample: Sample, _ context: RowContext
  ) {
    table.items = nil
    groups = []
    table.endedCount = rows.reversed().prefix { Int($0) >= liveCount }.count
    if let frozen, frozen.view == view {
      table.keys = frozen.keys(of: sample, rows: rows)
    } else {
      table.keys = table.order.rowOrder.keys(of: sample, rows: rows, context: context)
    }
    table.count = table.keys.count
  }

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
      for index in 0..<records.count where selection.contains(records, index) {
        matched.append(UInt32(truncatingIfNeeded: index))
      }
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
      let found = table.keys.first {
        records[Int($0.row)].cookie == identity.cookie
          && records[Int($0.row)].identity == identity
      }
      guard let found else { return nil }
      return table.keys.count { $0 < found }
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
