internal import Dispatch
internal import LinuxHost
internal import SocketModel
internal import Synchronization

/// Looks for network namespaces again and again while all are shown: containers come and go.
final class NamespaceLoop: Sendable {
  private let queue = DispatchQueue(label: "namespaces")
  private let state = Mutex(State())
  private let deliver: @Sendable (NamespaceSet?, _ hasChanged: Bool) -> Void

  private struct State: ~Copyable {
    var roster = NamespaceRoster()
    var timer: (any DispatchSourceTimer)?
    /// The numbers of those that were found last; nil when only the own one is shown.
    var shown: [NamespaceID]?
  }

  /// Seconds between two searches.
  private static let interval = 5.0

  /// `deliver` is called with what each search found and whether that are others than before, and
  /// with nil when only the own namespace is to be shown.
  init(deliver: @escaping @Sendable (NamespaceSet?, _ hasChanged: Bool) -> Void) {
    self.deliver = deliver
  }

  /// Searches now and each few seconds from now on; returns when the first search is delivered.
  func start() {
    queue.sync { search() }
    schedule()
  }

  /// Shows all namespaces, or the own one alone; does not wait.
  func show(all: Bool) {
    queue.async { [self] in
      guard all else { return stop() }
      search()
      schedule()
    }
  }

  private func schedule() {
    state.withLock { state in
      state.timer?.cancel()
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.setEventHandler { [weak self] in self?.search() }
      timer.schedule(
        deadline: .now() + Self.interval, repeating: Self.interval, leeway: .milliseconds(200))
      timer.activate()
      state.timer = timer
    }
  }

  private func search() {
    let (set, hasChanged) = state.withLock { state in
      let set = state.roster.search()
      let ids = set.entered.map(\.id)
      defer { state.shown = ids }
      return (set, state.shown != ids)
    }
    deliver(set, hasChanged)
  }

  private func stop() {
    state.withLock { state in
      state.timer?.cancel()
      state.timer = nil
      state.shown = nil
    }
    deliver(nil, true)
  }
}
