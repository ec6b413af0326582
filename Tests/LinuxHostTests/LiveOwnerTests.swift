import CTestSupport
import Glibc
import LinuxHost
import SocketModel
import Synchronization
import Testing
import TextSafety

/// Owners on the machine that runs the tests: children that hold real sockets.
@Suite(.serialized) struct LiveOwnerTests {
  static let isRoot = geteuid() == 0

  static func makeSocket() -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  func makeScanner() -> ScannerBox {
    let box = ScannerBox(procRoot: "/proc")
    box.scanner.recheckSeconds = 30
    return box
  }

  func holders(_ owners: OwnerTable, _ inode: UInt32) -> Set<Int32> {
    guard case .owners(let list) = owners.owners(ofInode: inode) else { return [] }
    return Set(list.map(\.pid))
  }

  @Test func `a socket shared by fork and dup has all its owners`() {
    let socket = Self.makeSocket()
    let copy = dup(socket)
    defer {
      close(socket)
      close(copy)
    }
    let child = owners_fork_holder(socket)
    defer { _ = owners_reap(child) }
    let inode = ProcessPinTests.inode(of: socket)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [inode])
    guard case .owners(let owners) = scanner.owners.owners(ofInode: inode) else {
      Issue.record("no owner found")
      return
    }
    let own = owners.filter { $0.pid == getpid() }.map(\.descriptor)
    #expect(own == [socket, copy].sorted())
    #expect(owners.filter { $0.pid == child }.map(\.descriptor) == [3])
    #expect(owners.allSatisfy { $0.startTime > 0 && !$0.command.isEmpty })
  }

  @Test func `a descriptor passed over a unix socket gets its new owner`() throws {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try #require(unsafe socketpair(AF_UNIX, type, 0, &pair) == 0)
    let child = owners_fork_receiver(pair[1])
    let socket = Self.makeSocket()
    defer {
      _ = owners_reap(child)
      for descriptor in pair { close(descriptor) }
      close(socket)
    }
    let inode = ProcessPinTests.inode(of: socket)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [inode])
    #expect(holders(scanner.owners, inode) == [getpid()])
    try #require(owners_send_descriptor(pair[0], socket) == 0)
    var answer: UInt8 = 0
    try #require(unsafe read(pair[0], &answer, 1) == 1)
    let later = MonotonicTime(nanoseconds: 60_000_000_000)
    _ = scanner.update(liveInodes: [inode], now: later)
    #expect(holders(scanner.owners, inode) == [getpid(), child])
  }

  @Test func `a child that ended is no owner any more`() {
    let socket = Self.makeSocket()
    defer { close(socket) }
    let child = owners_fork_holder(socket)
    let inode = ProcessPinTests.inode(of: socket)
    let scanner = makeScanner()
    _ = scanner.update(liveInodes: [inode])
    #expect(holders(scanner.owners, inode) == [getpid(), child])
    _ = owners_reap(child)
    _ = scanner.update(liveInodes: [inode, 4_000_000_000])
    #expect(holders(scanner.owners, inode) == [getpid()])
  }

  @Test func `a full listing shows descriptors in the order of the scan`() throws {
    let socket = Self.makeSocket()
    let copy = dup(socket)
    defer {
      close(socket)
      close(copy)
    }
    let listing = OwnerListing()
    let inode = ProcessPinTests.inode(of: socket)
    let own = try #require(listing.holders[inode]).filter { $0.owner.pid == getpid() }
    #expect(own.map(\.owner.descriptor) == [socket, copy].sorted())
    #expect(own.allSatisfy { $0.thread == getpid() })
    let pids = listing.holders.values.flatMap { $0 }.map(\.owner.pid)
    #expect(pids.contains(getpid()))
    let table = listing.table(live: [inode, 4_000_000_000])
    #expect(table.owners(ofInode: 4_000_000_000) != .pending)
  }

  @Test func `with threads every thread's table is listed`() throws {
    let socket = Self.makeSocket()
    defer { close(socket) }
    let listing = OwnerListing(threads: true)
    let inode = ProcessPinTests.inode(of: socket)
    let own = try #require(listing.holders[inode]).filter { $0.owner.pid == getpid() }
    #expect(own.count > 1)
    #expect(own.first?.thread == getpid())
    let table = listing.table(live: [inode])
    #expect(holders(table, inode) == [getpid()])
  }

  @Test(.enabled(if: !isRoot, "root may read every process"))
  func `processes of other users are counted, their sockets not called nobody's`() {
    let scanner = makeScanner()
    for _ in 0..<3 { _ = scanner.update(liveInodes: [4_000_000_000]) }
    #expect(scanner.owners.unreadableProcesses > 0)
    #expect(scanner.owners.owners(ofInode: 4_000_000_000) == .notPermitted)
    let listing = OwnerListing()
    #expect(listing.unreadableProcesses > 0)
  }

  @Test(.enabled(if: isRoot, "another user's process needs root"))
  func `details tell user, unit and command line without blocking`() {
    let child = owners_fork_holder_of(65534, -1)
    defer { _ = owners_reap(child) }
    let start = ProcessPinTests.startTime(of: child)
    let cache = ProcessDetailsCache()
    waitUntil {
      guard let details = cache.details(pid: child, startTime: start) else { return false }
      return details.commandLine != .pending
    }
    let details = cache.details(pid: child, startTime: start)
    #expect(details?.uid == 65534)
    #expect(details?.parent == getpid())
    guard case .arguments(let arguments) = details?.commandLine else {
      Issue.record("no command line")
      return
    }
    #expect(arguments.first?.isEmpty == false)
    #expect(details?.cgroup?.path.bytes.first == UInt8(ascii: "/"))
  }

  @Test func `details of another process with the pid are not shown`() {
    let answered = Mutex(false)
    let cache = ProcessDetailsCache { answered.withLock { $0 = true } }
    #expect(cache.details(pid: getpid(), startTime: 1) == nil)
    waitUntil { answered.withLock { $0 } }
    #expect(cache.details(pid: getpid(), startTime: 1) == nil)
  }
}

@Suite struct PrivilegesTests {
  static let cases: [(UInt64, [Privileges.Hidden])] = [
    (0, [.owners, .destroying, .signals, .namespaces]),
    (1 << 2, [.owners, .destroying, .signals, .namespaces]),
    (1 << 19, [.owners, .destroying, .signals, .namespaces]),
    (1 << 2 | 1 << 19, [.destroying, .signals, .namespaces]),
    (1 << 12, [.owners, .signals, .namespaces]),
    (1 << 5, [.owners, .destroying, .namespaces]),
    (1 << 21, [.owners, .destroying, .signals, .namespaces]),
    (1 << 21 | 1 << 19, [.owners, .destroying, .signals]),
    (UInt64.max, []),
  ]

  @Test(arguments: cases)
  func `capabilities decide what is hidden`(effective: UInt64, hidden: [Privileges.Hidden]) {
    #expect(Privileges(effective: effective).hidden == hidden)
  }

  @Test func `the capabilities in effect are those of the status file`() throws {
    let status = try #require(ProcessStatus(try FileContents.read("/proc/thread-self/status")))
    #expect(Privileges.current().effective == status.capabilities)
  }
}
