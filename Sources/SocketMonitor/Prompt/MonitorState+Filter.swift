import SocketFilter
import TerminalUI
package import TextSafety

/// The filter prompt: live while typing, host names on Enter, back on Escape.
extension MonitorState {
  mutating func openFilterPrompt() {
    overlay = .filterPrompt(FilterPrompt(filter, history: filterHistory))
  }

  /// Opens the prompt with `text` and accepts it as if it had been typed: for a filter of the
  /// command line that names hosts.
  package mutating func propose(_ text: SafeText) -> [MonitorEffect] {
    var prompt = FilterPrompt(filter, history: filterHistory)
    prompt.editor.replace(with: text)
    evaluate(&prompt)
    return accept(prompt)
  }

  /// Filters of earlier runs, oldest first, go before those of this run.
  mutating func recall(_ earlier: [SafeText]) {
    let own = filterHistory
    filterHistory = earlier.filter { !own.contains($0) } + own
    filterHistory.removeFirst(max(0, filterHistory.count - Self.historyLimit))
    if case .filterPrompt(var prompt) = overlay {
      prompt.editor.history = filterHistory
      overlay = .filterPrompt(prompt)
    }
  }

  mutating func apply(_ event: InputEvent, to prompt: FilterPrompt) -> [MonitorEffect] {
    var prompt = prompt
    var step = prompt.handle(event)
    switch step {
    case .complete: step = prompt.complete(from: completionSource)
    case .openSaved: openSaved(&prompt)
    case .pickSaved(let index):
      guard savedFilters.indices.contains(index) else {
        prompt.naming = LineEditor()
        break
      }
      prompt.take(savedFilters[index])
      step = .evaluate
    case .forgetSaved(let index): return forgetSaved(index, &prompt)
    case .save(let name): return save(as: name, &prompt)
    case .nothing, .evaluate, .accept, .leave: break
    }
    return finish(step, prompt)
  }

  private mutating func finish(
    _ step: FilterPrompt.Step, _ prompt: FilterPrompt
  ) -> [MonitorEffect] {
    var prompt = prompt
    switch step {
    case .accept: return accept(prompt)
    case .leave: return leave(prompt)
    case .evaluate: evaluate(&prompt)
    case .nothing, .complete, .openSaved, .pickSaved, .forgetSaved, .save: break
    }
    overlay = .filterPrompt(prompt)
    return []
  }

  /// Escape: the filter from before the prompt.
  private mutating func leave(_ prompt: FilterPrompt) -> [MonitorEffect] {
    filter = prompt.before
    overlay = .none
    refreshRows()
    return []
  }

  /// Reads what is typed; what cannot be read leaves the last filter in force.
  private mutating func evaluate(_ prompt: inout FilterPrompt) {
    prompt.error = nil
    prompt.unresolved = []
    switch filter.apply(prompt.editor.text, names: settings.names) {
    case .parsed(let parsed):
      prompt.describe(parsed)
      refreshRows()
    case .needsHosts(let hosts):
      prompt.describe(nil)
      prompt.unresolved = hosts
    case .failed(let error):
      prompt.describe(nil)
      prompt.error = error
    }
  }

  private mutating func accept(_ prompt: FilterPrompt) -> [MonitorEffect] {
    var prompt = prompt
    guard prompt.error == nil else {
      overlay = .filterPrompt(prompt)
      return []
    }
    guard prompt.unresolved.isEmpty else {
      prompt.isResolving = true
      overlay = .filterPrompt(prompt)
      return [.resolve(hosts: prompt.unresolved)]
    }
    overlay = .none
    return remember(prompt.editor.text.trimmed)
  }

  private mutating func remember(_ text: SafeText) -> [MonitorEffect] {
    guard !text.isEmpty else { return [] }
    filterHistory.removeAll { $0 == text }
    filterHistory.append(text)
    if filterHistory.count > Self.historyLimit { filterHistory.removeFirst() }
    return [.rememberFilter(text)]
  }

  /// Host names are known now: a prompt that waits for them goes on.
  mutating func applyResolvedNames() -> [MonitorEffect] {
    guard case .filterPrompt(var prompt) = overlay, prompt.isResolving else { return [] }
    evaluate(&prompt)
    prompt.isResolving = !prompt.unresolved.isEmpty
    overlay = .filterPrompt(prompt)
    guard prompt.unresolved.isEmpty, prompt.error == nil else { return [] }
    return accept(prompt)
  }
}

extension SafeText {
  /// Without blanks at either end.
  var trimmed: SafeText {
    let isBlank = { (byte: UInt8) in byte == 0x20 }
    let end = utf8.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    return SafeText(RawText(Array(utf8[..<end].drop(while: isBlank))))
  }
}
