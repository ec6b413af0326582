import CTestSupport
import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing
import TextSafety

@Suite(.serialized) struct ProcessPinTests {
  static let isRoot = geteuid() == 0

  /// A child that holds one socket, reaped at the end.
  final class Holder {
    let pid: Int32
    /// Its number may be another child's by now: it is reaped once.
    private var isReaped = false
    let socket: Int32
    let inode: UInt32
    let startTime: UInt64

    init?() {
      socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      inode = ProcessPinTests.inode(of: socket)
      pid = owners_fork_holder(socket)
      startTime = ProcessPinTests.startTime(of: pid)
      guard pid > 0 else { return nil }
    }

    deinit {
      reap()
      close(socket)
    }

    /// Ends the child and takes it out of the process table.
    func reap() {
      guard !isReaped else { return }
      isReaped = true
      _ = owners_reap(pid)
    }
  }

  static func inode(of descriptor: Int32) -> UInt32 {
    var status = stat()
    _ = unsafe fstat(descriptor, &status)
    return UInt32(truncatingIfNeeded: status.st_ino)
  }

  static func startTime(of pid: Int32) -> UInt64 {
    do throws(Errno) {
      return ProcessStat(try FileContents.read("/proc/\(pid)/stat"))?.startTime ?? 0
    } catch {
      return 0
    }
  }

  /// Whether a process that was reaped is refused as such: its number is free, so what runs beside
  /// this test may have it by now.
  static func isOver(_ refusal: SignalRefusal?, _ pid: Int32) -> Bool {
    refusal == .ended(pid: pid) || refusal == .reusedPid(pid: pid)
  }

  /// Why pinning is refused; nil when it is not.
  func refusal(
    _ pid: Int32, startTime: UInt64, inode: UInt32? = nil, allowAncestors: Bool = false
  ) -> SignalRefusal? {
    do throws(SignalRefusal) {
      _ = try ProcessPin.pin(
        pid: pid, startTime: startTime, inode: inode, allowAncestors: allowAncestors)
      return nil
    } catch {
      return error
    }
  }

  func refusal(_ body: () throws(SignalRefusal) -> Void) -> SignalRefusal? {
    do throws(SignalRefusal) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  static func pin(_ holder: Holder) -> ProcessPin? {
    do throws(SignalRefusal) {
      return try ProcessPin.pin(
        pid: holder.pid, startTime: holder.startTime, inode: holder.inode)
    } catch {
      return nil
    }
  }

  @Test func `a signal reaches the process that holds the socket`() throws {
    let holder = try #require(Holder())
    let pin = try ProcessPin.pin(
      pid: holder.pid, startTime: holder.startTime, inode: holder.inode)
    let isHeld = pin.isHeldByDescriptor
    let uid = pin.uid
    #expect(isHeld)
    #expect(uid == geteuid())
    try pin.send(SIGUSR1)
    var ended: Int32 = 0
    _ = Deadline.wait {
      ended = owners_poll(holder.pid)
      return ended != 0
    }
    #expect(ended == SIGUSR1)
    let refused = refusal { () throws(SignalRefusal) in try pin.send(SIGTERM) }
    #expect(Self.isOver(refused, holder.pid))
  }

  @Test func `init, the monitor itself and its ancestors are refused`() {
    #expect(refusal(1, startTime: 0) == .initProcess(pid: 1))
    #expect(refusal(0, startTime: 0) == .initProcess(pid: 0))
    #expect(refusal(-1, startTime: 0) == .initProcess(pid: -1))
    #expect(refusal(getpid(), startTime: Self.startTime(of: getpid())) == .itself)
    let parent = getppid()
    #expect(refusal(parent, startTime: Self.startTime(of: parent)) == .ancestor(pid: parent))
  }

  @Test(.enabled(if: isRoot, "only root may signal any parent"))
  func `ancestors are pinned where that is allowed`() {
    let parent = getppid()
    #expect(
      refusal(parent, startTime: Self.startTime(of: parent), allowAncestors: true) == nil)
  }

  @Test func `another start time means another process`() throws {
    let holder = try #require(Holder())
    #expect(
      refusal(holder.pid, startTime: holder.startTime + 1) == .reusedPid(pid: holder.pid))
  }

  @Test func `a process without the socket is refused`() throws {
    let holder = try #require(Holder())
    let other = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(other) }
    let inode = Self.inode(of: other)
    #expect(
      refusal(holder.pid, startTime: holder.startTime, inode: inode)
        == .socketNotHeld(pid: holder.pid, inode: inode))
  }

  @Test func `a zombie is refused`() {
    let pid = owners_fork_zombie()
    defer { _ = owners_reap(pid) }
    #expect(refusal(pid, startTime: Self.startTime(of: pid)) == .zombie(pid: pid))
  }

  @Test func `a process that was reaped has ended`() throws {
    let holder = try #require(Holder())
    holder.reap()
    #expect(Self.isOver(refusal(holder.pid, startTime: holder.startTime), holder.pid))
  }

  @Test(.enabled(if: unsafe access("/proc/2/stat", R_OK) == 0, "kernel threads are not visible"))
  func `a kernel thread is refused`() throws {
    let text = try FileContents.read("/proc/2/stat")
    let stat = try #require(ProcessStat(text))
    try #require(stat.isKernelThread)
    #expect(refusal(2, startTime: stat.startTime) == .kernelThread(pid: 2))
  }

  @Test func `a signal that does not exist is named`() throws {
    let holder = try #require(Holder())
    let pin = try ProcessPin.pin(
      pid: holder.pid, startTime: holder.startTime, inode: holder.inode)
    #expect(refusal { () throws(SignalRefusal) in try pin.send(999) } == .invalidSignal(999))
  }

  enum Change: Character, CaseIterable, Sendable {
    case closesSocket = "c"
    case takesName = "n"
    case becomesUser = "u"
    case runsProgram = "e"

    func refusal(_ pid: Int32, _ inode: UInt32) -> SignalRefusal {
      switch self {
      case .closesSocket: .socketNotHeld(pid: pid, inode: inode)
      case .takesName, .runsProgram: .programChanged(pid: pid)
      case .becomesUser: .userChanged(pid: pid)
      }
    }
  }

  @Test(.enabled(if: isRoot, "changing the user needs root"), arguments: Change.allCases)
  func `what changed between the prompt and the answer is refused`(change: Change) throws {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try #require(unsafe socketpair(AF_UNIX, type, 0, &pair) == 0)
    let held = LiveOwnerTests.makeSocket()
    let inode = Self.inode(of: held)
    let pid = owners_fork_obedient(held, pair[1])
    close(pair[1])
    defer {
      _ = owners_reap(pid)
      for descriptor in [pair[0], held] { close(descriptor) }
    }
    let pin = try ProcessPin.pin(pid: pid, startTime: Self.startTime(of: pid), inode: inode)
    try pin.recheck()
    var byte = try #require(change.rawValue.asciiValue)
    try #require(unsafe write(pair[0], &byte, 1) == 1)
    if change != .runsProgram { try #require(unsafe read(pair[0], &byte, 1) == 1) }
    var refused: SignalRefusal?
    _ = Deadline.wait(seconds: change == .runsProgram ? 60 : 0) {
      refused = refusal { () throws(SignalRefusal) in try pin.send(0) }
      return refused != nil
    }
    #expect(refused == change.refusal(pid, inode))
    #expect(owners_poll(pid) == 0)
  }

  @Test func `a process that passed the socket on and closed it is refused, though it lives`()
    throws
  {
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try #require(unsafe socketpair(AF_UNIX, type, 0, &pair) == 0)
    let made = LiveOwnerTests.makeSocket()
    let inode = Self.inode(of: made)
    let pid = owners_fork_obedient(made, pair[1])
    // From here on the child alone holds the socket.
    for descriptor in [pair[1], made] { close(descriptor) }
    defer {
      _ = owners_reap(pid)
      close(pair[0])
    }
    let pin = try ProcessPin.pin(pid: pid, startTime: Self.startTime(of: pid), inode: inode)
    try pin.recheck()
    var byte = UInt8(ascii: "p")
    try #require(unsafe write(pair[0], &byte, 1) == 1)
    let received = owners_receive_descriptor(pair[0])
    defer { close(received) }
    try #require(Self.inode(of: received) == inode, "the very socket came over")
    try #require(unsafe read(pair[0], &byte, 1) == 1)
    let refused = refusal { () throws(SignalRefusal) in try pin.send(SIGKILL) }
    #expect(refused == .socketNotHeld(pid: pid, inode: inode))
    #expect(owners_poll(pid) == 0, "it was signalled")
  }

  @Test(.enabled(if: isRoot, "pids are chosen by root only"))
  func `no decoy with the same pid is signalled`() throws {
    let trials = TestEnvironment.rounds(1000, long: 10_000)
    var decoys = 0
    var attempts = 0
    while decoys < trials, attempts < 3 * trials {
      attempts += 1
      // Tests that run beside this one may take a number that it was about to have.
      guard let holder = Holder(), let pin = Self.pin(holder) else { continue }
      holder.reap()
      // Every other decoy holds the very socket: then only the pidfd knows better.
      let kept = attempts % 2 == 0 ? holder.socket : -1
      let decoy = owners_fork_holder_as(holder.pid, kept)
      guard decoy > 0 else { continue }
      decoys += 1
      let refused = refusal { () throws(SignalRefusal) in try pin.send(SIGKILL) }
      #expect(refused != nil)
      try #require(owners_poll(decoy) == 0, "a decoy was signalled")
      try #require(owners_reap(decoy) == SIGKILL)
    }
    #expect(decoys == trials)
  }
}

@Suite struct SignalNameTests {
  @Test func `every standard signal has its name and number`() {
    #expect(SignalName.named(15)?.name == "TERM")
    #expect(SignalName.named(9)?.name == "KILL")
    #expect((1...31).allSatisfy { SignalName.named($0) != nil })
    #expect(SignalName.named(0) == nil)
    #expect(SignalName.named(32) == nil)
    #expect(SignalName.named(65) == nil)
    #expect(SignalName.named(34)?.name == "RTMIN")
    #expect(SignalName.named(64)?.name == "RTMAX")
    #expect(SignalName.named(37)?.name == "RTMIN+3")
    #expect(SignalName.named(61)?.name == "RTMAX-3")
    #expect(Set(SignalName.all.map(\.name)).count == SignalName.all.count)
  }

  @Test(
    arguments: [
      ("TERM", 15), ("sigterm", 15), ("15", 15), ("SIGRTMIN+1", 35), ("rtmax-14", 50), ("", nil),
      ("SIG", nil), ("99999999999999999999", nil), ("0", nil), ("-9", nil), ("TERM ", nil),
    ] as [(String, Int32?)])
  func `a signal is understood by name or number`(text: String, number: Int32?) {
    #expect(SignalName.parse(text)?.number == number)
  }
}
