package import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// What the rows of a table stand for.
extension MonitorState {
  /// The socket's index into the sample's records; nil for groups and events.
  func socketRow(of item: RowItem) -> UInt32? {
    switch item {
    case .socket(let row, _): row
    case .listener(let place): listeners.indices.contains(place) ? listeners[place].row : nil
    case .group, .event: nil
    }
  }

  func record(of item: RowItem) -> SocketRecord? {
    guard let row = socketRow(of: item), let records = sample?.snapshot.records,
      records.indices.contains(Int(row))
    else { return nil }
    return records[Int(row)]
  }

  /// The group that stands in a row.
  func group(of item: RowItem) -> RowGroup? {
    guard case .group(let place, let child) = item, groups.indices.contains(place) else {
      return nil
    }
    guard let child else { return groups[place] }
    let children = groups[place].children
    return children.indices.contains(child) ? children[child] : nil
  }

  func event(of item: RowItem) -> SocketEvent? {
    guard case .event(let number) = item, let last = events.events.last else { return nil }
    guard number <= last.number else { return nil }
    return events.events[events.events.count - 1 - Int(clamping: last.number - number)]
  }

  /// What the row is, across samples.
  func key(of item: RowItem) -> RowKey? {
    switch item {
    case .socket, .listener: return record(of: item).map { .socket($0.identity) }
    case .group: return group(of: item).map { .group(GroupPath($0.path + [$0.key])) }
    case .event(let number): return .event(number)
    }
  }

  /// A socket or an event's socket with what is known of it; nil for groups.
  package func row(of item: RowItem) -> SocketRow? {
    guard let sample, let context = rowContext else { return nil }
    if let event = event(of: item) { return event.row(in: context) }
    return socketRow(of: item).flatMap { sample.row(Int($0), in: context) }
  }

  /// What stands in the cursor's line; nil when what the cursor was on is gone.
  package var selectedItem: RowItem? {
    let place = table.cursor.index - table.cursor.top
    guard !table.isLost, view != .summary, table.visible.indices.contains(place) else {
      return nil
    }
    return table.visible[place]
  }

  /// The socket under the cursor.
  package var selectedRow: SocketRow? { selectedItem.flatMap(row(of:)) }

  /// The rows of those sockets that live.
  func liveRows(_ identities: Set<SocketIdentity>) -> [UInt32] {
    guard let records = sample?.snapshot.records else { return [] }
    let cookies = Set(identities.map(\.cookie))
    return (0..<liveCount).compactMap { index in
      let record = records[index]
      guard cookies.contains(record.cookie), identities.contains(record.identity) else {
        return nil
      }
      return UInt32(truncatingIfNeeded: index)
    }
  }

  /// Whether the row is one that ended and stays a moment.
  func hasEnded(_ item: RowItem) -> Bool {
    socketRow(of: item).map { Int($0) >= liveCount } ?? false
  }

  /// The live sockets that an action means: the one whose detail shows, else the tagged ones, else
  /// the group's or the row's.
  package var targetRows: [UInt32] {
    if let detail { return liveRows([detail.record.identity]) }
    guard tags.isEmpty else { return liveRows(tags) }
    guard let item = selectedItem else { return [] }
    if let group = group(of: item) { return group.members }
    guard let row = socketRow(of: item), Int(row) < liveCount else { return [] }
    return [row]
  }
}
