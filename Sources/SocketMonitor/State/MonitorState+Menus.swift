import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// A way to group that the menu offers.
package struct RowGroupingChoice: Hashable, Sendable {
  var title: SafeText
  /// Nil for no groups.
  var criterion: RowGrouping.Criterion?

  static let all: [RowGroupingChoice] = [
    RowGroupingChoice(title: "nothing", criterion: nil),
    RowGroupingChoice(title: "process", criterion: .process),
    RowGroupingChoice(title: "program", criterion: .field(.proc)),
    RowGroupingChoice(title: "user", criterion: .field(.user)),
    RowGroupingChoice(title: "unit", criterion: .field(.unit)),
    RowGroupingChoice(title: "container", criterion: .field(.container)),
    RowGroupingChoice(title: "runtime", criterion: .field(.runtime)),
    RowGroupingChoice(title: "process at the other end", criterion: .field(.peerProc)),
    RowGroupingChoice(title: "control group", criterion: .field(.cgroup)),
    RowGroupingChoice(title: "peer", criterion: .field(.dst)),
    RowGroupingChoice(
      title: "peer network (/24, /48)", criterion: .peerPrefix(ipv4: 24, ipv6: 48)),
    RowGroupingChoice(title: "peer port", criterion: .field(.dport)),
    RowGroupingChoice(title: "local port", criterion: .field(.sport)),
    RowGroupingChoice(title: "local address", criterion: .field(.src)),
    RowGroupingChoice(title: "state", criterion: .field(.state)),
    RowGroupingChoice(title: "protocol", criterion: .field(.netid)),
    RowGroupingChoice(title: "family", criterion: .field(.family)),
    RowGroupingChoice(title: "device", criterion: .field(.dev)),
    RowGroupingChoice(title: "congestion control", criterion: .field(.cc)),
    RowGroupingChoice(title: "what limits it", criterion: .field(.limit)),
    RowGroupingChoice(title: "namespace", criterion: .field(.netns)),
  ]
}

/// The menus: sort, group, copy.
extension MonitorState {
  mutating func openSortMenu() {
    guard view != .summary else { return }
    var columns = table.columns
    if table.items == nil || view == .processes || view == .peers {
      columns += SocketField.allCases.map(ViewColumn.field).filter { !columns.contains($0) }
    }
    let items = columns.map {
      Menu.Item($0.definition.title, detail: $0.field?.definition.identifier ?? SafeText())
    }
    let selected = columns.firstIndex(of: table.order.column) ?? 0
    overlay = .menu(
      ActionMenu(
        purpose: .sort(columns), menu: Menu(title: "Sort by", items: items, selected: selected)))
  }

  mutating func openGroupMenu() {
    guard view.isGroupable else {
      status = StatusMessage("only Sockets, Processes and Peers stand in groups")
      return
    }
    openGroupMenu(after: nil)
  }

  private mutating func openGroupMenu(after first: RowGroupingChoice?) {
    var choices = RowGroupingChoice.all
    if view != .sockets, first == nil { choices.removeFirst() }
    if let first { choices.removeAll { $0 == first } }
    let items = choices.map { choice in
      let isPresent = table.grouping.map { $0.criteria.contains { $0 == choice.criterion } }
      return Menu.Item(choice.title, detail: isPresent == true ? "now" : SafeText())
    }
    let title: SafeText = first == nil ? "Group by" : "and inside by"
    overlay = .menu(
      ActionMenu(
        purpose: .group(choices, first: first), menu: Menu(title: title, items: items)))
  }

  mutating func apply(_ key: Key, to actions: ActionMenu) -> [MonitorEffect] {
    var actions = actions
    if key == .tab, case .copy(let texts, let isToFile) = actions.purpose {
      actions.purpose = .copy(texts, toFile: !isToFile)
      actions.menu.title = Self.copyTitle(toFile: !isToFile)
    }
    switch actions.menu.handle(key, height: max(1, size.rows - 4)) {
    case .ignored:
      overlay = key == .control("c") ? .none : .menu(actions)
      return []
    case .moved:
      overlay = .menu(actions)
      return []
    case .cancelled:
      overlay = .none
      return []
    case .chosen(let index):
      overlay = .none
      return choose(index, in: actions.purpose)
    }
  }

  private mutating func choose(
    _ index: Int, in purpose: ActionMenu.Purpose
  ) -> [MonitorEffect] {
    switch purpose {
    case .sort(let columns):
      if columns.indices.contains(index) { sort(by: columns[index]) }
    case .group(let choices, let first):
      if choices.indices.contains(index) { choose(choices[index], after: first) }
    case .copy(let texts, let isToFile):
      guard texts.indices.contains(index) else { return [] }
      guard !isToFile else { return [.store(texts[index])] }
      status = StatusMessage("given to the terminal's clipboard: \(texts[index])")
      return [.copy(texts[index])]
    }
    return []
  }

  private mutating func choose(_ choice: RowGroupingChoice, after first: RowGroupingChoice?) {
    guard let criterion = choice.criterion else {
      if let first = first?.criterion { return group(by: RowGrouping(first)) }
      return group(by: nil)
    }
    guard let first else { return openGroupMenu(after: choice) }
    guard let outer = first.criterion else { return }
    group(by: RowGrouping(outer, criterion))
  }

  /// Groups the view's rows; columns change with it.
  private mutating func group(by grouping: RowGrouping?) {
    let wasGrouped = table.grouping != nil
    table.grouping = grouping
    table.expanded = []
    table.selected = nil
    table.isLost = false
    frozen = nil
    if wasGrouped != (grouping != nil) { exchangeColumns() }
    refreshRows()
  }

  /// The columns of the other kind of table, which it keeps until the next change.
  private mutating func exchangeColumns() {
    let stored = table.otherColumns ?? SocketTableState.groupColumns
    table.otherColumns = table.columns
    table.columns = stored
    table.firstColumn = 0
    table.selectedColumn = min(table.selectedColumn, max(0, stored.count - 1))
  }
}
