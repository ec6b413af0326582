extension LineEditor {
  /// What a key did to the line.
  package enum Outcome: Hashable, Sendable {
    /// The key means nothing here (Enter, Escape, Tab, function keys): the caller's turn.
    case ignored
    /// The cursor moved or a search began; the text is the same.
    case moved
    /// The text may have changed.
    case edited
  }

  /// Handles a key or a paste; mouse events are ignored.
  package mutating func handle(_ event: InputEvent) -> Outcome {
    switch event {
    case .key(let key): return handle(key)
    case .paste(let bytes):
      search = nil
      return edit { $0.insert(bytes) }
    case .mouse: return .ignored
    }
  }

  /// Handles a key as a shell does: ^A ^E ^B ^F Alt-B Alt-F move, ^H ^D ^U ^K ^W Alt-D delete, ^Y
  /// yanks, ↑ ↓ ^P ^N walk the history, ^R searches it.
  package mutating func handle(_ key: Key) -> Outcome {
    if search != nil, let outcome = handleInSearch(key) { return outcome }
    switch key {
    case .character(let scalar): return edit { $0.insert(Array(String(scalar).utf8)) }
    case .control(let letter): return handleControl(letter)
    case .alt(let letter): return handleAlt(letter)
    case .backspace: return edit { $0.remove($0.boundary(before: $0.cursor)..<$0.cursor) }
    case .delete: return edit { $0.remove($0.cursor..<$0.boundary(after: $0.cursor)) }
    case .left: return move(to: boundary(before: cursor))
    case .right: return move(to: boundary(after: cursor))
    case .home: return move(to: 0)
    case .end: return move(to: utf8.count)
    case .up: return recall(older: true)
    case .down: return recall(older: false)
    case .enter, .tab, .backTab, .escape, .pageUp, .pageDown, .insert, .function: return .ignored
    }
  }

  private mutating func handleControl(_ letter: Unicode.Scalar) -> Outcome {
    switch letter {
    case "a": return move(to: 0)
    case "e": return move(to: utf8.count)
    case "b": return move(to: boundary(before: cursor))
    case "f": return move(to: boundary(after: cursor))
    case "h": return edit { $0.remove($0.boundary(before: $0.cursor)..<$0.cursor) }
    case "d": return edit { $0.remove($0.cursor..<$0.boundary(after: $0.cursor)) }
    case "u": return kill(0..<cursor)
    case "k": return kill(cursor..<utf8.count)
    case "w": return kill(wordStart { $0 != 0x20 }..<cursor)
    case "y":
      let bytes = killed
      return edit { $0.insert(bytes) }
    case "p": return recall(older: true)
    case "n": return recall(older: false)
    case "r":
      search = HistorySearch(original: utf8, start: history.count)
      return .moved
    default: return .ignored
    }
  }

  private mutating func handleAlt(_ letter: Unicode.Scalar) -> Outcome {
    switch letter {
    case "b": return move(to: wordStart(Self.isWordByte))
    case "f": return move(to: wordEnd(Self.isWordByte))
    case "d": return kill(cursor..<wordEnd(Self.isWordByte))
    default: return .ignored
    }
  }

  private mutating func move(to offset: Int) -> Outcome {
    cursor = offset
    return .moved
  }

  private mutating func edit(_ change: (inout LineEditor) -> Void) -> Outcome {
    change(&self)
    historyIndex = nil
    return .edited
  }

  private mutating func kill(_ range: Range<Int>) -> Outcome {
    if !range.isEmpty { killed = Array(utf8[range]) }
    return edit { $0.remove(range) }
  }

  /// Removes whole characters and leaves the cursor where they were.
  private mutating func remove(_ range: Range<Int>) {
    utf8.removeSubrange(range)
    cursor = range.lowerBound
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x80...: true
    default: false
    }
  }

  private func wordStart(_ isWord: (UInt8) -> Bool) -> Int {
    var place = cursor
    while place > 0, !isWord(utf8[place - 1]) { place -= 1 }
    while place > 0, isWord(utf8[place - 1]) { place -= 1 }
    return boundary(atOrBefore: place)
  }

  private func wordEnd(_ isWord: (UInt8) -> Bool) -> Int {
    var place = cursor
    while place < utf8.count, !isWord(utf8[place]) { place += 1 }
    while place < utf8.count, isWord(utf8[place]) { place += 1 }
    return isBoundary(place) ? place : boundary(after: place)
  }
}
