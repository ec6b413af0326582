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
      snapshot: sample.snapshot, owners: owners, names: settings.names, isNumeric: isNumeric)
  }

  /// The rows that the table has room for.
  var tableHeight: Int { ScreenLayout(size: size).tableRows }

  /// Finds out anew which sockets pass the filter and in which order; after a sample, a filter, a
  /// sort.
  mutating func refreshRows() {
    guard let sample, let context = rowContext else { return }
    let matched = matchedRows(of: sample, context: context)
    table.keys = table.order.keys(of: sample, rows: matched, context: context)
    table.count = table.keys.count
    followSelected(in: sample)
    selectVisible()
  }

  /// Chooses the rows in view; after the cursor or the size changed.
  mutating func selectVisible() {
    let height = tableHeight
    table.cursor.fit(count: table.count, height: height)
    var keys = table.keys
    table.keys = []
    table.visible = TopRows.select(&keys, offset: table.cursor.top, count: height)
    table.keys = keys
  }

  private func matchedRows(of sample: Sample, context: RowContext) -> [UInt32] {
    let records = sample.snapshot.records
    let candidates = filter.compiled?.indices(in: sample, context: context)
    var matched: [UInt32] = []
    for index in candidates ?? Array(records.indices) where filter.selects(records[index]) {
      matched.append(UInt32(truncatingIfNeeded: index))
    }
    return matched
  }

  /// Puts the cursor where its socket is now; one that is gone leaves the cursor in its line.
  private mutating func followSelected(in sample: Sample) {
    guard let selected = table.selected else {
      table.cursor.index = 0
      return
    }
    let records = sample.snapshot.records
    guard
      let key = table.keys.first(where: {
        records[Int($0.row)].cookie == selected.cookie
          && records[Int($0.row)].identity == selected
      })
    else { return }
    table.cursor.index = table.keys.count { $0 < key }
  }

  /// The socket under the cursor.
  package var selectedRow: SocketRow? {
    guard let sample, let context = rowContext else { return nil }
    let place = table.cursor.index - table.cursor.top
    guard table.visible.indices.contains(place) else { return nil }
    let index = Int(table.visible[place])
    return SocketRow(
      record: sample.snapshot.records[index], metric: sample.metrics[index], context: context)
  }

  /// Moves the cursor; from now on it stays on the socket that it reaches.
  mutating func move(_ move: ListCursor.Move) {
    table.cursor.move(move, count: table.count, height: tableHeight)
    selectVisible()
    table.selected = selectedRow?.record.identity
  }
}
