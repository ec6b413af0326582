import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The one way in: an event changes the state and answers with what is to be done.
extension MonitorState {
  /// Changes the state as `event` demands and returns the effects to carry out, in order.
  package mutating func apply(_ event: MonitorEvent) -> [MonitorEffect] {
    switch event {
    case .sample(let sample):
      take(sample)
      return []
    case .owners(let owners):
      self.owners = owners
      refreshRows()
      return []
    case .input(let input, let time):
      now = max(now, time)
      return apply(input)
    case .resized(let size):
      self.size = size
      selectVisible()
      return []
    case .tick(let time):
      now = max(now, time)
      return []
    case .namesResolved:
      return applyResolvedNames()
    case .finished(let outcome):
      return apply(outcome)
    }
  }

  private mutating func take(_ sample: Sample) {
    guard !isPaused else {
      heldSample = sample
      return
    }
    self.sample = sample
    now = max(now, sample.snapshot.time)
    refreshRows()
  }

  private mutating func apply(_ outcome: EffectOutcome) -> [MonitorEffect] {
    switch outcome {
    case .pinned(let answers):
      apply(answers)
      return []
    case .signalled(let answers):
      return apply(answers)
    case .destroyed, .detail:
      return []
    case .message(let message):
      status = message
      return []
    }
  }

  private mutating func apply(_ input: InputEvent) -> [MonitorEffect] {
    switch overlay {
    case .filterPrompt(let prompt):
      return apply(input, to: prompt)
    case .none, .help, .sortMenu, .signal:
      // A paste means something in prompts only.
      guard case .key(let key) = input else { return [] }
      return apply(key)
    }
  }

  private mutating func apply(_ key: Key) -> [MonitorEffect] {
    if key == .control("l") { return [.redraw] }
    if key == .control("z") { return [.suspend] }
    switch overlay {
    case .none, .filterPrompt:
      status = nil
      guard let action = KeyBinding.action(for: key) else { return [] }
      return perform(action)
    case .help(let top):
      return apply(key, toHelpAt: top)
    case .sortMenu(let menu):
      return apply(key, to: menu)
    case .signal(let dialog):
      return apply(key, to: dialog)
    }
  }

  private mutating func apply(_ key: Key, toHelpAt top: Int) -> [MonitorEffect] {
    var pane = HelpView.pane(top: top, isReadOnly: settings.isReadOnly)
    guard let move = Self.moves[KeyBinding.action(for: key) ?? .cancel] else {
      overlay = .none
      return key == .control("c") ? [.quit] : []
    }
    pane.move(move, height: HelpView.height(in: size))
    overlay = .help(top: pane.top)
    return []
  }

  private mutating func apply(_ key: Key, to menu: Menu) -> [MonitorEffect] {
    var menu = menu
    switch menu.handle(key, height: max(1, size.rows - 4)) {
    case .ignored, .moved: overlay = .sortMenu(menu)
    case .cancelled: overlay = .none
    case .chosen(let index):
      overlay = .none
      sort(by: SocketField.allCases[index])
    }
    return []
  }
}
