import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

/// What `SOCK_DESTROY` does to each kind of socket, that the outcome says so, and that no other
/// socket is hit.
@Suite(.serialized, .enabled(if: Privilege.isRoot, "destroying sockets needs root"))
struct DestroyTableTests {
  private let collector = SocketCollector()
  /// Lives through every case: a connection, and a UDP socket.
  private let bystander = LoopbackSocket.tcpConnection()
  private let datagrams = LoopbackSocket.udp()

  /// Every socket of the test's namespace with this cookie.
  private func find(_ cookie: UInt64, _ tables: SocketTables = .internet) -> [SocketRecord] {
    collector.collect(CollectionPlan(tables: tables)).records.filter { $0.cookie == cookie }
  }

  private func record(_ socket: LoopbackSocket, _ tables: SocketTables = .internet) throws
    -> SocketRecord
  {
    try #require(find(socket.cookie, tables).first)
  }

  private func expectBystandersUnharmed(_ location: SourceLocation = #_sourceLocation) {
    for socket in [bystander.client, bystander.server, datagrams] {
      #expect(socket.pendingError() == EAGAIN, sourceLocation: location)
    }
    let listener = find(bystander.listener.cookie)
    #expect(listener.first?.state == .listen, sourceLocation: location)
  }

  private static func set(_ socket: LoopbackSocket, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    unsafe setsockopt(
      socket.descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Binds to whatever zeros mean in `family`.
  private static func bind(_ socket: LoopbackSocket, family: Int32, length: socklen_t) -> Bool {
    var address = sockaddr_storage()
    address.ss_family = sa_family_t(family)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.bind(socket.descriptor, $0, length) == 0
      }
    }
  }

  private static func tcp() -> LoopbackSocket {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    return LoopbackSocket(descriptor: socket(AF_INET, type, 0))
  }

  private static func isReadable(_ socket: LoopbackSocket) -> Bool {
    var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 2000) > 0
  }

  @Test func `a connection is reset: its owner and its peer hear of it, a second time it is gone`()
    throws
  {
    let connection = LoopbackSocket.tcpConnection()
    let record = try record(connection.client)
    #expect(collector.destroy(record) == .destroyed)
    #expect(connection.client.pendingError() == ECONNABORTED)
    #expect(Self.isReadable(connection.server))
    #expect(connection.server.pendingError() == ECONNRESET)
    #expect(collector.destroy(record) == .notFound)
    expectBystandersUnharmed()
  }

  @Test func `a wrong cookie and the wildcard cookie hit nothing`() throws {
    var record = try record(bystander.client)
    let cookie = record.cookie
    record.cookie = cookie &+ (1 << 40)
    #expect(collector.destroy(record) == .notFound)
    for wildcard in [0, UInt64.max] {
      record.cookie = wildcard
      #expect(collector.destroy(record) == .unsupported)
    }
    expectBystandersUnharmed()
  }

  @Test func `a listener resets what waits to be accepted and leaves what was accepted`() throws {
    let connection = LoopbackSocket.tcpConnection()
    let waiting = Self.tcp()
    waiting.connectToLoopback(port: connection.listener.port)
    #expect(collector.destroy(try record(connection.listener)) == .destroyed)
    #expect(accept(connection.listener.descriptor, nil, nil) < 0 && errno == EINVAL)
    #expect(Self.isReadable(waiting))
    #expect(waiting.pendingError() == ECONNRESET)
    #expect(connection.client.pendingError() == EAGAIN)
    #expect(connection.server.pendingError() == EAGAIN)
    expectBystandersUnharmed()
  }

  @Test func `a half-open connection is dropped`() throws {
    let listener = LoopbackSocket.tcpListener()
    // The request waits for data and stays SYN-RECV, while its peer is established.
    Self.set(listener, Int32(IPPROTO_TCP), TCP_DEFER_ACCEPT, 30)
    let client = Self.tcp()
    client.connectToLoopback(port: listener.port)
    let isHalfOpen = { (record: SocketRecord) in
      record.localPort == UInt32(listener.port)
        && (record.state == .synReceived || record.state == .newSynReceived)
    }
    let records = collector.collect(CollectionPlan(tables: SocketTables(.tcp))).records
    let request = try #require(records.first(where: isHalfOpen))
    #expect(collector.destroy(request) == .destroyed)
    let after = collector.collect(CollectionPlan(tables: SocketTables(.tcp))).records
    #expect(!after.contains(where: isHalfOpen))
    expectBystandersUnharmed()
  }

  @Test func `TIME-WAIT ends at once`() throws {
    let cookie: UInt64
    do {
      let listener = LoopbackSocket.tcpListener()
      let client = Self.tcp()
      client.connectToLoopback(port: listener.port)
      let server = LoopbackSocket(descriptor: accept(listener.descriptor, nil, nil))
      cookie = client.cookie
      shutdown(client.descriptor, Int32(SHUT_RDWR))
      #expect(Self.isReadable(server))
      shutdown(server.descriptor, Int32(SHUT_RDWR))
    }
    let record = try #require(find(cookie).first)
    try #require(record.state == .timeWait)
    #expect(collector.destroy(record) == .destroyed)
    #expect(find(cookie).isEmpty)
    expectBystandersUnharmed()
  }

  @Test func `an orphan in FIN-WAIT-2 ends at once`() throws {
    let listener = LoopbackSocket.tcpListener()
    let server: LoopbackSocket
    let cookie: UInt64
    do {
      let client = Self.tcp()
      client.connectToLoopback(port: listener.port)
      server = LoopbackSocket(descriptor: accept(listener.descriptor, nil, nil))
      cookie = client.cookie
    }
    #expect(Self.isReadable(server))
    // The acknowledgement of the end may take its time.
    try #require(Deadline.wait { find(cookie).first?.state == .finWait2 })
    let record = try #require(find(cookie).first)
    #expect(collector.destroy(record) == .destroyed)
    #expect(find(cookie).isEmpty)
    expectBystandersUnharmed()
  }

  @Test func `a socket that is bound to an interface is found through it`() throws {
    let listener = Self.tcp()
    let name = Array("lo\0".utf8)
    let isBound = unsafe setsockopt(
      listener.descriptor, SOL_SOCKET, SO_BINDTODEVICE, name, socklen_t(name.count))
    try #require(isBound == 0)
    try #require(listen(listener.descriptor, 4) == 0)
    let record = try record(listener)
    #expect(record.interfaceIndex != 0)
    #expect(collector.destroy(record) == .destroyed)
    expectBystandersUnharmed()
  }

  @Test func `a bound UDP socket stays bound and hears one error`() throws {
    let port = LoopbackSocket.udp().port
    let socket = LoopbackSocket.udp(port: port)
    #expect(collector.destroy(try record(socket)) == .aborted)
    #expect(socket.pendingError() == ECONNABORTED)
    #expect(socket.pendingError() == EAGAIN)
    #expect(socket.port == port)
    expectBystandersUnharmed()
  }

  @Test func `a connected UDP socket loses its peer and stays bound`() throws {
    let port = LoopbackSocket.udp().port
    let socket = LoopbackSocket.udp(port: port)
    socket.connectToLoopback(port: datagrams.port)
    let before = try record(socket)
    try #require(before.hasRemote)
    #expect(collector.destroy(before) == .aborted)
    let after = try record(socket)
    #expect(!after.hasRemote && after.localPort == UInt32(port))
    expectBystandersUnharmed()
  }

  @Test func `of listeners that share a port the kernel's choice is hit or none`() throws {
    let first = LoopbackSocket.sharedTCPListener(port: 0)
    let group = [first] + (0..<3).map { _ in LoopbackSocket.sharedTCPListener(port: first.port) }
    var living = Set(group.map(\.cookie))
    for socket in group {
      let outcome = collector.destroy(try record(socket))
      #expect(outcome == .destroyed || outcome == .hiddenByGroup)
      if outcome == .destroyed { living.remove(socket.cookie) }
      for cookie in living { #expect(find(cookie).first?.state == .listen) }
    }
    expectBystandersUnharmed()
  }

  @Test func `a raw socket is destroyed where the kernel lists it, else it cannot be`() throws {
    let raw = try #require(LoopbackSocket.raw(protocolNumber: 253))
    let found = find(raw.cookie, SocketTables(.raw)).first
    let record = try #require(found ?? fileRecord(of: raw))
    let outcome = collector.destroy(record)
    // Without raw_diag the socket comes from /proc/net, without a cookie to name it by.
    #expect(outcome == (found == nil ? .unsupported : .aborted))
    #expect(raw.pendingError() == (found == nil ? EAGAIN : ECONNABORTED))
    expectBystandersUnharmed()
  }

  private func fileRecord(of raw: LoopbackSocket) -> SocketRecord? {
    var status = stat()
    guard unsafe fstat(raw.descriptor, &status) == 0 else { return nil }
    return collector.collect(CollectionPlan(tables: SocketTables(.raw))).records.first {
      UInt64($0.inode) == UInt64(status.st_ino)
    }
  }

  @Test func `unix, packet and netlink sockets cannot be destroyed`() throws {
    let unix = LoopbackSocket.unixListener(abstractName: "topss destroy table")
    #expect(collector.destroy(try record(unix, .unix)) == .unsupported)
    let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let netlink = LoopbackSocket(descriptor: socket(AF_NETLINK, type, 0))
    try #require(Self.bind(netlink, family: AF_NETLINK, length: 12))
    #expect(collector.destroy(try record(netlink, SocketTables(.netlink))) == .unsupported)
    let packet = LoopbackSocket(descriptor: socket(AF_PACKET, type, 0))
    #expect(collector.destroy(try record(packet, .packet)) == .unsupported)
    expectBystandersUnharmed()
  }
}
