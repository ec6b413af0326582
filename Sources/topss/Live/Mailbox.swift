internal import Synchronization

/// Hands values to a reader that may be slower than the writer: only the latest waits.
final class Mailbox<Value: Sendable>: Sendable {
  private let waiting = Mutex<Value?>(nil)

  /// Puts `value` in the place of what waits; true when nothing waited, so that the reader must be
  /// told.
  func put(_ value: Value) -> Bool {
    waiting.withLock { slot in
      defer { slot = value }
      return slot == nil
    }
  }

  /// What waits; nil when it has been taken already.
  func take() -> Value? { waiting.withLock { $0.take() } }
}
