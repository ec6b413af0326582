package import SocketFilter
package import TerminalUI
package import TextSafety

/// The prompt in which a filter is typed; what can be read is in force at once.
package struct FilterPrompt: Sendable {
  package internal(set) var editor: LineEditor
  /// The filter from before the prompt: Escape brings it back.
  let before: FilterState
  /// What is wrong with the text as it stands.
  package internal(set) var error: FilterError?
  /// Host names that Enter will look up, or is looking up.
  package internal(set) var unresolved: [String] = []
  package internal(set) var isResolving = false
  /// What the text asks for, in words; empty while it cannot be read, or is empty.
  package internal(set) var reading = SafeText()
  /// The text with all its parentheses, where `and` and `or` are mixed; nil where they are not.
  package internal(set) var grouping: SafeText?
  /// What Tab offers, while its list is open.
  package internal(set) var completion: PromptCompletion?
  /// The saved filters, while their list is open.
  package internal(set) var savedList: Menu?
  /// The name for the filter, while it is typed.
  package internal(set) var naming: LineEditor?
  /// Why the last key did nothing, or what it did; until the next key.
  package internal(set) var note: SafeText?

  init(_ filter: FilterState, history: [SafeText]) {
    editor = LineEditor(filter.text, history: history)
    before = filter
    describe(filter.parsed)
  }

  /// What is wrong is the word at the cursor, which may not be complete.
  var isUnfinished: Bool {
    guard let error, editor.cursor == editor.utf8.count else { return false }
    return error.range.upperBound >= editor.cursor
  }

  /// What an input event wants done beyond the prompt itself.
  enum Step {
    case nothing
    /// The text changed: read it again.
    case evaluate
    case accept
    case leave
    case complete
    case openSaved
    /// The saved filter at this place of the list was picked.
    case pickSaved(Int)
    /// The saved filter at this place of the list is no longer wanted.
    case forgetSaved(Int)
    /// Save the filter under this name.
    case save(name: SafeText)
  }

  /// Notes what `filter` means, nil for one that cannot be read.
  mutating func describe(_ filter: ParsedFilter?) {
    reading = SafeText()
    grouping = nil
    guard let filter, !editor.isEmpty else { return }
    reading = FilterReading.text(of: filter)
    grouping = FilterReading.grouping(of: filter)
  }
}

/// Keys: lists first, then the line, then what the line leaves.
extension FilterPrompt {
  mutating func handle(_ event: InputEvent) -> Step {
    note = nil
    if let naming { return handle(event, in: naming) }
    if case .key(let key) = event {
      if savedList != nil { return handleInSavedList(key) }
      if completion != nil, let step = handleInCompletion(key) { return step }
    }
    savedList = nil
    switch editor.handle(event) {
    case .edited:
      isResolving = false
      completion?.update(for: editor)
      if completion?.isEmpty == true { completion = nil }
      return .evaluate
    case .moved:
      completion = nil
      return .nothing
    case .ignored:
      guard case .key(let key) = event else { return .nothing }
      return step(for: key)
    }
  }

  /// What a key does that means nothing to the line.
  private func step(for key: Key) -> Step {
    switch key {
    case .enter: .accept
    case .escape, .control("c"), .control("g"): .leave
    case .tab, .backTab: .complete
    case .control("o"): .openSaved
    case .character, .control, .backspace, .delete, .up, .down, .left, .right, .home, .end,
      .pageUp, .pageDown, .insert, .function, .alt:
      .nothing
    }
  }

  /// Nil for a key that has its usual meaning although the list is open.
  private mutating func handleInCompletion(_ key: Key) -> Step? {
    switch key {
    case .tab, .down, .control("n"): completion?.select(next: true)
    case .backTab, .up, .control("p"): completion?.select(next: false)
    case .pageDown: completion?.turnPage(down: true)
    case .pageUp: completion?.turnPage(down: false)
    case .escape, .control("g"): completion = nil
    case .enter, .right:
      takeCandidate()
      return .evaluate
    case .character, .control, .backspace, .delete, .left, .home, .end, .insert, .function, .alt:
      return nil
    }
    return .nothing
  }

  private mutating func handleInSavedList(_ key: Key) -> Step {
    guard var list = savedList else { return .nothing }
    if case .delete = key { return .forgetSaved(list.cursor.index) }
    switch list.handle(key, height: PromptCompletion.height) {
    case .moved, .ignored: savedList = list
    case .cancelled: savedList = nil
    case .chosen(let index):
      savedList = nil
      return .pickSaved(index)
    }
    return .nothing
  }

  private mutating func handle(_ event: InputEvent, in name: LineEditor) -> Step {
    var name = name
    naming = nil
    guard case .ignored = name.handle(event), case .key(let key) = event else {
      naming = name
      return .nothing
    }
    if key == .enter { return .save(name: name.text) }
    if key != .escape, key != .control("c"), key != .control("g") { naming = name }
    return .nothing
  }

  /// Puts the selected candidate in the place of the word at the cursor, and a blank behind it.
  mutating func takeCandidate() {
    guard let completion, let text = completion.selectedText else { return }
    editor.replace(completion.range, with: text)
    let isBlankNext = editor.cursor < editor.utf8.count && editor.utf8[editor.cursor] == 0x20
    if !isBlankNext { editor.insert([0x20]) }
    self.completion = nil
  }

  /// Opens the list of what `source` offers at the cursor; what is the only one is taken at once.
  mutating func complete(from source: CompletionSource) -> Step {
    var offered = PromptCompletion(source: source, editor: editor)
    guard !offered.isEmpty else {
      note = offered.hint
      return .nothing
    }
    if let common = offered.commonText {
      editor.replace(offered.range, with: common)
      offered.update(for: editor)
    }
    completion = offered
    guard offered.count == 1 else { return .evaluate }
    takeCandidate()
    return .evaluate
  }

  /// Replaces the line by a saved filter.
  mutating func take(_ saved: SavedFilter) { editor.replace(with: saved.text) }
}
