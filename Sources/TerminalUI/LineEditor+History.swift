package import TextSafety

/// A search backwards through the history, as ^R begins it.
package struct HistorySearch: Hashable, Sendable {
  /// What is looked for; valid UTF-8.
  package internal(set) var query: [UInt8] = []
  /// Whether an entry holds the query; true for an empty one.
  package internal(set) var isFound = true
  /// The line before the search, which Escape brings back.
  let original: [UInt8]
  /// The entry that is shown, the history's count before the first.
  var index: Int

  init(original: [UInt8], start: Int) {
    self.original = original
    index = start
  }

  /// The query for drawing.
  package var text: SafeText { SafeText(RawText(query)) }
}

extension LineEditor {
  /// Shows the next older or newer entry; past the newest the user's own line comes back.
  mutating func recall(older: Bool) -> Outcome {
    let index = historyIndex ?? history.count
    let next = older ? index - 1 : index + 1
    guard next >= 0, next <= history.count, next != index else { return .moved }
    if historyIndex == nil { draft = utf8 }
    show(next < history.count ? history[next].utf8 : draft)
    historyIndex = next < history.count ? next : nil
    return .edited
  }

  /// Handles a key while a search runs; nil when the key ends it and has its usual meaning.
  mutating func handleInSearch(_ key: Key) -> Outcome? {
    switch key {
    case .character(let scalar):
      extendQuery(with: scalar)
      return .edited
    case .control("r"):
      find(before: search?.index ?? 0)
      return .edited
    case .backspace, .control("h"):
      shortenQuery()
      return .edited
    case .escape, .control("g"):
      show(search?.original ?? utf8)
      search = nil
      return .edited
    case .control, .enter, .tab, .backTab, .delete, .up, .down, .left, .right, .home, .end,
      .pageUp, .pageDown, .insert, .function, .alt:
      search = nil
      return nil
    }
  }

  private mutating func extendQuery(with scalar: Unicode.Scalar) {
    guard CharacterWidth.width(of: scalar) >= 0, let search else { return }
    let added = Array(String(scalar).utf8)
    guard search.query.count + added.count <= Self.byteLimit else { return }
    self.search?.query += added
    find(before: search.index + 1)
  }

  private mutating func shortenQuery() {
    guard var query = search.map({ String(decoding: $0.query, as: UTF8.self) }) else { return }
    if !query.unicodeScalars.isEmpty { query.unicodeScalars.removeLast() }
    search?.query = Array(query.utf8)
    find(before: history.count)
  }

  /// Shows the newest entry before `end` that holds the query.
  private mutating func find(before end: Int) {
    guard let query = search?.query, !query.isEmpty else {
      search?.isFound = true
      return
    }
    let entries = history[..<min(max(0, end), history.count)]
    let wanted = SafeText(RawText(query))
    guard let index = entries.lastIndex(where: { !$0.ranges(of: wanted).isEmpty }) else {
      search?.isFound = false
      return
    }
    search?.index = index
    search?.isFound = true
    show(history[index].utf8)
    historyIndex = nil
  }

  /// Replaces the text without leaving the history or the search.
  private mutating func show(_ bytes: [UInt8]) {
    utf8 = []
    cursor = 0
    insert(bytes)
  }
}
