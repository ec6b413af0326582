import LinuxHost
import SocketModel
import Testing
import TextSafety

@Suite struct OwnerScannerTests {
  let tree = FakeProcTree()

  func makeScanner() -> ScannerBox { ScannerBox(procRoot: tree.path) }

  func pids(_ knowledge: OwnerKnowledge) -> [Int32] {
    guard case .owners(let owners) = knowledge else { return [] }
    return owners.map(\.pid)
  }

  @Test func `the first update finds every owner with its name and start`() throws {
    tree.addProcess(10, command: "x) R 1 1 1 (", startTime: 77)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    let table = try #require(scanner.update(liveInodes: [0, 500, 501]))
    let owner = SocketOwner(
      pid: 10, descriptor: 5, command: RawText(utf8: "x) R 1 1 1 ("), startTime: 77)
    #expect(table.owners(ofInode: 500) == .owners([owner]))
    #expect(table.owners(ofInode: 501) == .pending)
    #expect(table.owners(ofInode: 0) == .nobody)
  }

  @Test func `nothing is asked while every inode is known`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    let calls = scanner.calls
    for _ in 0..<5 { #expect(scanner.update(liveInodes: [500]) == nil) }
    #expect(scanner.calls == calls)
  }

  @Test func `inodes that are the same as last time need not be told again`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    #expect(scanner.update(liveInodes: [500, 501]) != nil)
    #expect(!scanner.isSettled)
    for _ in 0..<3 { _ = scanner.update(liveInodes: [500, 501]) }
    #expect(scanner.isSettled)
    let calls = scanner.calls
    #expect(scanner.update(liveInodes: nil) == nil)
    #expect(scanner.calls == calls)
    // What needs no new inode to be seen still is.
    tree.removeProcess(10)
    scanner.scanner.recheckSeconds = 30
    for seconds: UInt64 in [1, 60] {
      _ = scanner.update(liveInodes: nil, now: MonotonicTime(nanoseconds: seconds * 1_000_000_000))
    }
    #expect(scanner.owners.owners(ofInode: 500).first?.hasEnded == true)
  }

  @Test func `an inode found before a dump shows it costs nothing later`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    tree.open(6, of: 10, socket: 600)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    let calls = scanner.calls
    _ = scanner.update(liveInodes: [500, 600])
    #expect(scanner.calls == calls)
    #expect(pids(scanner.owners.owners(ofInode: 600)) == [10])
  }

  @Test func `a new socket of a known process is found without listing its descriptors`() {
    tree.addProcess(10)
    for number: Int32 in 3...50 { tree.open(number, of: 10, socket: 500 + UInt32(number)) }
    let scanner = makeScanner()
    let live = (UInt32(503)...550).map { $0 }
    _ = scanner.update(liveInodes: live)
    let before = scanner.calls
    tree.open(51, of: 10, socket: 900)
    let table = scanner.update(liveInodes: live + [900])
    #expect(table?.owners(ofInode: 900).first?.descriptor == 51)
    #expect(scanner.calls.descriptorListings == before.descriptorListings)
    #expect(scanner.calls.descriptorLinks - before.descriptorLinks <= 3)
    #expect(scanner.calls.stats == before.stats)
  }

  @Test func `a number whose socket died is looked at again`() {
    tree.addProcess(10)
    for number: Int32 in 3...50 { tree.open(number, of: 10, socket: 500 + UInt32(number)) }
    let scanner = makeScanner()
    let live = (UInt32(503)...550).map { $0 }
    _ = scanner.update(liveInodes: live)
    let before = scanner.calls
    tree.open(20, of: 10, socket: 900)
    let rest = live.filter { $0 != 520 } + [900]
    let table = scanner.update(liveInodes: rest)
    #expect(table?.owners(ofInode: 900).first?.descriptor == 20)
    #expect(scanner.calls.descriptorListings == before.descriptorListings)
    #expect(scanner.calls.descriptorLinks - before.descriptorLinks <= 3)
  }

  @Test func `a number whose closed socket lives on is looked at again, and keeps its owner`() {
    tree.addProcess(10)
    for number: Int32 in 3...50 { tree.open(number, of: 10, socket: 500 + UInt32(number)) }
    let scanner = makeScanner()
    let live = (UInt32(503)...550).map { $0 }
    _ = scanner.update(liveInodes: live)
    let before = scanner.calls
    tree.open(20, of: 10, socket: 900)
    // In TIME-WAIT: the socket is there, its file is not.
    let rest = live.filter { $0 != 520 } + [900]
    _ = scanner.update(liveInodes: rest, keptInodes: [520])
    #expect(scanner.owners.owners(ofInode: 900).first?.descriptor == 20)
    #expect(scanner.calls.descriptorListings == before.descriptorListings)
    for inode: UInt32 in 10_000..<12_000 {
      _ = scanner.update(liveInodes: rest + [inode], keptInodes: [520])
    }
    #expect(pids(scanner.owners.owners(ofInode: 520)) == [10])
    for inode: UInt32 in 12_000..<14_000 { _ = scanner.update(liveInodes: rest + [inode]) }
    #expect(scanner.owners.owners(ofInode: 520) == .pending)
  }

  @Test func `a low number that became free is looked at before any listing`() {
    tree.addProcess(10)
    for number: Int32 in 3...9 { tree.open(number, of: 10, socket: 500 + UInt32(number)) }
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: (503...509).map { $0 })
    tree.close(4, of: 10)
    tree.addProcess(11)
    tree.open(3, of: 11, socket: 700)
    let live: [UInt32] = [503, 505, 506, 507, 508, 509, 700]
    _ = scanner.update(liveInodes: live)
    _ = scanner.update(liveInodes: live + [701])
    let before = scanner.calls
    tree.open(4, of: 10, socket: 702)
    _ = scanner.update(liveInodes: live + [702])
    #expect(pids(scanner.owners.owners(ofInode: 702)) == [10])
    #expect(scanner.calls.descriptorListings == before.descriptorListings)
  }

  @Test func `only an inode missing twice has every number listed and is then given up`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    let first = scanner.calls
    _ = scanner.update(liveInodes: [500, 999])
    #expect(scanner.calls.descriptorListings == first.descriptorListings)
    #expect(scanner.owners.owners(ofInode: 999) == .pending)
    _ = scanner.update(liveInodes: [500, 999])
    #expect(scanner.calls.descriptorListings > first.descriptorListings)
    #expect(scanner.owners.owners(ofInode: 999) == .nobody)
    let given = scanner.calls
    _ = scanner.update(liveInodes: [500, 999])
    #expect(scanner.calls == given)
  }

  @Test func `a socket on an unlikely number is found by the listing`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    tree.open(4000, of: 10, socket: 999)
    _ = scanner.update(liveInodes: [500, 999])
    _ = scanner.update(liveInodes: [500, 999])
    #expect(pids(scanner.owners.owners(ofInode: 999)) == [10])
  }

  @Test func `processes of other namespaces never cost a rescan`() {
    tree.addProcess(10)
    tree.addProcess(20, namespace: 2)
    for number: Int32 in 3...200 { tree.open(number, of: 20, socket: 5000 + UInt32(number)) }
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [1])
    let before = scanner.calls
    for step: UInt32 in 0..<20 {
      tree.open(3 + Int32(step), of: 10, socket: 700 + step)
      _ = scanner.update(liveInodes: (700...(700 + step)).map { $0 })
    }
    #expect(scanner.calls.descriptorListings == before.descriptorListings)
    #expect(scanner.calls.descriptorLinks - before.descriptorLinks <= 80)
  }

  @Test func `a socket held in another namespace is found in the end`() {
    tree.addProcess(10)
    tree.addProcess(20, namespace: 2)
    tree.open(7, of: 20, socket: 999)
    let scanner = makeScanner()
    for _ in 0..<3 { _ = scanner.update(liveInodes: [999]) }
    #expect(pids(scanner.owners.owners(ofInode: 999)) == [20])
  }

  @Test func `an owner that ended stays named while the socket is asked for`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    tree.removeProcess(10)
    for _ in 0..<4 { _ = scanner.update(liveInodes: [500, 999]) }
    let owner = scanner.owners.owners(ofInode: 500).first
    #expect(owner?.pid == 10)
    #expect(owner?.hasEnded == true)
  }

  @Test func `a heir replaces an owner that ended`() {
    tree.addProcess(10)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    tree.addProcess(11)
    tree.open(9, of: 11, socket: 500)
    tree.removeProcess(10)
    _ = scanner.update(liveInodes: [500, 999])
    #expect(pids(scanner.owners.owners(ofInode: 500)) == [11])
    #expect(scanner.owners.owners(ofInode: 500).first?.hasEnded == false)
  }

  @Test func `a recheck finds a descriptor that was passed on, and a new name`() {
    tree.addProcess(10, command: "sh")
    tree.addProcess(12)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    scanner.scanner.recheckSeconds = 30
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 1))
    tree.open(8, of: 12, socket: 500)
    tree.setStat(10, command: "nginx", startTime: 100)
    let calls = scanner.calls
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 29_000_000_000))
    #expect(scanner.calls == calls)
    _ = scanner.update(liveInodes: [500], now: MonotonicTime(nanoseconds: 31_000_000_000))
    #expect(pids(scanner.owners.owners(ofInode: 500)) == [10, 12])
    #expect(scanner.owners.owners(ofInode: 500).first?.command == RawText(utf8: "nginx"))
  }

  @Test func `a reused pid is another process`() {
    tree.addProcess(10, command: "old", startTime: 100)
    tree.open(5, of: 10, socket: 500)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [500])
    tree.removeProcess(10)
    tree.addProcess(9)  // Takes an inode of the old directory, so that the new one differs.
    tree.addProcess(10, command: "new", startTime: 200)
    tree.open(5, of: 10, socket: 600)
    _ = scanner.update(liveInodes: [600])
    #expect(scanner.owners.owners(ofInode: 600).first?.command == RawText(utf8: "new"))
    #expect(scanner.owners.owners(ofInode: 600).first?.startTime == 200)
  }

  @Test func `a pass beyond the budget goes on with the next call`() {
    tree.addProcess(10)
    for number: Int32 in 3...1500 { tree.open(number, of: 10, socket: 10_000 + UInt32(number)) }
    let scanner = makeScanner()
    scanner.scanner.budgetNanoseconds = 0
    let live = (UInt32(10_003)...11_500).map { $0 }
    _ = scanner.update(liveInodes: live)
    #expect(scanner.isUnfinished)
    #expect(scanner.calls.descriptorLinks < 1000)
    scanner.scanner.budgetNanoseconds = 1_000_000
    var resumptions = 0
    while scanner.isUnfinished, resumptions < 100_000 {
      _ = scanner.scanner.resume()
      resumptions += 1
    }
    #expect(!scanner.isUnfinished)
    #expect(resumptions > 0)
    #expect(scanner.calls.descriptorListings < 10)
    #expect(live.allSatisfy { scanner.owners.owners(ofInode: $0).first != nil })
  }

  @Test func `where processes are hidden, a missing owner is not called nobody`() {
    tree.removeProcess(1)
    tree.addProcess(10)
    let scanner = makeScanner()
    for _ in 0..<3 { _ = scanner.update(liveInodes: [999]) }
    #expect(scanner.owners.owners(ofInode: 999) == .notPermitted)
    let listing = OwnerListing(procRoot: tree.path)
    #expect(listing.table(live: [999]).owners(ofInode: 999) == .notPermitted)
  }

  @Test func `a tree that is not there gives up without a trap`() {
    let scanner = ScannerBox(procRoot: "/nonexistent")
    for _ in 0..<3 { _ = scanner.update(liveInodes: [999]) }
    #expect(scanner.owners.owners(ofInode: 999) == .notPermitted)
    #expect(OwnerListing(procRoot: "/nonexistent").holders.isEmpty)
  }

  @Test func `what ended is forgotten`() {
    tree.addProcess(10)
    let scanner = makeScanner()
    for round: UInt32 in 0..<40 {
      for slot: UInt32 in 0..<50 {
        tree.open(Int32(3 + slot), of: 10, socket: 1000 + round * 50 + slot)
      }
      _ = scanner.update(liveInodes: (0..<50).map { 1000 + round * 50 + $0 })
    }
    #expect(scanner.owners.byInode.count < 1400)
  }
}

extension OwnerKnowledge {
  /// The first owner; nil when none is known.
  var first: SocketOwner? {
    guard case .owners(let owners) = self else { return nil }
    return owners.first
  }
}
