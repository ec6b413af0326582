import SocketFilter
import TerminalUI
import TextSafety

/// The filter prompt: live while typing, host names on Enter, back on Escape.
extension MonitorState {
  mutating func openFilterPrompt() {
    overlay = .filterPrompt(FilterPrompt(filter, history: filterHistory))
  }

  mutating func apply(_ event: InputEvent, to prompt: FilterPrompt) -> [MonitorEffect] {
    var prompt = prompt
    switch prompt.editor.handle(event) {
    case .edited: evaluate(&prompt)
    case .moved: break
    case .ignored:
      if event == .key(.enter) { return accept(prompt) }
      if event == .key(.escape) { return leave(prompt) }
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
    case .parsed: refreshRows()
    case .needsHosts(let hosts): prompt.unresolved = hosts
    case .failed(let error): prompt.error = error
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
    remember(prompt.editor.text)
    overlay = .none
    return []
  }

  private mutating func remember(_ text: SafeText) {
    guard !text.isEmpty else { return }
    filterHistory.removeAll { $0 == text }
    filterHistory.append(text)
    if filterHistory.count > Self.historyLimit { filterHistory.removeFirst() }
  }

  /// Host names are known now: a prompt that waits for them goes on.
  mutating func applyResolvedNames() -> [MonitorEffect] {
    guard case .filterPrompt(var prompt) = overlay, prompt.isResolving else { return [] }
    prompt.isResolving = false
    evaluate(&prompt)
    overlay = .filterPrompt(prompt)
    guard prompt.unresolved.isEmpty, prompt.error == nil else { return [] }
    return accept(prompt)
  }
}
