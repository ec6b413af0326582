import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// What each action of the key table does.
extension MonitorState {
  mutating func perform(_ action: MonitorAction) -> [MonitorEffect] {
    switch action {
    case .move, .columnLeft, .columnRight, .view, .nextView, .previousView: go(action)
    case .detail: return openRow()
    case .filter: openFilterPrompt()
    case .cancel: cancel()
    case .filterByCell: filterByCell(isExclusion: false)
    case .filterWithoutCell: filterByCell(isExclusion: true)
    case .search: openSearchPrompt()
    case .searchNext: findNext(backwards: false)
    case .searchPrevious: findNext(backwards: true)
    case .sortByPreviousColumn: sortByNeighbour(-1)
    case .sortByNextColumn: sortByNeighbour(1)
    case .sortMenu: openSortMenu()
    case .reverseSort: sort(by: table.order.column)
    case .groupMenu: openGroupMenu()
    case .explainColumn: explainColumn()
    case .setup: openColumns()
    case .chooseShown: openChoice()
    case .tag: toggleTag()
    case .untagAll: untagAll()
    case .followProcess: toggleFollow()
    case .otherEnd: jumpToOtherEnd()
    case .mark: toggleMark()
    case .freeze: toggleFreeze()
    case .copy: openCopyMenu()
    case .signal: return openSignalDialog()
    case .destroy: return openDestroyDialog()
    case .namespaces: return toggleNamespaces()
    case .pause: isPaused.toggle()
    case .longerInterval: return changeInterval(by: 1)
    case .shorterInterval: return changeInterval(by: -1)
    case .numeric: toggleNumeric()
    case .help: overlay = .help(HelpState())
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .quit: return [.quit]
    }
    return []
  }

  /// Moves the cursor, the column cursor, or to another view.
  private mutating func go(_ action: MonitorAction) {
    if case .move(let step) = action { return move(step) }
    if case .view(let kind) = action { return show(kind) }
    if action == .columnLeft { moveColumn(by: -1) }
    if action == .columnRight { moveColumn(by: 1) }
    if action == .nextView { show(neighbour(1)) }
    if action == .previousView { show(neighbour(-1)) }
  }

  mutating func toggleNumeric() {
    isNumeric.toggle()
    refreshRows()
  }

  /// Escape: takes away, one at a time, the search, the followed process, the filter; then the
  /// cursor lets go of its row.
  private mutating func cancel() {
    if search != nil {
      search = nil
    } else if followed != nil {
      toggleFollow()
    } else if !filter.isEmpty {
      filter.clear()
      refreshRows()
      status = StatusMessage("filter cleared")
    } else {
      table.selected = nil
      arrangeRows()
    }
  }

  /// To the next longer or shorter of the fixed intervals.
  private mutating func changeInterval(by step: Int) -> [MonitorEffect] {
    let wanted =
      step > 0
      ? Self.intervals.first { $0 > interval * 1.001 }
      : Self.intervals.last { $0 < interval * 0.999 }
    guard let wanted else { return [] }
    interval = wanted
    return [.setInterval(wanted)]
  }

  private func neighbour(_ step: Int) -> ViewKind {
    let count = ViewKind.allCases.count
    return ViewKind.allCases[(view.rawValue + step + count) % count]
  }

  /// Shows a view as it was left.
  mutating func show(_ kind: ViewKind) {
    detail = nil
    view = kind
    arrangeRows()
  }

  /// Enter: opens or closes a group, shows everything about a socket.
  private mutating func openRow() -> [MonitorEffect] {
    guard let item = selectedItem else { return refuse("no row is selected") }
    guard let group = group(of: item) else { return openDetail(item) }
    let path = GroupPath(group.path + [group.key])
    pin(item)
    if table.expanded.remove(path) == nil { table.expanded.insert(path) }
    arrangeRows()
    return []
  }

  /// `f`: holds the order of the rows, or lets go of it.
  private mutating func toggleFreeze() {
    guard let sample, view != .summary, view != .events else { return }
    if frozen?.view == view {
      frozen = nil
      refreshRows()
      status = StatusMessage("the order follows the values again")
      return
    }
    if let items = table.items {
      let paths = items.compactMap { group(of: $0).map { GroupPath($0.path + [$0.key]) } }
      frozen = FrozenOrder(view, sockets: items.compactMap(record(of:)), groups: paths)
    } else {
      frozen = FrozenOrder(view, keys: table.keys, sample: sample)
    }
    let hint = hint(.freeze, "lets go of it", after: "; ")
    status = StatusMessage("the order is frozen\(hint)")
  }

  private mutating func toggleFollow() {
    if let owner = followed {
      followed = nil
      status = StatusMessage("the sockets of \(owner.command)[\(owner.pid)] and all others")
    } else if let owner = selectedRow?.firstOwner {
      followed = owner
    } else {
      status = StatusMessage("no process of this row is known", severity: .warning)
    }
    refreshRows()
  }

  mutating func refuse(_ sentence: SafeText) -> [MonitorEffect] {
    status = StatusMessage(sentence, severity: .warning)
    return []
  }
}
