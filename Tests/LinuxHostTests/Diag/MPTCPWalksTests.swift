import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

/// The walk over MPTCP's table, which is dear also where it finds nothing.
struct MPTCPWalksTests {
  /// Polls a kernel that answers with `answer`, nil for no sockets, `seconds` apart; tells which
  /// polls asked it.
  ///
  /// `protocols` is the host's count of sockets at each poll.
  private static func polls(
    protocols: [String], seconds: UInt64 = 1, answer: ScriptedTransport.Event? = nil
  ) throws -> [Bool] {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    var paths = ProcNetPaths()
    paths.directory = folder
    let none: [ScriptedTransport.Event] = [.datagram(ScriptedReply.done())]
    let some = [answer].compactMap { $0 } + none
    let transport = ScriptedTransport(Array(repeating: some, count: 4 * protocols.count))
    let time = ManualClock()
    let collector = SocketCollector(
      paths: paths, clock: { time.now }, open: { transport })
    var plan = CollectionPlan(tables: SocketTables(.mptcp))
    plan.readsBoundApart = true
    return protocols.enumerated().map { number, text in
      time.now = MonotonicTime(nanoseconds: UInt64(number) * seconds * 1_000_000_000)
      Self.write(text, to: folder + "/protocols")
      let before = transport.requests.count
      let snapshot = collector.collect(plan)
      #expect(snapshot.coverage[.mptcp] == .complete)
      return transport.requests.count > before
    }
  }

  private static func write(_ text: String, to path: String) {
    guard let file = unsafe fopen(path, "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  private static func text(_ four: Int, _ six: Int) -> String {
    """
    protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de
    MPTCPv6   2064      \(six)     273   no       0   yes  kernel      y  y  y  n  y
    TCP       2304      7     273   no     192   yes  kernel      y  y  y  y  y  y  y
    MPTCP     1936      \(four)     273   no       0   yes  kernel      y  y  y  n  y

    """
  }

  @Test func `an empty table is walked once, and again when the host counts a socket`() throws {
    let none = Self.text(0, 0)
    #expect(
      try Self.polls(protocols: [none, none, none, Self.text(1, 0), none])
        == [true, false, false, true, false])
    #expect(
      try Self.polls(protocols: [none, none, Self.text(0, 2), none])
        == [true, false, true, false])
  }

  @Test func `an empty table is walked every ten seconds whatever the host counts`() throws {
    let none = Self.text(0, 0)
    #expect(
      try Self.polls(protocols: Array(repeating: none, count: 6), seconds: 4)
        == [true, false, false, true, false, false])
  }

  @Test func `a table that is not empty is walked at each poll`() throws {
    #expect(
      try Self.polls(
        protocols: [Self.text(0, 0), Self.text(0, 0), Self.text(0, 0)],
        answer: .datagram(ScriptedReply.socket(1))) == [true, true, true])
  }

  @Test(arguments: ["", "TCP 1 2\n", "MPTCP\n", "MPTCP x y\n", "MPTCPs 1 0\n"])
  func `a host that does not count is asked at each poll`(text: String) throws {
    #expect(try Self.polls(protocols: [text, text, text]) == [true, true, true])
  }

  @Test func `a socket that is there between two polls is seen at the second`() throws {
    let collector = SocketCollector()
    var plan = CollectionPlan(tables: SocketTables(.mptcp))
    plan.readsBoundApart = true
    _ = collector.collect(plan)
    _ = collector.collect(plan)
    guard let listener = LoopbackSocket.mptcpListener() else { return }
    let found = collector.collect(plan).records.filter { $0.localPort == UInt32(listener.port) }
    #expect(found.map(\.state) == [.listen])
  }
}
