import LinuxHost
import SocketModel

/// A scanner that `#expect` can look at.
final class ScannerBox {
  var scanner: OwnerScanner

  init(procRoot: String) {
    scanner = OwnerScanner(procRoot: procRoot)
    scanner.budgetNanoseconds = 10_000_000_000
    scanner.recheckSeconds = nil
  }

  var calls: ProcCalls { scanner.calls }
  var owners: OwnerTable { scanner.owners }
  var isUnfinished: Bool { scanner.isUnfinished }
  var isSettled: Bool { scanner.isSettled }

  func update(
    liveInodes: [UInt32]?, keptInodes: [UInt32] = [],
    now: MonotonicTime = MonotonicTime(nanoseconds: 1)
  ) -> OwnerTable? {
    scanner.update(liveInodes: liveInodes, keptInodes: keptInodes, now: now)
  }
}
