import SocketFilter
import SocketMetrics
import SocketModel
import TerminalUI
import TextSafety

/// The one way in: an event changes the state and answers with what is to be done.
extension MonitorState {
  /// Changes the state as `event` demands and returns the effects to carry out, in order.
  package mutating func apply(_ event: MonitorEvent) -> [MonitorEffect] {
    var effects = effects(of: event)
    releaseHeld()
    effects += commandLineEffects()
    return settings.isReadOnly ? effects.filter { !$0.isDeadly } : effects
  }

  private mutating func effects(of event: MonitorEvent) -> [MonitorEffect] {
    switch event {
    case .sample(let sample):
      return take(sample)
    case .owners(let owners):
      self.owners = owners
      ownersRevision &+= 1
      // Names of owners may be what rows are chosen or sorted by: under a dialog nothing moves.
      if viewDependsOnOwners { isStale = true }
      return []
    case .commandLines(let answers):
      commandLines.take(answers)
      rowsRevision &+= 1
      if !overlay.holdsRows { refreshRows() }
      return []
    case .input(let input, let time):
      now = max(now, time)
      return apply(input)
    case .burst(let time):
      now = max(now, time)
      askAgain()
      return []
    case .resized(let size):
      self.size = size
      selectVisible()
      return []
    case .tick(let time):
      now = max(now, time)
      begun = begun ?? time
      return []
    case .stretched(let interval):
      stretchedInterval = interval
      return []
    case .namesResolved:
      return applyResolvedNames()
    case .filterHistory(let earlier):
      recall(earlier)
      return []
    case .finished(let outcome):
      return apply(outcome)
    }
  }

  /// Whether other owners can mean other rows of what shows, or another order.
  private var viewDependsOnOwners: Bool {
    guard view == .sockets, table.grouping == nil else { return true }
    return rowsDependOnOwners
  }

  /// Whether other owners can mean other rows of a table of sockets, or another order.
  var rowsDependOnOwners: Bool {
    guard followed == nil else { return true }
    if filter.compiled?.readsFields ?? false { return true }
    return table.order.rowOrder.field.needsContext
  }

  private mutating func apply(_ outcome: EffectOutcome) -> [MonitorEffect] {
    switch outcome {
    case .pinned(let answers):
      apply(answers)
      return []
    case .signalled(let answers):
      return apply(answers)
    case .destroyed(let answers):
      return apply(answers)
    case .detail(let answer, let identity):
      apply(answer, for: identity)
      return []
    case .message(let message):
      status = message
      guard case .filterPrompt(var prompt) = overlay else { return [] }
      prompt.note = message.text
      overlay = .filterPrompt(prompt)
      return []
    }
  }

  mutating func apply(_ input: InputEvent) -> [MonitorEffect] {
    switch input {
    // Whatever takes the keys.
    case .key(.control("l")): return [.redraw]
    case .key(.control("z")): return [.suspend]
    case .mouse(let event): return apply(event)
    case .key, .paste: break
    }
    switch overlay {
    case .filterPrompt(let prompt):
      return apply(input, to: prompt)
    case .searchPrompt(let editor):
      return apply(input, to: editor)
    case .help(let help) where help.prompt != nil:
      return apply(input, toHelp: help)
    case .none, .help, .menu, .choice, .columns, .explanation, .signal, .destroy:
      break
    }
    // A paste means something in prompts only.
    guard case .key(let key) = input else { return [] }
    return apply(key)
  }

  /// A key outside prompts.
  mutating func apply(_ key: Key) -> [MonitorEffect] {
    isFresh = false
    switch overlay {
    case .none, .filterPrompt, .searchPrompt:
      status = nil
      guard let action = settings.keys.action(for: key) else { return [] }
      return detail == nil ? perform(action) : performInDetail(action)
    case .help(let help): return apply(.key(key), toHelp: help)
    case .menu, .choice, .columns, .explanation, .signal, .destroy:
      return applyInDialog(settings.keys.inDialog(key))
    }
  }
}

extension MonitorState {
  private mutating func applyInDialog(_ key: Key) -> [MonitorEffect] {
    switch overlay {
    case .none, .filterPrompt, .searchPrompt, .help: return []
    case .menu(let menu): return apply(key, to: menu)
    case .choice(let choice): return apply(key, to: choice)
    case .columns(let dialog): return apply(key, to: dialog)
    case .explanation:
      overlay = .none
      return key == .control("c") ? [.quit] : []
    case .signal(let dialog): return apply(key, to: dialog)
    case .destroy(let dialog): return apply(key, to: dialog)
    }
  }
}

extension MonitorEffect {
  /// Whether it ends a process or a connection, or leads to that.
  package var isDeadly: Bool {
    switch self {
    case .pin, .signal, .destroy: true
    case .quit, .suspend, .redraw, .setInterval, .pollNow, .flushInput, .unpin, .queryDetail,
      .readCommandLines, .showNamespaces, .resolve, .saveLayouts, .saveFilters, .rememberFilter,
      .copy, .store:
      false
    }
  }
}
