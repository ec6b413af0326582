import SocketFilter
import SocketMetrics
import SocketModel
import TextSafety

extension MonitorState {
  /// Whether the names of congestion controls are compared, ordered by, grouped by or shown: they
  /// make a dump dearer.
  package var needsCongestionNames: Bool { looks(at: .cc) }

  /// Whether anything is looked at that records do not hold (`Snapshot.gauges`). Of the one socket
  /// of the detail the kernel's answer tells it.
  package var needsGauges: Bool {
    SocketField.allCases.contains { $0.readsGauges && looks(at: $0) }
  }

  /// Whether the filter compares the field, or the table shows it, is ordered or grouped by it.
  private func looks(at field: SocketField) -> Bool {
    let column = ViewColumn.field(field)
    return filter.compares(field) || table.order.column == column
      || table.columns.contains(column)
      || table.grouping?.criteria.contains(.field(field)) == true
  }
}

/// What the view and the cell under the cursor are as a filter.
extension MonitorState {
  /// The command line of `ss` that lists the same; nil when there is none: for groups, events, and
  /// what only topss can select.
  var ssCommandLine: SafeText? {
    guard followed == nil else { return nil }
    switch view {
    case .sockets where table.grouping == nil:
      return commandLine(tables: filter.base.tables, states: filter.states)
    case .listeners:
      return commandLine(tables: SocketTables(.tcp), states: SocketState.listen.set)
    case .summary: return "ss -s"
    case .sockets, .processes, .peers, .events: return nil
    }
  }

  private func commandLine(tables: SocketTables, states: StateSet) -> SafeText? {
    let line = SSCommandLine(
      tables: tables, families: filter.base.families, states: states, isNumeric: isNumeric)
    var parsed = filter.parsed ?? ParsedFilter()
    parsed.states = states
    return line.text(for: parsed).map { SafeText(RawText(utf8: $0)) }
  }

  /// `=` and `!`: narrows the filter by the cell under the cursor.
  mutating func filterByCell(isExclusion: Bool) {
    guard let item = selectedItem, table.columns.indices.contains(table.selectedColumn) else {
      status = StatusMessage("the cursor is on no row", severity: .warning)
      return
    }
    let column = table.columns[table.selectedColumn]
    guard let condition = condition(column, of: item, isExclusion: isExclusion) else {
      status = StatusMessage(refusal(of: column, item), severity: .warning)
      return
    }
    let text = FilterFromCell.appending(
      condition, to: filter.text.string, isExclusion: isExclusion)
    switch filter.apply(SafeText(RawText(utf8: text)), names: settings.names) {
    case .parsed: refreshRows()
    case .needsHosts, .failed:
      status = StatusMessage("no filter can be made of this cell", severity: .warning)
    }
  }

  /// The condition that the row fulfils in this column; nil when no filter compares it.
  private func condition(
    _ column: ViewColumn, of item: RowItem, isExclusion: Bool
  ) -> String? {
    switch column {
    case .field(let field):
      row(of: item).flatMap {
        FilterFromCell.condition(field, of: $0, isExclusion: isExclusion)
      }
    case .group: group(of: item).flatMap { condition($0, isExclusion: isExclusion) }
    case .backlogBar: row(of: item).flatMap { FilterFromCell.backlog(of: $0) }
    case .count, .worstRoundTrip, .accepted, .connections, .halfOpen, .siblings, .balance, .time,
      .event, .duration:
      nil
    }
  }

  /// What the members of a group have in common: any of them tells it.
  private func condition(_ group: RowGroup, isExclusion: Bool) -> String? {
    guard let criteria = table.grouping?.criteria, criteria.indices.contains(group.path.count),
      let first = group.members.first, let member = row(of: .socket(first, depth: 1))
    else { return nil }
    switch criteria[group.path.count] {
    case .field(let field):
      return FilterFromCell.condition(field, of: member, isExclusion: isExclusion)
    case .process: return FilterFromCell.condition(.pid, of: member)
    case .peerPrefix:
      guard let key = group.key else { return FilterFromCell.condition(.dst, of: member) }
      return FilterFromCell.peerPrefix(SafeText(key).string)
    }
  }

  private func refusal(of column: ViewColumn, _ item: RowItem) -> SafeText {
    let title = column.definition.title
    if case .group = item, column.field != nil {
      return "\(title) is a sum over a group: no filter compares it; the group's name works"
    }
    guard column.field == nil else { return "no filter compares \(title) of such a socket" }
    return "\(title) is counted by topss and belongs to no socket: no filter compares it"
  }
}
