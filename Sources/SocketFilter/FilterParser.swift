internal import SocketModel
internal import TextSafety

/// Reads a filter: by the grammar of `ss` first, and by the superset where that refuses.
package struct FilterParser: Sendable {
  private let context: FilterContext

  package init(context: FilterContext) { self.context = context }

  /// What `text` means; linear in its length, with caps on words and nesting.
  package func parse(_ text: FilterText) -> FilterOutcome {
    do throws(FilterError) {
      return try parseAsSS(text)
    } catch {
      guard context.allowsSuperset, !Self.isBeyondCaps(error) else { return .failed(error) }
      return parseAsSuperset(text, refusal: error)
    }
  }

  private static func isBeyondCaps(_ error: FilterError) -> Bool {
    let caps: [FilterError.Reason] = [.tooDeep, .tooManyWords, .tooLong, .lineTooLong]
    return caps.contains(error.reason)
  }

  private func parseAsSS(_ text: FilterText) throws(FilterError) -> FilterOutcome {
    var leading = LeadingStates(text, grouped: context.groupedStates)
    try leading.read(with: StateNames.states)
    let tokens = try FilterLexer.tokens(of: text, fromWord: leading.wordCount)
    var grammar = SSGrammar(context: context)
    var filter = ParsedFilter(expression: try grammar.parse(tokens))
    guard grammar.hosts.unresolved.isEmpty else { return .needsHosts(grammar.hosts.unresolved) }
    filter.states = leading.states
    filter.familyNarrowing = grammar.hosts.narrowing
    return .parsed(filter)
  }

  /// Exits as `ss` would after `refusal`, with a sentence of the superset's.
  private func parseAsSuperset(_ text: FilterText, refusal: FilterError) -> FilterOutcome {
    var leading = LeadingStates(text, grouped: context.groupedStates)
    let hasLeading = (try? leading.read(with: StateNames.anyStates)) != nil
    do throws(FilterError) {
      guard hasLeading, leading.wordCount > 0 else { return try superset(text, from: 0, nil) }
      do throws(FilterError) {
        return try superset(text, from: leading.end, leading.states)
      } catch {
        return try superset(text, from: 0, nil)
      }
    } catch {
      var error = error
      error.exitStatus = refusal.exitStatus
      return .failed(error)
    }
  }

  private func superset(
    _ text: FilterText, from start: Int, _ states: StateSet?
  ) throws(FilterError) -> FilterOutcome {
    var grammar = SupersetGrammar(text: text, from: start, context: context)
    var filter = ParsedFilter(expression: try grammar.parse())
    guard grammar.hosts.unresolved.isEmpty else { return .needsHosts(grammar.hosts.unresolved) }
    filter.usesSuperset = true
    filter.states = states ?? grammar.namedStates.map(context.groupedStates.union)
    filter.familyNarrowing = grammar.hosts.narrowing
    return .parsed(filter)
  }
}

/// The pairs `state NAME` and `exclude NAME` before the expression.
struct LeadingStates {
  private let text: FilterText
  private let grouped: StateSet
  /// The states that the pairs leave; nil when there are none.
  private(set) var states: StateSet?
  /// How many words the pairs take.
  private(set) var wordCount = 0

  /// `grouped` is `FilterContext.groupedStates`.
  init(_ text: FilterText, grouped: StateSet) {
    self.text = text
    self.grouped = grouped
  }

  /// Where the expression begins.
  var end: Int { wordCount > 0 ? text.words[wordCount - 1].upperBound : 0 }

  /// Reads pairs until another word comes; `meaning` knows the names.
  mutating func read(
    with meaning: (String, StateSet) -> StateSet?
  ) throws(FilterError) {
    while wordCount < text.commandWords {
      let keyword = String(decoding: text.slice(text.words[wordCount]), as: UTF8.self)
      let isExclusion = keyword == "exclude" || keyword == "excl"
      guard isExclusion || keyword == "state" else { return }
      guard wordCount + 1 < text.commandWords else {
        let end = text.bytes.count
        throw FilterError(.missingState, at: end..<end)
      }
      let range = text.words[wordCount + 1]
      guard let named = meaning(String(decoding: text.slice(range), as: UTF8.self), grouped)
      else {
        throw FilterError(.unknownState(RawText(text.slice(range))), at: range)
      }
      let before = states ?? (isExclusion ? grouped : [])
      states = isExclusion ? before.subtracting(named) : before.union(named)
      wordCount += 2
    }
  }
}
