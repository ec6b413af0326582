import Glibc
import LinuxHost
import SockDiag
import SocketModel
import Testing
import TextSafety

/// Exact questions to the kernel of the machine, about sockets of the test itself.
struct SocketQueryTests {
  private static func record(
    _ collector: SocketCollector, cookie: UInt64, tables: SocketTables = .all
  ) throws -> SocketRecord {
    let snapshot = collector.collect(CollectionPlan(tables: tables))
    return try #require(snapshot.records.first { $0.cookie == cookie })
  }

  private static func found(_ answer: ExactAnswer) -> SocketRecord? {
    guard case .found(let record) = answer else { return nil }
    return record
  }

  private static func isGone(_ answer: ExactAnswer) -> Bool {
    guard case .gone = answer else { return false }
    return true
  }

  private static func isUnreliable(_ answer: ExactAnswer) -> Bool {
    guard case .unreliable = answer else { return false }
    return true
  }

  @Test func `living sockets of each kind are found by their cookie`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    let udp = LoopbackSocket.udp()
    let connected = LoopbackSocket.udp()
    connected.connectToLoopback(port: udp.port)
    let unix = LoopbackSocket.unixListener(abstractName: "topss query test")
    for socket in [connection.client, connection.server, connection.listener, udp, connected, unix]
    {
      let record = try Self.record(collector, cookie: socket.cookie)
      let fresh = try #require(Self.found(collector.query(record)), "\(record.kind)")
      #expect(fresh.identity == record.identity && fresh.inode == record.inode)
      #expect(fresh.name == record.name && fresh.state == record.state)
    }
  }

  @Test func `the answer is newer than the dump`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    let record = try Self.record(collector, cookie: connection.server.cookie)
    connection.client.send(count: 4_000)
    connection.server.receive(count: 4_000)
    let fresh = try #require(Self.found(collector.query(record)))
    #expect(record.payloadBytesReceived == 0 && fresh.payloadBytesReceived == 4_000)
  }

  @Test func `another cookie on living addresses is gone, a closed connection too`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    var record = try Self.record(collector, cookie: connection.client.cookie)
    record.cookie &+= 1 << 40
    #expect(Self.isGone(collector.query(record)))
    record.cookie &-= 1 << 40
    record.localPort = 1
    #expect(Self.isGone(collector.query(record)))
  }

  @Test func `a unix socket that was closed is gone`() throws {
    let collector = SocketCollector()
    let record: SocketRecord
    do {
      let unix = LoopbackSocket.unixListener(abstractName: "topss gone test")
      record = try Self.record(collector, cookie: unix.cookie, tables: .unix)
    }
    #expect(Self.isGone(collector.query(record)))
  }

  @Test func `a datagram socket or a listener that is not found may live`() throws {
    let collector = SocketCollector()
    let records: [SocketRecord]
    do {
      let udp = LoopbackSocket.udp()
      let listener = LoopbackSocket.tcpListener()
      records = [
        try Self.record(collector, cookie: udp.cookie),
        try Self.record(collector, cookie: listener.cookie),
      ]
    }
    #expect(collector.query(records).allSatisfy(Self.isUnreliable))
  }

  @Test func `a table without exact requests and a record without cookie are not asked for`() {
    var netlink = SocketRecord()
    netlink.kind = .netlink
    netlink.family = .netlink
    netlink.cookie = 5
    let transport = ScriptedTransport([])
    let collector = SocketCollector(open: { transport })
    #expect(collector.query([netlink, SocketRecord()]).allSatisfy(Self.isUnreliable))
    #expect(transport.requests.isEmpty)
  }

  @Test func `hundreds of questions are answered in order`() throws {
    let collector = SocketCollector()
    let connections = (0..<100).map { _ in LoopbackSocket.tcpConnection() }
    let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.tcp)))
    let byCookie = Dictionary(
      snapshot.records.map { ($0.cookie, $0) }, uniquingKeysWith: { first, _ in first })
    var records: [SocketRecord] = []
    for connection in connections {
      records.append(try #require(byCookie[connection.client.cookie]))
      var foreign = try #require(byCookie[connection.server.cookie])
      foreign.cookie &+= 1 << 40
      records.append(foreign)
    }
    let answers = collector.query(records)
    #expect(answers.count == 200)
    for (index, answer) in answers.enumerated() {
      if index % 2 == 0 {
        #expect(Self.found(answer)?.cookie == records[index].cookie)
      } else {
        #expect(Self.isGone(answer))
      }
    }
  }

  @Test func `the detail of a connection has its congestion control and tcp_info`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    let record = try Self.record(collector, cookie: connection.client.cookie)
    let detail = try #require(collector.queryDetail(record))
    #expect(detail.record.cookie == record.cookie)
    #expect(detail.congestionControl?.isEmpty == false && detail.tcpInfo != nil)
    #expect(detail.typeOfService == 0)
    let unix = LoopbackSocket.unixListener(abstractName: "topss detail test")
    let named = try Self.record(collector, cookie: unix.cookie, tables: .unix)
    #expect(collector.queryDetail(named)?.name == RawText(utf8: "\0topss detail test"))
  }

  @Test(arguments: [FamilyOrder.held, .separate])
  func `a listing hands over every socket once, families in order`(order: FamilyOrder) throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    var plan = CollectionPlan(tables: SocketTables(.tcp), extensions: .all)
    plan.familyOrder = order
    let details = Box<[SocketDetail]>([])
    let bytes = Box(0)
    let coverage = collector.stream(plan) {
      bytes.value += $0.byteCount
    } each: {
      details.value.append($0)
    }
    #expect(coverage == [.tcp: .complete] && bytes.value > 0)
    let client = try #require(
      details.value.first { $0.record.cookie == connection.client.cookie })
    #expect(client.congestionControl?.isEmpty == false)
    let families = details.value.map(\.record.family)
    #expect(families == families.filter { $0 == .inet } + families.filter { $0 == .inet6 })
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `a destroyed connection is gone and its owner is told`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    let bystander = LoopbackSocket.tcpConnection()
    let record = try Self.record(collector, cookie: connection.client.cookie)
    #expect(collector.destroy(record) == .destroyed)
    #expect(connection.client.pendingError() == ECONNABORTED)
    #expect(collector.destroy(record) == .notFound)
    #expect(bystander.client.pendingError() == EAGAIN)
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `another cookie destroys nothing`() throws {
    let collector = SocketCollector()
    let connection = LoopbackSocket.tcpConnection()
    var record = try Self.record(collector, cookie: connection.client.cookie)
    record.cookie &+= 1 << 40
    #expect(collector.destroy(record) == .notFound)
    record.cookie = .max
    #expect(collector.destroy(record) == .unsupported)
    record.cookie = 0
    #expect(collector.destroy(record) == .unsupported)
    #expect(connection.client.pendingError() == EAGAIN)
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `a UDP socket is aborted and stays bound`() throws {
    let collector = SocketCollector()
    let freePort = LoopbackSocket.udp().port
    let udp = LoopbackSocket.udp(port: freePort)
    let record = try Self.record(collector, cookie: udp.cookie)
    #expect(collector.destroy(record) == .aborted)
    #expect(try Self.record(collector, cookie: udp.cookie).localPort == record.localPort)
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `a UDP socket whose port the kernel chose loses it`() throws {
    let collector = SocketCollector()
    let udp = LoopbackSocket.udp()
    let record = try Self.record(collector, cookie: udp.cookie)
    #expect(collector.destroy(record) == .destroyed)
    #expect(udp.port == 0)
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `a listener is destroyed, a unix socket cannot be`() throws {
    let collector = SocketCollector()
    let listener = LoopbackSocket.tcpListener()
    let record = try Self.record(collector, cookie: listener.cookie)
    #expect(collector.destroy(record) == .destroyed)
    let unix = LoopbackSocket.unixListener(abstractName: "topss destroy test")
    let named = try Self.record(collector, cookie: unix.cookie, tables: .unix)
    #expect(collector.destroy(named) == .unsupported)
  }

  @Test(.enabled(if: Privilege.isRoot, "destroying sockets needs root"))
  func `of listeners that share a port none is destroyed in place of another`() throws {
    let collector = SocketCollector()
    let first = LoopbackSocket.sharedTCPListener(port: 0)
    let others = (0..<3).map { _ in LoopbackSocket.sharedTCPListener(port: first.port) }
    // The optimiser would close them after their last mention.
    defer { withExtendedLifetime((first, others)) {} }
    var remaining = Set(([first] + others).map(\.cookie))
    for cookie in remaining {
      let record = try Self.record(collector, cookie: cookie, tables: SocketTables(.tcp))
      let outcome = collector.destroy(record)
      #expect([.destroyed, .hiddenByGroup].contains(outcome))
      if outcome == .destroyed { remaining.remove(cookie) }
      let snapshot = collector.collect(CollectionPlan(tables: SocketTables(.tcp)))
      #expect(remaining.isSubset(of: snapshot.records.map(\.cookie)))
    }
  }
}

/// The kernel's refusals, scripted.
struct DestroyOutcomeTests {
  private static var connection: SocketRecord {
    var record = SocketRecord()
    record.cookie = 7
    record.state = .established
    return record
  }

  @Test(arguments: [
    (EPERM, DestroyOutcome.notPermitted), (EOPNOTSUPP, .unsupported), (ENOENT, .notFound),
    (EINVAL, .refused(EINVAL)),
  ])
  func `each refusal has its outcome`(errno: Int32, outcome: DestroyOutcome) {
    let transport = ScriptedTransport([[.datagram(ScriptedReply.error(errno))]])
    let collector = SocketCollector(open: { transport })
    #expect(collector.destroy(Self.connection) == outcome)
  }

  @Test func `a kernel that agrees and still has the socket is believed in the second`() {
    let transport = ScriptedTransport([
      [.datagram(ScriptedReply.error(0))], [.datagram(ScriptedReply.socket(7))],
    ])
    let collector = SocketCollector(open: { transport })
    #expect(collector.destroy(Self.connection) == .stillThere)
  }

  @Test(arguments: [(SocketKind.tcp, DestroyOutcome.stillThere), (.udp, .aborted)])
  func `what cannot be asked for exactly is looked for in its table`(
    kind: SocketKind, outcome: DestroyOutcome
  ) {
    let transport = ScriptedTransport([
      [.datagram(ScriptedReply.error(0))], [.datagram(ScriptedReply.error(ENOENT))],
      [.datagram(ScriptedReply.socket(7)), .datagram(ScriptedReply.done())],
      [.datagram(ScriptedReply.done())],
    ])
    var record = Self.connection
    record.kind = kind
    record.state = .listen
    #expect(SocketCollector(open: { transport }).destroy(record) == outcome)
    #expect(transport.requests.count >= 3)
  }

  @Test func `silence is a failure`() {
    let transport = ScriptedTransport([[]])
    let collector = SocketCollector(open: { transport })
    #expect(collector.destroy(Self.connection) == .failed(.timedOut))
    #expect(transport.resets == 1)
  }
}

/// A value that a closure changes.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
