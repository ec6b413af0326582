import TerminalUI
import TextSafety

/// The help: scrolling and searching.
extension MonitorState {
  mutating func apply(_ event: InputEvent, toHelp help: HelpState) -> [MonitorEffect] {
    var help = help
    if var prompt = help.prompt {
      switch prompt.handle(event) {
      case .edited:
        help.query = prompt.text
        help.found = nil
        help.prompt = prompt
        find(in: &help, backwards: false)
      case .moved: help.prompt = prompt
      case .ignored:
        if event == .key(.enter) || event == .key(.escape) { help.prompt = nil }
        if event == .key(.escape) { help.query = SafeText() }
      }
      overlay = .help(help)
      return []
    }
    guard case .key(let key) = event else { return [] }
    return apply(key, toHelp: help)
  }

  private mutating func apply(_ key: Key, toHelp help: HelpState) -> [MonitorEffect] {
    var help = help
    let action = settings.keys.action(for: key)
    if action == .filter || action == .search {
      help.prompt = LineEditor()
    } else if case .move(let step) = action {
      var pane = HelpView.pane(of: self, help)
      pane.move(step, height: HelpView.height(in: size))
      help.top = pane.top
    } else if !help.query.isEmpty, action == .searchNext || action == .searchPrevious {
      find(in: &help, backwards: action == .searchPrevious)
    } else {
      overlay = .none
      return key == .control("c") ? [.quit] : []
    }
    overlay = .help(help)
    return []
  }

  private func find(in help: inout HelpState, backwards: Bool) {
    let lines = HelpView.pane(of: self, help).lines
    guard !lines.isEmpty, !help.query.isEmpty else { return }
    let start = help.found ?? (backwards ? lines.count : -1)
    for step in 1...lines.count {
      let index = ((start + (backwards ? -step : step)) % lines.count + lines.count) % lines.count
      guard !lines[index].text.ranges(of: help.query).isEmpty else { continue }
      help.found = index
      help.top = max(0, min(index, lines.count - HelpView.height(in: size)))
      return
    }
  }
}
