import LinuxHost
import SocketModel
import Testing

/// Announcements of the machine's kernel, in full detail.
struct DestroyStreamTests {
  @Test func `the end of a socket that was never bound is told too`() throws {
    let stream = try DestroyStream(tables: SocketTables(.tcp), families: .internet)
    let cookie: UInt64
    do { cookie = LoopbackSocket.unboundTCP().cookie }
    var ended: SocketRecord?
    let isHeard = eventually {
      DestroyStream.wait(for: [stream], seconds: 0.1)
      while (try? stream.readWaiting { if $0.record.cookie == cookie { ended = $0.record } }) != nil
      {}
      return ended != nil
    }
    #expect(isHeard)
    let record = try #require(ended)
    #expect(record.localPort == 0 && record.state == .close)
  }
}
