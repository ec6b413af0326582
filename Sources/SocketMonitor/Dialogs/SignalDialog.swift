package import SocketModel
package import TextSafety

/// A signal that the menu offers.
package struct SignalChoice: Hashable, Sendable {
  package var number: Int32
  /// `TERM`, without the prefix.
  package var name: SafeText

  package init(number: Int32, name: SafeText) {
    self.number = number
    self.name = name
  }
}

/// The dialog that signals the owners of sockets: choose a signal, then confirm.
///
/// The targets are pinned when it opens; nothing that happens to the table changes them.
package struct SignalDialog: Sendable {
  package enum Stage: Sendable {
    case choosing
    /// Asked since this instant; an answer within `SignalDialog.deafness` is not meant.
    case confirming(since: MonotonicTime)
    case sending
  }

  /// How long a confirmation is ignored after the question appeared, in seconds.
  package static let deafness = 0.3

  package internal(set) var stage = Stage.choosing
  package internal(set) var targets: [ProcessTarget]
  /// One per target; nil while the processes are being checked.
  package internal(set) var answers: [PinAnswer]?
  package internal(set) var choices: [SignalChoice]
  package internal(set) var selected: Int

  package init(targets: [ProcessTarget], choices: [SignalChoice], selected: Int = 0) {
    self.targets = targets
    self.choices = choices
    self.selected = choices.indices.contains(selected) ? selected : 0
  }

  /// The signal under the cursor.
  package var choice: SignalChoice? {
    choices.indices.contains(selected) ? choices[selected] : nil
  }

  /// The targets that may be signalled; empty while they are being checked.
  package var permitted: [ProcessTarget] {
    (answers ?? []).filter { $0.refusal == nil }.map(\.target)
  }
}
