import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// What is done with the row under the cursor: copy, filter by it, jump to its other end.
extension MonitorState {
  mutating func openCopyMenu() {
    var items: [Menu.Item] = []
    var texts: [SafeText] = []
    // What the titles and the frame leave.
    let room = max(20, size.columns - 24)
    func add(_ title: SafeText, _ text: SafeText) {
      guard !text.isEmpty else { return }
      items.append(
        Menu.Item(title, detail: text.truncated(to: room, ellipsis: settings.glyphs.ellipsis)))
      texts.append(text)
    }
    if let item = selectedItem {
      add("row", rowText(item))
      if let row = row(of: item) {
        add("local address", endText(.local, of: row))
        add("peer address", endText(.peer, of: row))
      }
    }
    add("filter", filter.text)
    if let line = ssCommandLine { add("ss command line", line) }
    guard !items.isEmpty else {
      status = StatusMessage("there is nothing to copy", severity: .warning)
      return
    }
    let menu = Menu(title: Self.copyTitle(toFile: false), items: items)
    overlay = .menu(ActionMenu(purpose: .copy(texts, toFile: false), menu: menu))
  }

  /// As long for both, so that the box stays where it is.
  static func copyTitle(toFile: Bool) -> SafeText {
    toFile ? "Copy to a file" : "Copy to clipboard"
  }

  /// The cells of a row, two blanks apart.
  private func rowText(_ item: RowItem) -> SafeText {
    guard let cells = CellWriter(self) else { return SafeText() }
    var text = SafeText()
    for column in table.columns {
      var cell = SafeText()
      cells.write(item, column, to: &cell)
      guard !cell.isEmpty else { continue }
      if !text.isEmpty { text.append("  ") }
      text.append(cell)
    }
    return text
  }

  private func endText(_ end: SocketEnd, of row: SocketRow) -> SafeText {
    var text = SafeText()
    row.context.addresses.append(end, of: row.record, name: row.name, to: &text)
    return text
  }

  /// `o`: puts the cursor on the socket at the other end.
  mutating func jumpToOtherEnd() {
    guard let record = selectedRow?.record, let sample else { return }
    guard let other = Self.otherEnd(of: record, in: sample, count: liveCount) else {
      status = StatusMessage("the other end is not on this host", severity: .warning)
      return
    }
    let before = table.selected
    if view != .sockets { show(.sockets) }
    table.selected = .socket(sample.snapshot.records[other].identity)
    arrangeRows()
    guard table.isLost else { return }
    table.selected = before
    arrangeRows()
    status = StatusMessage("the other end is not among the rows shown", severity: .warning)
  }

  /// The living record at the other end of a local connection.
  static func otherEnd(of record: SocketRecord, in sample: Sample, count: Int) -> Int? {
    sample.snapshot.otherEnd(of: record).flatMap { $0 < count ? $0 : nil }
  }
}
