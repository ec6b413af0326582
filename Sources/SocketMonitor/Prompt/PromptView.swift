import SocketFilter
import TerminalUI
import TextSafety

/// What the prompt shows around its line: the filter in words, and the lists.
enum PromptView {
  /// The first row below the prompt's line holds the reading when there are this many rows.
  private static let readingRows = 10

  static func draw(_ state: MonitorState, on canvas: inout Canvas) {
    guard case .filterPrompt(let prompt) = state.overlay else { return }
    let line = self.line(of: state)
    if state.layout.filter.isEmpty {
      canvas.fill(line, style: Style(.normal))
      FilterView.draw(state, on: &canvas, in: line)
    }
    let (reading, lists) = areas(of: state)
    if !reading.isEmpty { drawReading(prompt, state, on: &canvas, in: reading) }
    drawLists(prompt, state, on: &canvas, in: lists)
  }

  /// The line that is typed in: with very few rows the filter has none of its own until then.
  private static func line(of state: MonitorState) -> Rect {
    guard state.layout.filter.isEmpty else { return state.layout.filter }
    return Rect(row: state.size.rows - 1, column: 0, columns: state.size.columns, rows: 1)
  }

  /// Below it: the row for the reading, and what lists have.
  private static func areas(of state: MonitorState) -> (reading: Rect, lists: Rect) {
    let line = line(of: state)
    var below = Rect(
      row: line.endRow, column: 0, columns: state.size.columns,
      rows: max(0, state.size.rows - line.endRow - 1))
    let reading = below.takeTop(hasReadingRow(state) ? 1 : 0)
    return (reading, below)
  }

  /// Puts the cursor of the open list on what lies at `position`; false when nothing does.
  static func select(
    at position: Position, in prompt: inout FilterPrompt, _ state: MonitorState
  ) -> Bool {
    let area = areas(of: state).lists
    if var list = prompt.savedList {
      guard let item = list.item(at: position, in: savedBox(list, area)) else { return false }
      list.cursor.index = item
      prompt.savedList = list
      return true
    }
    guard let completion = prompt.completion else { return false }
    let column = listColumn(completion, prompt, MonitorView.draw(state))
    let view = CompletionView(completion: completion, glyphs: state.settings.glyphs)
    guard let item = view.item(at: position, in: area, column: column) else { return false }
    prompt.completion?.select(item)
    return true
  }

  private static func savedBox(_ list: Menu, _ area: Rect) -> Rect {
    Rect(
      row: area.row, column: area.column, columns: min(list.size.columns, area.columns),
      rows: min(list.size.rows, area.rows, PromptCompletion.height + 2))
  }

  /// The column in which the word begins that the list completes.
  private static func listColumn(
    _ completion: PromptCompletion, _ prompt: FilterPrompt, _ canvas: Canvas
  ) -> Int {
    guard let cursor = canvas.cursor else { return 0 }
    return max(0, cursor.column + prompt.editor.columns(to: completion.range.lowerBound))
  }

  private static func hasReadingRow(_ state: MonitorState) -> Bool {
    state.size.rows >= readingRows
  }

  private static func drawReading(
    _ prompt: FilterPrompt, _ state: MonitorState, on canvas: inout Canvas, in rect: Rect
  ) {
    let glyphs = state.settings.glyphs
    canvas.fill(rect, style: Style(.normal))
    // A word that is being completed is wrong until it is complete.
    guard prompt.error == nil || prompt.completion == nil else { return }
    if let error = prompt.error, let column = column(of: error, prompt, canvas) {
      return PromptErrorLine(error: error, isUnfinished: prompt.isUnfinished).draw(
        on: &canvas, in: rect, column: column, glyphs: glyphs)
    }
    canvas.draw(
      " \(readingText(prompt))" as SafeText, in: rect, style: Style(.dim),
      ellipsis: glyphs.ellipsis)
  }

  private static func readingText(_ prompt: FilterPrompt) -> SafeText {
    guard prompt.naming == nil else { return "\(prompt.editor.text)" }
    guard !prompt.editor.isEmpty else { return "all sockets; Tab offers what can be written" }
    guard prompt.reading.isEmpty else { return prompt.reading }
    return "until the hosts are known the last filter stands"
  }

  /// The column in which the wrong word begins, seen from the cursor; nil when nothing shows.
  private static func column(
    of error: FilterError, _ prompt: FilterPrompt, _ canvas: Canvas
  ) -> Int? {
    guard let cursor = canvas.cursor else { return nil }
    return cursor.column + prompt.editor.columns(to: error.range.lowerBound)
  }

  // MARK: Lists

  private static func drawLists(
    _ prompt: FilterPrompt, _ state: MonitorState, on canvas: inout Canvas, in area: Rect
  ) {
    let glyphs = state.settings.glyphs
    if let list = prompt.savedList {
      list.draw(on: &canvas, in: savedBox(list, area), glyphs: glyphs)
      // The list takes the keys.
      canvas.cursor = nil
    } else if let completion = prompt.completion {
      CompletionView(completion: completion, glyphs: glyphs).draw(
        on: &canvas, in: area, column: listColumn(completion, prompt, canvas))
    }
  }

  // MARK: Status line

  /// What the status line says while the prompt is open.
  static func status(of prompt: FilterPrompt, in state: MonitorState) -> (SafeText, StyleRole) {
    if let note = prompt.note { return (" \(note)", .warning) }
    if let error = prompt.error {
      return prompt.completion == nil ? status(of: error, in: state) : ("", .dim)
    }
    if prompt.isResolving { return (" looking host names up; Esc gives up", .dim) }
    guard prompt.unresolved.isEmpty else { return (" Enter looks host names up", .dim) }
    if let grouping = prompt.grouping {
      return (" read from the left: \(grouping)", .warning)
    }
    guard hasReadingRow(state) || prompt.reading.isEmpty else {
      return (" \(prompt.reading)", .dim)
    }
    // The key bar tells the keys where there is one.
    guard state.layout.keyBar.isEmpty else { return ("", .dim) }
    return (" Enter keeps  Esc undoes  Tab completes", .dim)
  }

  /// The message stands under the word, so that the hint has this line; with few rows both are here.
  private static func status(
    of error: FilterError, in state: MonitorState
  ) -> (SafeText, StyleRole) {
    let isTold = hasReadingRow(state)
    guard let hint = error.hint else {
      return isTold
        ? (" until it can be read the last filter stands", .dim) : (" \(error.message)", .error)
    }
    return (isTold ? " \(hint)" : " \(error.message): \(hint)", .error)
  }
}

extension LineEditor {
  /// The cells from the cursor to byte `offset`; negative for one before the cursor.
  fileprivate func columns(to offset: Int) -> Int {
    let place = min(max(0, offset), utf8.count)
    let between = utf8[min(place, cursor)..<max(place, cursor)]
    let columns = SafeText(RawText(Array(between))).columns
    return place < cursor ? -columns : columns
  }
}
