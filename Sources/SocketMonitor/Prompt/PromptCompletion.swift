package import SocketFilter
package import TerminalUI
import TextSafety

/// The list that Tab opens: what fits at the cursor, and which of it would be taken.
package struct PromptCompletion: Sendable {
  /// The most candidates that show at a time.
  static let height = 8

  /// What the sample offered when the list was opened.
  private let source: CompletionSource
  private var offer: FilterCompletion
  package private(set) var cursor = ListCursor()

  init(source: CompletionSource, editor: LineEditor) {
    self.source = source
    offer = FilterCompletion(text: editor.string, cursor: editor.cursor, source: source)
  }

  /// The bytes of the line that a candidate replaces.
  package var range: Range<Int> { offer.range }
  package var candidates: [FilterCompletion.Candidate] { offer.candidates }
  var count: Int { candidates.count }
  var isEmpty: Bool { candidates.isEmpty }
  /// What to say where nothing is offered.
  var hint: SafeText {
    offer.hint.map { "write \($0)" } ?? "nothing is known that could stand here"
  }

  /// What would be taken; nil for none.
  var selectedText: SafeText? {
    guard candidates.indices.contains(cursor.index) else { return nil }
    return SafeText(candidates[cursor.index].text)
  }

  /// Looks anew, after the line changed.
  mutating func update(for editor: LineEditor) {
    offer = FilterCompletion(text: editor.string, cursor: editor.cursor, source: source)
    cursor = ListCursor()
  }

  /// One candidate on or back; past the end it goes on at the beginning.
  mutating func select(next: Bool) {
    guard count > 0 else { return }
    cursor.index = (cursor.index + (next ? 1 : count - 1)) % count
    cursor.fit(count: count, height: Self.height)
  }

  /// Puts the cursor on a candidate.
  mutating func select(_ index: Int) {
    guard candidates.indices.contains(index) else { return }
    cursor.index = index
  }

  mutating func turnPage(down: Bool) {
    cursor.move(down ? .pageDown : .pageUp, count: count, height: Self.height)
  }

  /// What all candidates begin with, when that is more than what is typed; nil when it is not.
  var commonText: SafeText? {
    guard let first = candidates.first?.text.bytes, count > 1 else { return nil }
    var common = first[...]
    for candidate in candidates.dropFirst() {
      let length = zip(common, candidate.text.bytes).prefix { $0 == $1 }.count
      common = common.prefix(length)
    }
    // A cut character is no text.
    while let last = common.last, last >= 0x80 { common.removeLast() }
    guard common.count > range.count else { return nil }
    return SafeText(RawText(Array(common)))
  }
}
