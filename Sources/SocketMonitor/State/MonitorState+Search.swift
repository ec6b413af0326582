import SocketMetrics
import SocketModel
import TerminalUI
package import TextSafety

/// A search through the rows.
package struct RowSearch: Sendable {
  package var query: SafeText
  /// Whether a row holds it.
  package var isFound = true
  /// What was asked and does not hold it; nil when a row holds it.
  var missed: RowBasis?

  init(query: SafeText) { self.query = query }
}

/// Searching: as it is typed, then the next and the one before, until Escape.
extension MonitorState {
  mutating func openSearchPrompt() {
    guard view != .summary else { return }
    overlay = .searchPrompt(LineEditor(search?.query ?? SafeText()))
  }

  mutating func apply(_ event: InputEvent, to editor: LineEditor) -> [MonitorEffect] {
    var editor = editor
    switch editor.handle(event) {
    case .edited:
      overlay = .searchPrompt(editor)
      let before = search
      search = editor.isEmpty ? nil : RowSearch(query: editor.text)
      // What no row holds, none holds with more around it: a terminal without marks pastes letter by
      // letter, and each would ask all rows.
      if let before, let missed = before.missed, missed == searched,
        search?.query.ranges(of: before.query).isEmpty == false
      {
        miss()
      } else {
        find(from: table.cursor.index, step: 1, includesStart: true)
      }
    case .moved: overlay = .searchPrompt(editor)
    case .ignored:
      if event == .key(.enter) { overlay = .none }
      if event == .key(.escape) {
        overlay = .none
        search = nil
      }
      if event == .key(.down) { findNext(backwards: false) }
    }
    return []
  }

  /// `n` and `N`; without a search `n` changes between numbers and names.
  mutating func findNext(backwards: Bool) {
    guard search != nil else {
      guard !backwards else { return }
      return toggleNumeric()
    }
    find(from: table.cursor.index, step: backwards ? -1 : 1, includesStart: false)
  }

  /// Puts the cursor on the next row that holds the query, around the end.
  private mutating func find(from start: Int, step: Int, includesStart: Bool) {
    guard let query = search?.query, table.count > 0 else { return }
    let items = allItems
    let count = items.count
    guard count > 0 else { return }
    let cells = CellWriter(self)
    var text = SafeText()
    for distance in (includesStart ? 0 : 1)...count {
      let place = ((start + step * distance) % count + count) % count
      let isMatch = table.columns.contains { column in
        text.removeAll()
        cells?.write(items[place], column, to: &text)
        return !text.ranges(of: query).isEmpty
      }
      guard isMatch else { continue }
      search?.isFound = true
      return select(line: place)
    }
    miss()
  }

  private mutating func miss() {
    let basis = searched
    search?.isFound = false
    search?.missed = basis
  }

  /// What is searched.
  private var searched: RowBasis { basis(dependsOnOwners: true) }

  /// All rows in order; sorts a long list of sockets.
  private var allItems: [RowItem] {
    if let items = table.items { return items }
    return table.keys.sorted().map { .socket($0.row, depth: 0) }
  }
}
