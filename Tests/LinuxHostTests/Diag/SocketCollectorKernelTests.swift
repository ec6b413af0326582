import Glibc
import LinuxHost
import SocketModel
import Testing
import TextSafety

/// The collector against the kernel of the machine, with sockets of the test itself.
struct SocketCollectorKernelTests {
  private static func record(
    _ snapshot: Snapshot, cookie: UInt64
  ) throws -> SocketRecord {
    try #require(snapshot.records.first { $0.cookie == cookie })
  }

  @Test func `both ends of a connection are found with the bytes that they moved`() throws {
    let connection = LoopbackSocket.tcpConnection()
    connection.client.send(count: 123_456)
    connection.server.receive(count: 123_456)
    let collector = SocketCollector()
    let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.tcp)))
    #expect(snapshot.coverage == [.tcp: .complete])
    let client = try Self.record(snapshot, cookie: connection.client.cookie)
    let server = try Self.record(snapshot, cookie: connection.server.cookie)
    let listener = try Self.record(snapshot, cookie: connection.listener.cookie)
    #expect(client.state == .established && listener.state == .listen)
    #expect(client.localPort == server.remotePort && server.localPort == listener.localPort)
    #expect(client.localAddress == AddressBits(word: 0x7f00_0001))
    #expect(client.payloadBytesSent == 123_456)
    #expect(server.payloadBytesReceived == 123_456)
    #expect(client.inode != 0 && client.known.contains(.memory))
    #expect(snapshot.time > MonotonicTime(nanoseconds: 0))
  }

  @Test func `bytes not yet read stand in the receive queue`() throws {
    let connection = LoopbackSocket.tcpConnection()
    connection.client.send(count: 777)
    let collector = SocketCollector()
    let found = eventually {
      let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.tcp)))
      let server = snapshot.records.first { $0.cookie == connection.server.cookie }
      return server?.receiveQueue == 777
    }
    #expect(found)
  }

  @Test func `a socket that is only bound stands in every poll, and once when it listens`() throws {
    let bound = LoopbackSocket.boundTCP()
    let collector = SocketCollector()
    var plan = CollectionPlan(tables: SocketTables(.tcp))
    // Kernels before 6.8 do not tell of it.
    guard collector.collect(plan).records.contains(where: { $0.cookie == bound.cookie }) else {
      return
    }
    plan.readsBoundApart = true
    for _ in 0..<3 {
      let seen = collector.collect(plan).records.filter { $0.cookie == bound.cookie }
      #expect(seen.map(\.state) == [.boundInactive])
      #expect(seen.first?.localPort == UInt32(bound.port))
    }
    listen(bound.descriptor, 1)
    let seen = collector.collect(plan).records.filter { $0.cookie == bound.cookie }
    #expect(seen.map(\.state) == [.listen])
  }

  @Test func `narrowed states and families leave the rest out`() throws {
    let connection = LoopbackSocket.tcpConnection()
    let collector = SocketCollector()
    var plan = CollectionPlan(tables: SocketTables(.tcp), states: SocketState.listen.set)
    let listening = collector.collect(plan)
    #expect(listening.records.allSatisfy { $0.state == .listen })
    _ = try Self.record(listening, cookie: connection.listener.cookie)
    plan.families = FamilySet(.inet6)
    let none = collector.collect(plan)
    #expect(!none.records.contains { $0.cookie == connection.listener.cookie })
  }

  @Test func `a UDP socket, a unix name and a netlink socket are found in the order of ss`() throws
  {
    let udp = LoopbackSocket.udp()
    let unix = LoopbackSocket.unixListener(abstractName: "topss collector test")
    let collector = SocketCollector()
    let plan = CollectionPlan(
      tables: SocketTables.unix.union(SocketTables(.udp, .netlink)))
    let snapshot = collector.collect(plan)
    let datagram = try Self.record(snapshot, cookie: udp.cookie)
    #expect(datagram.kind == .udp && datagram.localPort == UInt32(udp.port))
    let named = try Self.record(snapshot, cookie: unix.cookie)
    #expect(named.kind == .unixStream && named.state == .listen)
    #expect(snapshot.name(of: named) == RawText(utf8: "\0topss collector test"))
    let kinds = snapshot.records.map(\.kind)
    let lastNetlink = try #require(kinds.lastIndex(of: .netlink))
    let firstUnix = try #require(kinds.firstIndex { SocketTables.unix.contains($0) })
    let firstUDP = try #require(kinds.firstIndex(of: .udp))
    #expect(lastNetlink < firstUnix && firstUnix < firstUDP)
  }

  @Test func `every kind has a coverage`() {
    let snapshot = SocketCollector().collect(CollectionPlan(tables: .all))
    for kind in SocketKind.allCases {
      #expect(snapshot.coverage[kind] != nil, "\(kind)")
    }
    #expect(snapshot.coverage[.tcp] == .complete && snapshot.coverage[.udp] == .complete)
  }

  @Test(.enabled(if: Privilege.isRoot, "raw sockets need root"))
  func `a raw socket is found, by a file where the kernel lacks raw_diag`() throws {
    let raw = try #require(LoopbackSocket.raw(protocolNumber: 253))
    let snapshot = SocketCollector().collect(CollectionPlan(tables: SocketTables(.raw)))
    let coverage = try #require(snapshot.coverage[.raw])
    #expect([.complete, .fallback].contains(coverage))
    let record = try #require(snapshot.records.first { $0.protocolNumber == 253 })
    #expect(record.kind == .raw && record.localPort == 253 && record.state == .close)
    #expect(record.cookie == (coverage == .complete ? raw.cookie : 0))
  }

  @Test func `the files tell the same sockets as the kernel`() throws {
    let connection = LoopbackSocket.tcpConnection()
    let udp = LoopbackSocket.udp()
    let unix = LoopbackSocket.unixListener(abstractName: "topss files test")
    var paths = ProcNetPaths()
    paths.filesOnly = .all
    let plan = CollectionPlan(tables: SocketTables.unix.union(SocketTables(.tcp, .udp)))
    let files = SocketCollector(paths: paths).collect(plan)
    let kernel = SocketCollector().collect(plan)
    #expect(files.coverage[.tcp] == .fallback && files.coverage[.unixStream] == .fallback)
    for cookie in [connection.client.cookie, connection.listener.cookie, udp.cookie, unix.cookie] {
      let told = try Self.record(kernel, cookie: cookie)
      let read = try #require(files.records.first { $0.inode == told.inode })
      #expect(read.kind == told.kind && read.family == told.family && read.state == told.state)
      #expect(read.localPort == told.localPort && read.remotePort == told.remotePort)
      #expect(read.localAddress == told.localAddress)
      #expect(read.family == .unix || read.ownerUID == told.ownerUID)
      #expect(files.name(of: read) == kernel.name(of: told))
    }
  }

  @Test func `recycled storage holds nothing of the old snapshot`() {
    let collector = SocketCollector()
    let plan = CollectionPlan(tables: SocketTables(.tcp).union(.unix))
    let first = collector.collect(plan)
    let count = first.records.count
    collector.recycle(first)
    let second = collector.collect(CollectionPlan(tables: SocketTables(.sctp)))
    #expect(count > 0 && second.records.isEmpty && second.names.isEmpty)
  }
}

/// Whether `condition` becomes true within five seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  let deadline = HostClock.deadline(after: 5)
  while HostClock.monotonic() < deadline {
    if condition() { return true }
  }
  return condition()
}
