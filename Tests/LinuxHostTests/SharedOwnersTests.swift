import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing
import TextSafety

/// One socket under very many descriptors: whoever makes them must not hold the monitor up.
@Suite struct SharedOwnersTests {
  private static let descriptors: Int32 = 8000
  /// In seconds of processor time; what grows with the square of the descriptors takes minutes.
  /// Sanitizers take ten times as long.
  private static let limit = TestEnvironment.isSanitized ? 300.0 : 20
  private let tree = FakeProcTree()

  private static var processorTime: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func holders(_ table: OwnerTable) -> [SocketOwner] {
    guard case .owners(let owners) = table.owners(ofInode: 500) else { return [] }
    return owners
  }

  @Test func `a process is found, renamed, freed and ended with all of them`() throws {
    for pid: Int32 in [10, 20] {
      tree.addProcess(pid)
      for number in 3..<(3 + Self.descriptors) { tree.open(number, of: pid, socket: 500) }
    }
    let begin = Self.processorTime
    let scanner = ScannerBox(procRoot: tree.path)
    scanner.scanner.recheckSeconds = 30
    let table = try #require(scanner.update(liveInodes: [500]))
    let found = holders(table)
    #expect(found.count == 2 * Int(Self.descriptors))
    #expect(found.map(\.pid) == found.map(\.pid).sorted() && found.first?.descriptor == 3)

    tree.setStat(10, command: "other", startTime: 100)
    for number in 3..<(3 + Self.descriptors) where number % 2 == 0 { tree.close(number, of: 10) }
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 60_000_000_000))
    let halved = holders(scanner.owners)
    #expect(halved.filter { $0.pid == 10 }.count == Int(Self.descriptors) / 2)
    #expect(Set(halved.filter { $0.pid == 10 }.map(\.command)) == [RawText(utf8: "other")])

    tree.removeProcess(20)
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 120_000_000_000))
    #expect(Set(holders(scanner.owners).map(\.pid)) == [10])
    tree.removeProcess(10)
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 180_000_000_000))
    let last = holders(scanner.owners)
    #expect(last.count == Int(Self.descriptors) / 2)
    #expect(last.allSatisfy { $0.hasEnded && $0.pid == 10 })
    #expect(Self.processorTime - begin < Self.limit)
  }

  @Test func `a listing tells them in the order of descriptors`() {
    tree.addProcess(10)
    for number in 3..<(3 + Self.descriptors) { tree.open(number, of: 10, socket: 500) }
    let owners = OwnerListing(procRoot: tree.path).owners[500]
    #expect(owners?.map(\.descriptor) == Array(3..<(3 + Self.descriptors)))
  }
}
