internal import CursesTerminal
internal import Dispatch
internal import LinuxHost
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor

/// What the intake of large samples remembers.
@MainActor
final class LargeIntake {
  /// Counts the changes of the state.
  var revision: UInt64 = 0
  /// What comes next: the newest owners, and a sample that came while another was taken in.
  let owners = Mailbox<OwnerTable>()
  fileprivate var waiting: Sample?
  fileprivate var isBusy = false
  fileprivate let queue = DispatchQueue(label: "intake")

  /// How often a state is made again because a key changed the one that it was made of.
  fileprivate static let tries = 3
}

/// Samples and owners on their way into the state.
///
/// To filter, order and group half a million sockets takes longer than a key may wait: what so many
/// mean for the state is found out on a queue of its own, from a copy, and the state is replaced if
/// nothing else has changed it meanwhile.
extension MonitorSession {
  /// Shows a sample.
  func take(_ sample: Sample) {
    // Ends a paste that the terminal forgot to end, and sees a terminal that is gone.
    readInput()
    handle(.tick(HostClock.monotonic()))
    guard !intake.isBusy else {
      intake.waiting = sample
      return
    }
    takeIn(.sample(sample), sockets: sample.snapshot.records.count)
  }

  /// Shows the newest owners, unless something else is being taken in, which then sees to them.
  func takeOwners() {
    guard !intake.isBusy, let owners = intake.owners.take() else { return }
    takeIn(.owners(owners), sockets: 0)
  }

  private func takeIn(_ event: MonitorEvent, sockets: Int) {
    let shown = state.sample?.snapshot.records.count ?? 0
    guard max(shown, sockets) > Snapshot.recycledRecords else {
      handle(event)
      return finish(event)
    }
    intake.isBusy = true
    prepare(event, tries: LargeIntake.tries)
  }

  private func prepare(_ event: MonitorEvent, tries: Int) {
    let old = state
    guard tries > 0 else {
      handle(event)
      StateDisposal.dispose(of: old)
      return finish(event)
    }
    let revision = intake.revision
    intake.queue.async {
      coverThreadByCrashHandler()
      var next = old
      let effects = next.apply(event)
      let prepared = next
      Self.onMain { session in
        guard session.intake.revision == revision else {
          StateDisposal.dispose(of: prepared)
          return session.prepare(event, tries: tries - 1)
        }
        coverThreadByCrashHandler()
        session.intake.revision &+= 1
        session.state = prepared
        session.follow(effects)
        StateDisposal.dispose(of: old)
        session.finish(event)
      }
    }
  }

  private func finish(_ event: MonitorEvent) {
    intake.isBusy = false
    if case .sample = event { samplers?.didTake() }
    guard let sample = intake.waiting else { return takeOwners() }
    intake.waiting = nil
    takeIn(.sample(sample), sockets: sample.snapshot.records.count)
  }
}

/// Gives the memory of states back where nobody waits for it.
private enum StateDisposal {
  /// Lets go of a state in the background: the kernel takes some 30 ms to take back the memory of half
  /// a million sockets.
  static func dispose(of state: MonitorState) {
    DispatchQueue.global(qos: .utility).async {
      coverThreadByCrashHandler()
      withExtendedLifetime(state) {}
    }
  }
}
