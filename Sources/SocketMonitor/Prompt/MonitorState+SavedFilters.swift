import TerminalUI
import TextSafety

/// The list of filters with names: picked, saved and forgotten in the prompt.
extension MonitorState {
  func openSaved(_ prompt: inout FilterPrompt) {
    prompt.completion = nil
    var items = savedFilters.map { Menu.Item($0.name, detail: $0.text) }
    if !prompt.editor.isEmpty, prompt.error == nil {
      items.append(Menu.Item("Save this filter under a name"))
    }
    guard !items.isEmpty else {
      prompt.note = "no filter is saved; one that can be read can be saved here"
      return
    }
    prompt.savedList = Menu(title: "Saved filters", items: items)
  }

  /// Keeps what is typed as `name`; another filter of that name gives way.
  mutating func save(as name: SafeText, _ prompt: inout FilterPrompt) -> [MonitorEffect] {
    guard SavedFilter.isName(name.utf8) else {
      prompt.note = "a name is made of letters, digits, - and _"
      prompt.naming = LineEditor(name)
      overlay = .filterPrompt(prompt)
      return []
    }
    savedFilters.removeAll { $0.name == name }
    savedFilters.append(
      SavedFilter(name: name, text: prompt.editor.text.trimmed, isOwn: true))
    overlay = .filterPrompt(prompt)
    return [saveFilters()]
  }

  /// Takes a filter out of the list, unless the configuration would bring it back.
  mutating func forgetSaved(_ index: Int, _ prompt: inout FilterPrompt) -> [MonitorEffect] {
    guard savedFilters.indices.contains(index) else { return [] }
    guard savedFilters[index].isOwn else {
      prompt.note = "the configuration names it; only it can take it back"
      overlay = .filterPrompt(prompt)
      return []
    }
    savedFilters.remove(at: index)
    prompt.savedList = nil
    openSaved(&prompt)
    prompt.note = nil
    overlay = .filterPrompt(prompt)
    return [saveFilters()]
  }

  private func saveFilters() -> MonitorEffect {
    .saveFilters(savedFilters.filter(\.isOwn))
  }
}
