import TestSupport
import Testing

/// The tools of the tests themselves.
struct TestSupportTests {
  @Test func `a program's streams and status are kept`() throws {
    var launch = ChildProcess.Launch(path: "/bin/sh")
    launch.arguments = ["-c", "cat; echo $NAME; echo oops >&2; exit 3"]
    launch.environment = ["PATH=/bin:/usr/bin", "NAME=value"]
    let result = try ProcessRunner.run(launch, input: Array("in\n".utf8))
    #expect(result.outputText == "in\nvalue\n")
    #expect(result.errorText == "oops\n")
    #expect(result.status == .exited(3))
  }

  @Test func `a program that does not end has no status`() throws {
    var launch = ChildProcess.Launch(path: "/bin/sleep")
    launch.arguments = ["60"]
    #expect(try ProcessRunner.run(launch, seconds: 0.05).status == nil)
  }

  @Test(.enabled(if: NetworkNamespace.isPermitted, "needs CAP_SYS_ADMIN"))
  func `traffic is paced and stays in its namespace`() throws {
    let network = try NetworkNamespace()
    let pair = try TrafficPair(in: network, port: 4000, bytesPerSecond: 500_000, seconds: 1)
    var launch = ChildProcess.Launch(path: "/bin/cat", arguments: ["/proc/net/tcp"])
    launch.network = network
    #expect(try ProcessRunner.run(launch).outputText.contains("0100007F:0FA0"))
    launch.network = nil
    #expect(try !ProcessRunner.run(launch).outputText.contains("0100007F:0FA0 0100007F"))
    let totals = try #require(pair.totals(seconds: 30))
    #expect(totals.sent == 500_000)
    #expect(totals.received == 500_000)
  }
}

/// The emulator that the screen is judged by.
struct VirtualTerminalTests {
  private func shown(_ text: String, rows: Int = 4, columns: Int = 10) -> VirtualTerminal {
    var terminal = VirtualTerminal(rows: rows, columns: columns)
    terminal.feed(text.utf8)
    return terminal
  }

  @Test(arguments: [
    ("abc\r\ndef", ["abc", "def", "", ""]),
    ("0123456789ab", ["0123456789", "ab", "", ""]),
    ("漢字x", ["漢字x", "", "", ""]),
    ("e\u{301}x", ["e\u{301}x", "", "", ""]),
    ("\u{1b}[3;2Hx\u{1b}[Ay\u{1b}[1Gz", ["", "z y", " x", ""]),
    ("abcdef\u{1b}[3G\u{1b}[2P", ["abef", "", "", ""]),
    ("abcdef\u{1b}[3G\u{1b}[2@", ["ab  cdef", "", "", ""]),
    ("abcdef\u{1b}[3G\u{1b}[2X", ["ab  ef", "", "", ""]),
    ("abcdef\u{1b}[3G\u{1b}[K", ["ab", "", "", ""]),
    ("a\r\nb\r\nc\r\nd\r\ne", ["b", "c", "d", "e"]),
    ("a\r\nb\r\nc\u{1b}[2H\u{1b}[L", ["a", "", "b", "c"]),
    ("a\r\nb\r\nc\u{1b}[2H\u{1b}[M", ["a", "c", "", ""]),
    ("a\r\nb\r\nc\r\nd\u{1b}[2;3r\u{1b}[S", ["a", "c", "", "d"]),
    ("x\u{1b}[4b", ["xxxxx", "", "", ""]),
    ("\u{1b}(0lqk\u{1b}(Bq", ["┌─┐q", "", "", ""]),
    ("main\u{1b}[?1049hother", ["other", "", "", ""].map { $0 == "other" ? "    other" : $0 }),
    ("main\u{1b}[?1049hother\u{1b}[?1049l", ["main", "", "", ""]),
  ])
  func `sequences move and edit`(text: String, lines: [String]) {
    #expect(shown(text).lines == lines)
    #expect(shown(text).unexpected == [])
  }

  @Test func `colours and attributes stay with their cells`() {
    let cells = shown("\u{1b}[1;31;48;5;20ma\u{1b}[22;39;49;38;2;1;2;3mb\u{1b}[mc").cells[0]
    #expect(cells[0].attributes.bold)
    #expect(cells[0].attributes.foreground == .indexed(1))
    #expect(cells[0].attributes.background == .indexed(20))
    #expect(cells[1].attributes.foreground == .rgb(1, 2, 3))
    #expect(!cells[1].attributes.bold)
    #expect(cells[2].attributes == VirtualTerminal.Attributes())
  }

  @Test(arguments: [
    "\u{1b}]0;title\u{7}", "\u{1b}]52;c;aGk=\u{1b}\\", "\u{1b}P1$q\u{1b}\\", "\u{1b}[6n", "\u{7}",
    "\u{1b}[?9999h", "\u{1b}c", "\u{9b}31m",
  ])
  func `what no program should send is kept`(text: String) {
    #expect(!shown(text).unexpected.isEmpty)
  }
}
