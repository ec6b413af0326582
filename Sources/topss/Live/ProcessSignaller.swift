internal import Dispatch
internal import LinuxHost
internal import SocketModel
internal import SocketMonitor
internal import Synchronization
internal import TextSafety

/// Pins processes and signals them, on a queue of its own.
final class ProcessSignaller: Sendable {
  /// A pin that can stand in a list.
  private final class Held: Sendable {
    let target: ProcessTarget
    let pin: ProcessPin

    init(_ target: ProcessTarget, _ pin: consuming ProcessPin) {
      self.target = target
      self.pin = pin
    }
  }

  private let queue = DispatchQueue(label: "signals")
  private let held = Mutex<[Held]>([])
  private let names: any SocketNames
  private let allowsAncestors: Bool

  init(names: any SocketNames, allowsAncestors: Bool) {
    self.names = names
    self.allowsAncestors = allowsAncestors
  }

  /// Opens and checks the processes; `answer` is called on the signaller's queue.
  func pin(
    _ targets: [ProcessTarget], owners: OwnerTable,
    answer: @escaping @Sendable ([PinAnswer]) -> Void
  ) {
    queue.async { [self] in
      held.withLock { $0 = [] }
      answer(targets.map { pin($0, owners) })
    }
  }

  private func pin(_ target: ProcessTarget, _ owners: OwnerTable) -> PinAnswer {
    do throws(SignalRefusal) {
      let pin = try ProcessPin.pin(
        pid: target.pid, startTime: target.startTime, inode: target.inode == 0 ? nil : target.inode,
        allowAncestors: allowsAncestors)
      let uid = pin.uid
      let box = Held(target, pin)
      held.withLock { $0.append(box) }
      let count = owners.byInode.values.count { $0.contains { $0.pid == target.pid } }
      return PinAnswer(
        target: target, refusal: nil, user: names.user(uid: uid).map { SafeText($0) } ?? "\(uid)",
        socketCount: count)
    } catch {
      return PinAnswer(target: target, refusal: error.sentence)
    }
  }

  /// Checks the pinned processes again and signals them; `answer` is called on the signaller's
  /// queue.
  func signal(
    _ targets: [ProcessTarget], number: Int32, answer: @escaping @Sendable ([SignalAnswer]) -> Void
  ) {
    queue.async { [self] in
      answer(targets.map { SignalAnswer(target: $0, failure: send(number, to: $0)) })
    }
  }

  private func send(_ number: Int32, to target: ProcessTarget) -> SafeText? {
    guard let box = held.withLock({ $0.first { $0.target == target } }) else {
      return "the process was not checked"
    }
    do throws(SignalRefusal) {
      try box.pin.send(number)
      return nil
    } catch {
      return error.sentence
    }
  }

  /// Forgets the pinned processes.
  func unpin() {
    queue.async { [self] in held.withLock { $0 = [] } }
  }
}
