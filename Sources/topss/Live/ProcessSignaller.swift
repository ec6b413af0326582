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

  /// Opens and checks the processes, and with them all others that hold the same sockets now: one
  /// may have been handed on since the owners were looked up. `answer` is called on the signaller's
  /// queue.
  func pin(
    _ targets: [ProcessTarget],
    answer: @escaping @Sendable ([PinAnswer]) -> Void
  ) {
    queue.async { [self] in
      held.withLock { $0 = [] }
      let holders = SocketHolders()
      answer((targets + holders.others(than: targets)).map { pin($0, holders) })
    }
  }

  private func pin(_ target: ProcessTarget, _ holders: SocketHolders) -> PinAnswer {
    do throws(SignalRefusal) {
      let pin = try ProcessPin.pin(
        pid: target.pid, startTime: target.startTime, inode: target.inode == 0 ? nil : target.inode,
        allowAncestors: allowsAncestors)
      let uid = pin.uid
      let box = Held(target, pin)
      held.withLock { $0.append(box) }
      return PinAnswer(
        target: target, refusal: nil, user: names.user(uid: uid).map { SafeText($0) } ?? "\(uid)",
        socketCount: holders.socketCounts[target.pid])
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

/// Who holds which sockets at this very moment.
private struct SocketHolders {
  private let owners: [UInt32: [OwnerListing.Holder]]
  /// Sockets that a process holds, by pid.
  let socketCounts: [Int32: Int]

  /// Looks through all processes.
  init() {
    owners = OwnerListing().holders
    var counts: [Int32: Int] = [:]
    for holders in owners.values {
      for pid in Set(holders.map(\.owner.pid)) { counts[pid, default: 0] += 1 }
    }
    socketCounts = counts
  }

  /// Processes that hold the sockets of `targets` and are not among them, ascending by pid.
  func others(than targets: [ProcessTarget]) -> [ProcessTarget] {
    var known = Set(targets.map(\.pid))
    var others: [ProcessTarget] = []
    for inode in Set(targets.map(\.inode)) where inode != 0 {
      for holder in owners[inode] ?? [] where known.insert(holder.owner.pid).inserted {
        others.append(
          ProcessTarget(
            pid: holder.owner.pid, startTime: holder.owner.startTime,
            command: holder.owner.command, inode: inode))
      }
    }
    return others.sorted { $0.pid < $1.pid }
  }
}
