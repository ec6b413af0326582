import Glibc
import LinuxHost
import SocketModel
import SocketMonitor
import TestSupport
import Testing
import TextSafety

@testable import topss

@Suite(.serialized) struct ProcessSignallerTests {
  let signaller = ProcessSignaller(names: NoNames(), allowsAncestors: false)

  /// A process that waits for its end, and the target that it is.
  private static func sleeper() throws -> (PseudoTerminal, ProcessTarget) {
    let terminal = try PseudoTerminal(
      .init(path: "/bin/sleep", arguments: ["3600"]), rows: 5, columns: 20)
    let process = terminal.process
    // Until the program runs, the process bears our own name.
    try #require(Deadline.wait { (try? Self.stat(process.pid))?.command == RawText(utf8: "sleep") })
    let facts = try stat(process.pid)
    let target = ProcessTarget(
      pid: process.pid, startTime: facts.startTime, command: facts.command, inode: 0)
    return (terminal, target)
  }

  private static func stat(_ pid: Int32) throws -> ProcessStat {
    try #require(ProcessStat(try FileContents.read("/proc/\(pid)/stat")))
  }

  private func pin(_ targets: [ProcessTarget]) async -> [PinAnswer] {
    await withCheckedContinuation { done in
      signaller.pin(targets) { done.resume(returning: $0) }
    }
  }

  private func signal(_ targets: [ProcessTarget], _ number: Int32) async -> [SignalAnswer] {
    await withCheckedContinuation { done in
      signaller.signal(targets, number: number) { done.resume(returning: $0) }
    }
  }

  @Test func `nothing is signalled that was not checked, or was let go`() async throws {
    let (terminal, target) = try Self.sleeper()
    #expect(await signal([target], SIGKILL).first?.failure == "the process was not checked")
    let pinned = try #require(await pin([target]).first)
    #expect(pinned.refusal == nil && pinned.user == "\(geteuid())")
    signaller.unpin()
    #expect(await signal([target], SIGKILL).first?.failure == "the process was not checked")
    #expect(terminal.process.poll() == nil)
  }

  @Test func `each target has its answer, and what is refused harms no other`() async throws {
    let (terminal, target) = try Self.sleeper()
    let own = ProcessTarget(
      pid: getpid(), startTime: 0, command: RawText(utf8: "topss"), inode: 0)
    let pinned = await pin([own, target])
    #expect(pinned.map(\.target) == [own, target])
    #expect(pinned[0].refusal == SignalRefusal.itself.sentence)
    let answers = await signal([own, target], SIGTERM)
    #expect(answers[0].failure == "the process was not checked")
    #expect(answers[1].failure == nil)
    #expect(terminal.process.wait() == .signaled(Int(SIGTERM)))
    let again = await signal([target], SIGTERM)
    #expect(again.first?.failure == SignalRefusal.ended(pid: target.pid).sentence)
  }
}
