package import TerminalUI

extension CursesScreen {
  /// How long a lone Escape waits for the rest of a sequence, in milliseconds.
  static let escapeDelay: Int32 = 25

  /// What the user did since the last call, in order; empty when nothing, or when `isLost`.
  ///
  /// Waits up to 25 ms for the rest of a sequence that began, never longer. Called without input,
  /// as at each tick, it ends a paste that the terminal forgot to end.
  package func readEvents() -> [InputEvent] {
    var events: [InputEvent] = []
    // The main queue may be served by another thread each time.
    coverThreadByCrashHandler()
    decodeInput(into: &events)
    while decoder.isWaiting, !isLost {
      guard device.waitForInput(milliseconds: Self.escapeDelay) else {
        decoder.finish(now: TerminalDevice.now, into: &events)
        break
      }
      decodeInput(into: &events)
    }
    return events
  }

  /// Throws away what was typed ahead: before a question whose answer matters.
  package func flushInput() {
    device.discardInput()
    decoder.reset()
  }

  private func decodeInput(into events: inout [InputEvent]) {
    var bytes: [UInt8] = []
    device.read(into: &bytes)
    decoder.feed(bytes, now: TerminalDevice.now, into: &events)
  }
}
