import LinuxHost
import SocketModel
import Testing

/// Announcements of the machine's kernel about sockets of the test itself.
struct DestroyListenerTests {
  /// Takes until the ends of all `cookies` were heard, or five seconds.
  private static func ends(
    of cookies: Set<UInt64>, from listener: DestroyListener
  ) -> [UInt64: SocketRecord] {
    var heard: [UInt64: SocketRecord] = [:]
    _ = eventually {
      for event in listener.take().ended where cookies.contains(event.record.cookie) {
        heard[event.record.cookie] = event.record
      }
      return heard.count == cookies.count
    }
    return heard
  }

  @Test func `the end of a connection is heard with its exact bytes`() throws {
    let listener = DestroyListener(policy: .always)
    #expect(listener.descriptor != nil && listener.error == nil)
    let cookies: (client: UInt64, server: UInt64)
    do {
      let connection = LoopbackSocket.tcpConnection()
      cookies = (connection.client.cookie, connection.server.cookie)
      connection.client.send(count: 54_321)
      connection.server.receive(count: 54_321)
    }
    let heard = Self.ends(of: [cookies.client, cookies.server], from: listener)
    let client = try #require(heard[cookies.client])
    let server = try #require(heard[cookies.server])
    #expect(client.payloadBytesSent == 54_321)
    // The FIN counts as a byte.
    #expect((54_321...54_322).contains(try #require(server.payloadBytesReceived)))
    #expect(client.ownerUID == nil && client.known.contains(.final))
  }

  @Test func `the end of a UDP socket is heard`() {
    let listener = DestroyListener(policy: .always)
    let cookie: UInt64
    do { cookie = LoopbackSocket.udp().cookie }
    #expect(Self.ends(of: [cookie], from: listener)[cookie]?.kind == .udp)
  }

  @Test func `the policy never opens nothing`() {
    let listener = DestroyListener(policy: .never)
    #expect(listener.descriptor == nil && listener.take().status == .off)
  }

  @Test func `a kernel that cannot be listened to is told`() {
    let listener = DestroyListener(
      policy: .automatic,
      open: { () throws(DiagError) in throw .system(.open, errno: 13) })
    #expect(listener.take().status == .off)
    #expect(listener.error == .system(.open, errno: 13))
  }

  @Test func `above the rate it pauses and hears nothing, later it hears again`() {
    let clock = ManualClock()
    let listener = DestroyListener(policy: .automatic, limit: 20, clock: { clock.now })
    var cookies: Set<UInt64> = []
    for _ in 0..<40 { cookies.insert(LoopbackSocket.udp().cookie) }
    _ = Self.ends(of: cookies, from: listener)
    #expect(listener.take().status == .pausedAboveRate)
    let unheard = LoopbackSocket.udp().cookie
    #expect(!listener.take().ended.contains { $0.record.cookie == unheard })
    clock.now = MonotonicTime(nanoseconds: 11_000_000_000)
    // It listens again, but the time until now is not covered.
    #expect(listener.take().status == .pausedAboveRate)
    #expect(listener.take().status == .on(lost: 0))
    let heard = LoopbackSocket.udp().cookie
    #expect(Self.ends(of: [heard], from: listener)[heard] != nil)
  }

  @Test func `what was kept and what was lost is all that ended`() {
    let listener = DestroyListener(policy: .always)
    shrinkReceiveBuffer(of: listener.descriptor ?? -1)
    // Nothing else on this machine is counted: only cookies of our own, and losses at least.
    var cookies: Set<UInt64> = []
    for _ in 0..<600 { cookies.insert(LoopbackSocket.udp().cookie) }
    var heard: Set<UInt64> = []
    var lost = 0
    _ = eventually {
      let (ended, status) = listener.take()
      heard.formUnion(ended.map(\.record.cookie).filter(cookies.contains))
      if case .on(let count) = status { lost += count }
      return heard.count + lost >= cookies.count
    }
    #expect(lost > 0 && heard.count < cookies.count)
    #expect(heard.count + lost >= cookies.count)
  }
}
