package import TerminalUI
package import TextSafety

/// Which key does what: the key table with the user's changes.
///
/// The loop, help and key bar read it; the manual reads `KeyBinding.all`.
package struct KeyMap: Hashable, Sendable {
  /// Why keys cannot be given to an action.
  package enum Refusal: Error, Hashable, Sendable {
    /// Another action got the key by the user's own wish; its name.
    case isTaken(Key, by: SafeText)
    /// The program could not be left any more.
    case neededToQuit
  }

  /// Every action with its keys, in the order of the help; an action may have none.
  package private(set) var bindings = KeyBinding.all
  /// Actions that the user gave keys.
  private var changed: Set<MonitorAction> = []

  /// The table as it is.
  package init() {}

  /// Gives `action` these keys instead of its own; no others lose theirs but those that nobody
  /// asked for.
  ///
  /// - Throws: `Refusal`; nothing is changed then.
  package mutating func bind(_ action: MonitorAction, to keys: [Key]) throws(Refusal) {
    guard action != .quit || !keys.isEmpty else { throw .neededToQuit }
    for key in keys {
      let other = bindings.first {
        $0.action != action && changed.contains($0.action) && $0.keys.contains(key)
          && !Self.share(key, $0.action, action)
      }
      if let other { throw .isTaken(key, by: other.name) }
    }
    let without = bindings.map { binding in
      var binding = binding
      if binding.action == action { binding.keys = keys }
      if binding.action != action, !changed.contains(binding.action) {
        binding.keys.removeAll { keys.contains($0) && !Self.share($0, binding.action, action) }
      }
      return binding
    }
    guard without.contains(where: { $0.action == .quit && !$0.keys.isEmpty }) else {
      throw .neededToQuit
    }
    bindings = without
    changed.insert(action)
  }

  /// The action of `key` outside prompts and dialogs; of several the first of the table.
  package func action(for key: Key) -> MonitorAction? {
    bindings.first { $0.keys.contains(key) }?.action
  }

  /// How a hint names the key of an action: a letter rather than a function key, which terminals and
  /// keyboards may keep to themselves; nil when it has none.
  package func hint(for action: MonitorAction) -> SafeText? {
    let keys = bindings.first { $0.action == action }?.keys ?? []
    let isPlain = { (key: Key) in if case .function = key { false } else { true } }
    return (keys.first(where: isPlain) ?? keys.first).map { KeyName.text($0) }
  }

  /// The keys of `action`, the one that the key bar names first; empty when it has none.
  package func keys(for action: MonitorAction) -> [Key] {
    bindings.first { $0.action == action }?.keys ?? []
  }

  /// The key that is named where a dialog can be left: one that is no character, so that it works
  /// where characters are typed.
  package var cancelKey: Key {
    keys(for: .cancel).first { !$0.isCharacter } ?? .escape
  }

  /// What `key` is in a dialog: the key that cancels is Escape to it, whichever the user chose.
  package func inDialog(_ key: Key) -> Key {
    !key.isCharacter && action(for: key) == .cancel ? .escape : key
  }

  /// The bindings that are offered: those that have keys, and those that kill only where it is
  /// allowed.
  package func offered(isReadOnly: Bool) -> [KeyBinding] {
    bindings.filter { !$0.keys.isEmpty && !(isReadOnly && $0.action.isDeadly) }
  }

  /// Whether the key table itself gives both actions this key: one of them is asleep while the
  /// other is awake.
  private static func share(_ key: Key, _ first: MonitorAction, _ second: MonitorAction) -> Bool {
    KeyBinding.all.count { [first, second].contains($0.action) && $0.keys.contains(key) } == 2
  }
}
