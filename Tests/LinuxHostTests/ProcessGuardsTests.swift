import CTestSupport
import Glibc
import TestSupport
import Testing
import TextSafety

@testable import LinuxHost

/// The rules by which a process is refused, where the machine's own `/proc` cannot show them.
@Suite(.serialized) struct ProcessGuardsTests {
  let tree = FakeProcTree()
  let victim: Int32 = 4242

  init() {
    tree.addProcess(victim)
    tree.setStatus(victim, "Name:\tholder\nUid:\t1000\t1001\t1000\t1000\n")
    tree.open(7, of: victim, socket: 55)
  }

  /// Why the victim is refused; nil when it is not.
  private func refusal(inode: UInt32? = 55, startTime: UInt64 = 100) -> SignalRefusal? {
    do throws(SignalRefusal) {
      _ = try ProcessGuards(procRoot: tree.path)
        .check(pid: victim, startTime: startTime, inode: inode)
      return nil
    } catch {
      return error
    }
  }

  @Test func `what passes is told with the user it acts as`() throws {
    let facts = try ProcessGuards(procRoot: tree.path)
      .check(pid: victim, startTime: 100, inode: 55)
    #expect(facts.uid == 1001)
    #expect(facts.stat.startTime == 100)
  }

  @Test func `a process whose user cannot be told is refused`() {
    tree.setStatus(victim, "Name:\tholder\n")
    #expect(refusal() == .failed(pid: victim, .invalidArgument))
  }

  @Test func `a process that ends while it is read has ended`() {
    tree.removeProcess(victim)
    #expect(refusal() == .ended(pid: victim))
  }

  @Test func `descriptors that vanish while they are read are passed over`() {
    // What is no link answers as one that vanished: with an error that denies nothing.
    tree.putFile(5, of: victim)
    #expect(refusal() == nil)
    tree.close(7, of: victim)
    #expect(refusal() == .socketNotHeld(pid: victim, inode: 55))
  }

  /// Modes of the directory of descriptors: it may not be listed, or its links may not be followed.
  @Test(
    .enabled(if: ProcessPinTests.isRoot, "only root may take another user for files"),
    arguments: [0o700, 0o744] as [mode_t])
  func `descriptors that may not be read are no proof that the socket is held`(mode: mode_t) {
    tree.setMode(mode, ofDescriptorsOf: victim)
    #expect(refusal() == nil)
    owners_use_files_as(65534)
    let refused = refusal()
    owners_use_files_as(0)
    #expect(refused == .socketNotReadable(pid: victim))
  }

  @Test func `ancestors that cannot be read are ancestors, and end the search`() {
    var proc = ProcFS(root: "\(tree.path)/nowhere")
    let found = ProcessGuards.ancestors(&proc)
    #expect(found.isSubset(of: [getppid(), getsid(0)]))
    #expect(found.contains(getppid()) == (getppid() > 1))
  }
}

/// Kernels and containers without pidfds: there the check right before `kill` has to do.
@Suite(.serialized) struct PinWithoutDescriptorTests {
  private func pin(
    _ holder: ProcessPinTests.Holder, failing error: Int32
  ) throws(SignalRefusal) -> ProcessPin {
    try ProcessPin.pin(
      pid: holder.pid, startTime: holder.startTime, inode: holder.inode, guards: ProcessGuards()
    ) { _ in
      errno = error
      return -1
    }
  }

  @Test(arguments: [ENOSYS, EPERM])
  func `the process is signalled by its number, after a check`(error: Int32) throws {
    let holder = try #require(ProcessPinTests.Holder())
    let pin = try pin(holder, failing: error)
    let isHeld = pin.isHeldByDescriptor
    #expect(!isHeld)
    try pin.send(SIGUSR1)
    #expect(Deadline.wait { owners_poll(holder.pid) == SIGUSR1 })
    let refused: SignalRefusal?
    do throws(SignalRefusal) {
      try pin.send(SIGTERM)
      refused = nil
    } catch {
      refused = error
    }
    #expect(refused == .ended(pid: holder.pid))
  }

  @Test func `any other failure of the kernel is passed on, and nothing is signalled`() throws {
    let holder = try #require(ProcessPinTests.Holder())
    do throws(SignalRefusal) {
      _ = try pin(holder, failing: EMFILE)
      Issue.record("it was pinned without a descriptor")
    } catch {
      #expect(error == .failed(pid: holder.pid, Errno(rawValue: EMFILE)))
    }
    #expect(owners_poll(holder.pid) == 0)
  }
}

@Suite struct SignalRefusalTests {
  static let ofProcess: [SignalRefusal] = [
    .initProcess(pid: 4242), .ancestor(pid: 4242), .kernelThread(pid: 4242), .zombie(pid: 4242),
    .reusedPid(pid: 4242), .socketNotHeld(pid: 4242, inode: 7), .socketNotReadable(pid: 4242),
    .userChanged(pid: 4242), .programChanged(pid: 4242), .ended(pid: 4242),
    .notPermitted(pid: 4242), .failed(pid: 4242, .inputOutput),
  ]

  @Test func `every refusal is another sentence for the status line, and names its process`() {
    let sentences = Self.ofProcess.map(\.sentence.string)
    #expect(sentences.allSatisfy { $0.contains("process 4242 ") || $0.contains("4242:") })
    let all =
      sentences + [
        SignalRefusal.itself.sentence.string, SignalRefusal.invalidSignal(99).sentence.string,
      ]
    #expect(Set(all).count == 14)
    #expect(all.allSatisfy { $0.first?.isLowercase == true && $0.last != "." })
  }

  @Test(arguments: [
    (SignalRefusal.itself, "press q"), (.ancestor(pid: 3), "--allow-ancestors"),
    (.notPermitted(pid: 3), "cap_kill"), (.invalidSignal(99), "signal 99"),
    (.failed(pid: 3, .inputOutput), "Input/output error"),
  ])
  func `a refusal says what can be done, or what failed`(refusal: SignalRefusal, words: String) {
    #expect(refusal.sentence.string.contains(words))
  }

  @Test(
    arguments: [
      (Errno.noSuchProcess, nil, SignalRefusal.ended(pid: 3)), (.noSuchFile, nil, .ended(pid: 3)),
      (.notPermitted, 15, .notPermitted(pid: 3)), (.accessDenied, nil, .notPermitted(pid: 3)),
      (.invalidArgument, 99, .invalidSignal(99)),
      (.invalidArgument, nil, .failed(pid: 3, .invalidArgument)),
      (.inputOutput, 15, .failed(pid: 3, .inputOutput)),
    ] as [(Errno, Int32?, SignalRefusal)])
  func `an errno means the same wherever it comes from`(
    error: Errno, signal: Int32?, refusal: SignalRefusal
  ) {
    #expect(SignalRefusal(error, pid: 3, signal: signal) == refusal)
  }
}
