import LinuxHost
import Testing
import TextSafety

@Suite struct ProcessStatTests {
  static let tail = " S 5 6 7 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n"

  @Test(arguments: [
    "nginx", "x) R 1 1 1 (", ")", "(", "", " ", "a\nb", "((((", "))))", "(sd-pam)",
  ])
  func `fields count from the last parenthesis`(command: String) throws {
    let stat = try #require(ProcessStat(Array("42 (\(command))\(Self.tail)".utf8)))
    #expect(stat.pid == 42)
    #expect(stat.command == RawText(utf8: command))
    #expect(stat.parent == 5)
    #expect(stat.session == 7)
    #expect(stat.startTime == 4711)
    #expect(!stat.isKernelThread)
    #expect(!stat.isZombie)
  }

  @Test func `kernel threads and zombies are told apart`() throws {
    let kernel = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 0 0 0"
    #expect(try #require(ProcessStat(Array(kernel.utf8))).isKernelThread)
    let zombie = "9 (z) Z 1 1 1 0 -1 4228100 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0"
    #expect(try #require(ProcessStat(Array(zombie.utf8))).isZombie)
  }

  @Test(arguments: [
    "", "42", "42 (x", "42 x) S", "(x) S 1", "42 (x) S 1 2 3", "a (x)\(tail)",
    "99999999999 (x)\(tail)", "42 (x) SS 5 6 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 4711",
    "42 (x) S 5 6 7 0 -1 99999999999 0 0 0 0 0 0 0 0 20 0 1 0 4711 0",
  ])
  func `what makes no sense is nothing`(text: String) {
    #expect(ProcessStat(Array(text.utf8)) == nil)
  }

  @Test func `users and capabilities come from the status file`() throws {
    let text = "Name:\tx\nUid:\t1000\t33\t33\t33\nCapEff:\t0000000000001020\n"
    let status = try #require(ProcessStatus(Array(text.utf8)))
    #expect(status.realUser == 1000)
    #expect(status.effectiveUser == 33)
    #expect(status.capabilities == 0x1020)
    #expect(ProcessStatus(Array("Name:\tx\n".utf8)) == nil)
    #expect(ProcessStatus(Array("Uid:\t1\n".utf8)) == nil)
  }
}
