import SocketFilter
import SocketMetrics
import SocketModel
import TextSafety

/// The tables that are not one long list of sockets: groups, listeners, events.
extension MonitorState {
  mutating func refreshGroups(
    _ grouping: RowGrouping, _ sample: Sample, _ context: RowContext
  ) {
    let basis = GroupBasis(
      rows: basis(dependsOnOwners: true), view: view, grouping: grouping)
    if groupsBasis != basis || frozen?.view == view {
      groups = makeGroups(grouping, sample, context)
      groupsBasis = basis
    }
    groups = sorted(groups)
    for place in groups.indices { groups[place].children = sorted(groups[place].children) }
    var items: [RowItem] = []
    for (place, group) in groups.enumerated() {
      items.append(.group(place, child: nil))
      guard table.expanded.contains(GroupPath([group.key])) else { continue }
      guard !group.children.isEmpty else {
        items += self.members(of: group, depth: 1, sample, context)
        continue
      }
      for (child, inner) in group.children.enumerated() {
        items.append(.group(place, child: child))
        guard table.expanded.contains(GroupPath([group.key, inner.key])) else { continue }
        items += self.members(of: inner, depth: 2, sample, context)
      }
    }
    table.items = items
    table.count = items.count
    table.keys = []
    table.basis = nil
  }

  private func makeGroups(
    _ grouping: RowGrouping, _ sample: Sample, _ context: RowContext
  ) -> [RowGroup] {
    let isPeers = view == .peers
    let members = matchedRows(of: sample, context: context).filter { row in
      guard Int(row) < liveCount else { return false }
      return !isPeers || sample.snapshot.records[Int(row)].hasRemote
    }
    return grouping.groups(of: sample, rows: members, context: context)
  }

  /// Groups belong to the view that shows.
  mutating func forgetGroups() {
    groups = []
    groupsBasis = nil
  }

  private func members(
    of group: RowGroup, depth: Int, _ sample: Sample, _ context: RowContext
  ) -> [RowItem] {
    var keys =
      frozen.flatMap { $0.view == view ? $0.keys(of: sample, rows: group.members) : nil }
      ?? table.order.rowOrder.keys(of: sample, rows: group.members, context: context)
    keys.sort()
    return keys.map { .socket($0.row, depth: depth) }
  }

  /// Groups in the table's order; of equal ones the one that stood first stays first.
  private func sorted(_ groups: [RowGroup]) -> [RowGroup] {
    if let frozen, frozen.view == view {
      let ranked = groups.map { ($0, frozen.rank(of: GroupPath($0.path + [$0.key]))) }
      return ranked.sorted { $0.1 < $1.1 }.map(\.0)
    }
    let isDescending = table.order.isDescending
    guard table.order.column != .group else {
      return groups.sorted { Self.precedes($0, $1) != isDescending && $0.key != $1.key }
    }
    let column = table.order.column
    let valued = groups.map { ($0, Self.number(of: column, $0)) }
    return valued.sorted { left, right in
      if left.1.isNaN || right.1.isNaN || left.1 == right.1 {
        guard left.1.isNaN == right.1.isNaN else { return right.1.isNaN }
        return Self.precedes(left.0, right.0)
      }
      return isDescending ? left.1 > right.1 : left.1 < right.1
    }.map(\.0)
  }

  private static func precedes(_ left: RowGroup, _ right: RowGroup) -> Bool {
    (left.key?.bytes ?? []).lexicographicallyPrecedes(right.key?.bytes ?? [])
  }

  /// A group's figure in a column; NaN where it has none.
  static func number(of column: ViewColumn, _ group: RowGroup) -> Double {
    switch column {
    case .field(let field): group.number(of: field)
    case .count: Double(group.count)
    case .worstRoundTrip: group.worstRoundTrip ?? .nan
    case .group, .backlogBar, .accepted, .connections, .halfOpen, .siblings, .balance, .time,
      .event,
      .duration:
      .nan
    }
  }

  mutating func refreshListeners(_ sample: Sample, _ context: RowContext) {
    forgetGroups()
    findListeners(sample, context)
    let rows = listeners.map(\.row)
    let ranks = listenerRanks(rows, sample, context)
    let places = listeners.indices.sorted { left, right in
      ranks[left] != ranks[right] ? ranks[left] < ranks[right] : left < right
    }
    table.items = places.map { .listener($0) }
    table.count = places.count
    table.keys = []
  }

  private mutating func findListeners(_ sample: Sample, _ context: RowContext) {
    let basis = basis(dependsOnOwners: true)
    guard listenersBasis != basis else { return }
    listenersBasis = basis
    let followedInodes = followed.map { inodes(of: $0) }
    listeners = ListenerStats.all(in: sample, owners: owners).filter { listener in
      Int(listener.row) < liveCount
        && isMatched(Int(listener.row), of: sample, context, followedInodes)
    }
  }

  /// One rank per listener, the smallest first.
  private func listenerRanks(
    _ rows: [UInt32], _ sample: Sample, _ context: RowContext
  ) -> [SortKey] {
    if let frozen, frozen.view == view { return frozen.keys(of: sample, rows: rows) }
    guard table.order.column.field == nil else {
      return table.order.rowOrder.keys(of: sample, rows: rows, context: context)
    }
    let ports = RowOrder(.sport, descending: false).keys(
      of: sample, rows: rows, context: context)
    return listeners.indices.map { place in
      let value = listeners[place].number(of: table.order.column)
      let unknown = value.isNaN
      let key = unknown ? UInt64.max : UInt64(max(0, min(value * 1000, 1e15)))
      let directed = unknown ? key : table.order.isDescending ? UInt64(1e15) &- key : key
      return SortKey(directed, tie: ports[place].key, row: rows[place])
    }
  }

  mutating func refreshEvents(_ context: RowContext) {
    forgetGroups()
    var shown = events.events.elements.filter { isShown($0, context) }
    let isDescending = table.order.isDescending
    switch table.order.column {
    case .time:
      // The ends of one interval are announced before it is over, what its dump tells comes after.
      shown.sort { ($0.wallClock, $0.number) < ($1.wallClock, $1.number) }
    case .duration: shown.sort { Self.value($0.duration) < Self.value($1.duration) }
    case .event: shown.sort { Self.rank($0.kind) < Self.rank($1.kind) }
    case .field(let field):
      let now = context.snapshot.time
      let values = shown.map {
        ($0, Self.value(field.number(of: $0.record, $0.metric, $0.gauges, now: now)))
      }
      shown = values.sorted { $0.1 < $1.1 }.map(\.0)
    case .group, .count, .worstRoundTrip, .backlogBar, .accepted, .connections, .halfOpen,
      .siblings, .balance:
      break
    }
    if isDescending { shown.reverse() }
    table.items = shown.map { .event($0.number) }
    table.count = shown.count
    table.keys = []
  }

  private func isShown(_ event: SocketEvent, _ context: RowContext) -> Bool {
    guard filter.base.tables.contains(event.record.kind),
      filter.families.contains(event.record.family)
    else { return false }
    return filter.compiled?.matches(event.row(in: context)) ?? true
  }

  private static func value(_ number: Double?) -> Double {
    guard let number, !number.isNaN else { return -1 }
    return number
  }

  private static func rank(_ kind: SocketEvent.Kind) -> Int {
    switch kind {
    case .opened: 0
    case .changed(_, let to): 1 + Int(to.rawValue)
    case .ended: 100
    }
  }
}

extension ListenerStats {
  /// The figure of a column of listeners; NaN when it is not known.
  func number(of column: ViewColumn) -> Double {
    switch column {
    case .backlogBar: fill ?? .nan
    case .accepted: acceptedPerSecond ?? .nan
    case .connections: Double(connections)
    case .halfOpen: Double(halfOpen)
    case .siblings: Double(siblings)
    case .balance: balance ?? .nan
    case .field, .group, .count, .worstRoundTrip, .time, .event, .duration: .nan
    }
  }
}
