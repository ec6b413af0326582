import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

struct ProtocolCountsTests {
  private static let text = """
    protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de
    PACKET    1600      4      -1   NI       0   no   kernel      n  n  n  n  n  n  n
    UNIX      1088      -1     -1   NI       0   yes  kernel      y  n  n  n  n  n  n
    TCPv6     2560      7      53   no     320   yes  kernel      y  y  y  y  y  y  y
    TCP       2304      20     53   no     320   yes  kernel      y  y  y  y  y  y  y

    """

  private static func with<Result>(
    _ text: String, _ body: (ProcNetPaths) throws -> Result
  ) throws -> Result {
    let folder = try TestEnvironment.makeDirectory()
    defer { TestEnvironment.removeDirectory(folder) }
    if let file = unsafe fopen(folder + "/protocols", "w") {
      unsafe fputs(text, file)
      unsafe fclose(file)
    }
    var paths = ProcNetPaths()
    paths.directory = folder
    return try body(paths)
  }

  @Test func `protocols are counted by themselves and together`() throws {
    try Self.with(Self.text) { paths in
      let counts = try #require(ProtocolCounts(paths: paths))
      #expect(counts.sockets(of: "TCP") == 27)
      #expect(counts.sockets(of: "UDP") == nil)
      #expect(counts.allSockets() == 31)
    }
    try Self.with("") { paths in #expect(ProtocolCounts(paths: paths)?.allSockets() == nil) }
  }

  @Test(arguments: [text, "", "TCP 1 18446744073709551615\nUDP 1 18446744073709551615\n"])
  func `the first poll takes what there is, whatever the host counted`(text: String) throws {
    try Self.with(text) { paths in
      let reply: [ScriptedTransport.Event] = [
        .datagram(ScriptedReply.socket(1)), .datagram(ScriptedReply.done()),
      ]
      let transport = ScriptedTransport(Array(repeating: reply, count: 8))
      let collector = SocketCollector(paths: paths, open: { transport })
      let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.tcp)))
      #expect(!snapshot.records.isEmpty)
    }
  }
}
