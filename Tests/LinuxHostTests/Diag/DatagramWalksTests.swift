import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing

/// The walks over the tables of UDP and UDP-Lite, which are dear also where they find nothing.
struct DatagramWalksTests {
  /// A kernel that counts what each poll is told, and answers with `answer`, nil for no sockets.
  private final class Host {
    private let folder: String
    private let transport: ScriptedTransport
    private let collector: SocketCollector
    private let time: ManualClock
    private let plan: CollectionPlan

    init(_ plan: CollectionPlan, answer: ScriptedTransport.Event? = nil) throws {
      folder = try TestEnvironment.makeDirectory()
      var paths = ProcNetPaths()
      paths.directory = folder
      let some = [answer].compactMap { $0 } + [.datagram(ScriptedReply.done())]
      let transport = ScriptedTransport(Array(repeating: some, count: 100))
      let time = ManualClock()
      (self.transport, self.time) = (transport, time)
      collector = SocketCollector(paths: paths, clock: { time.now }, open: { transport })
      var plan = plan
      plan.readsBoundApart = true
      self.plan = plan
    }

    deinit { TestEnvironment.removeDirectory(folder) }

    /// Polls at `second`; how many walks that made. Nil removes the counts.
    func poll(at second: UInt64, four: String? = nil, six: String? = nil) -> Int {
      time.now = MonotonicTime(nanoseconds: second * 1_000_000_000)
      write(four, to: "sockstat")
      write(six, to: "sockstat6")
      let before = transport.requests.count
      let snapshot = collector.collect(plan)
      #expect(snapshot.coverage.values.allSatisfy { $0 == .complete })
      return transport.requests.count - before
    }

    private func write(_ text: String?, to name: String) {
      guard let text else {
        unsafe unlink(folder + "/" + name)
        return
      }
      guard let file = unsafe fopen(folder + "/" + name, "w") else { return }
      unsafe fputs(text, file)
      unsafe fclose(file)
    }
  }

  private static func six(_ udp: Int, lite: Int = 0) -> String {
    "TCP6: inuse 3\nUDP6: inuse \(udp)\nUDPLITE6: inuse \(lite)\nRAW6: inuse 0\n"
  }

  private static func four(_ udp: Int, lite: Int = 0) -> String {
    "sockets: used 30\nTCP: inuse 3 orphan 0\nUDP: inuse \(udp) mem 5\nUDPLITE: inuse \(lite)\n"
  }

  private static let udp6 = CollectionPlan(
    tables: SocketTables(.udp), families: FamilySet(.inet6))

  @Test func `an empty table is walked once, and again when the host counts a socket`() throws {
    let host = try Host(Self.udp6)
    let counts = [0, 0, 0, 1, 1, 0]
    let walks = counts.enumerated().map { host.poll(at: UInt64($0), six: Self.six($1)) }
    #expect(walks == [1, 0, 0, 1, 1, 0])
  }

  @Test func `an empty table is walked every ten seconds whatever the host counts`() throws {
    let host = try Host(Self.udp6)
    let walks = (0..<6).map { host.poll(at: $0 * 4, six: Self.six(0)) }
    #expect(walks == [1, 0, 0, 1, 0, 0])
  }

  @Test func `a table that is not empty is walked at each poll`() throws {
    let host = try Host(Self.udp6, answer: .datagram(ScriptedReply.socket(1)))
    #expect((0..<3).map { host.poll(at: $0, six: Self.six(0)) } == [1, 1, 1])
  }

  @Test func `each table is left out by its own count`() throws {
    let both = SocketTables(.udp, .udpLite)
    let host = try Host(CollectionPlan(tables: both))
    #expect(host.poll(at: 0, four: Self.four(0), six: Self.six(0)) == 4)
    #expect(host.poll(at: 1, four: Self.four(0), six: Self.six(0)) == 0)
    #expect(host.poll(at: 2, four: Self.four(9), six: Self.six(0)) == 1)
    #expect(host.poll(at: 3, four: Self.four(0, lite: 1), six: Self.six(0)) == 1)
    #expect(host.poll(at: 4, four: Self.four(0), six: Self.six(2, lite: 2)) == 2)
  }

  @Test(arguments: [nil, "", "UDP6:\n", "UDP6: mem 0\n", "UDP6: inuse x\n", "UDP: inuse 0\n"])
  func `a host that does not count is asked at each poll`(text: String?) throws {
    let host = try Host(Self.udp6)
    #expect((0..<3).map { host.poll(at: $0, six: text) } == [1, 1, 1])
  }

  @Test func `a listing that is made once reads all tables`() throws {
    let collector = SocketCollector()
    let plan = CollectionPlan(tables: SocketTables(.udp))
    _ = collector.collect(plan)
    let socket = LoopbackSocket.udp()
    let found = collector.collect(plan).records.filter { $0.localPort == UInt32(socket.port) }
    #expect(!found.isEmpty)
  }

  /// How a datagram socket gets its port.
  enum Way: CaseIterable { case bound, boundToAll, connected, connectedToIPv4, sent, reconnected }

  @Test(arguments: Way.allCases)
  func `a socket that is there between two polls is seen at the second`(way: Way) throws {
    for (kind, number) in [(SocketKind.udp, 0), (.udpLite, 136)] {
      let collector = SocketCollector()
      var plan = CollectionPlan(tables: kind.table)
      plan.readsBoundApart = true
      _ = collector.collect(plan)
      _ = collector.collect(plan)
      guard let socket = LoopbackSocket.datagram6(protocolNumber: Int32(number), way) else {
        continue
      }
      let port = UInt32(socket.port)
      let found = collector.collect(plan).records.filter { $0.localPort == port }
      #expect(found.contains { $0.kind == kind && $0.family == .inet6 }, "\(kind) \(way)")
    }
  }
}

extension LoopbackSocket {
  /// An IPv6 socket that got its port in `way`; nil where the kernel has no such sockets.
  fileprivate static func datagram6(
    protocolNumber: Int32, _ way: DatagramWalksTests.Way
  ) -> LoopbackSocket? {
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(AF_INET6, type, protocolNumber)
    guard descriptor >= 0 else { return nil }
    let socket = LoopbackSocket(descriptor: descriptor)
    let isDone =
      switch way {
      case .bound: unsafe socket.with("::1", port: 0) { unsafe bind(descriptor, $0, $1) }
      case .boundToAll: unsafe socket.with("::", port: 0) { unsafe bind(descriptor, $0, $1) }
      case .connected: unsafe socket.with("::1", port: 9) { unsafe connect(descriptor, $0, $1) }
      case .connectedToIPv4:
        unsafe socket.with("::ffff:127.0.0.1", port: 9) { unsafe connect(descriptor, $0, $1) }
      case .sent:
        unsafe socket.with("::1", port: 9) { unsafe Int32(sendto(descriptor, "", 0, 0, $0, $1)) }
      case .reconnected:
        unsafe socket.with("::1", port: 9) { unsafe connect(descriptor, $0, $1) }
          && socket.with("::1", port: 10) { unsafe connect(descriptor, $0, $1) }
      }
    // Without an IPv6 address there is none to have.
    return isDone ? socket : nil
  }

  /// Lends the address to `call`; whether that succeeded.
  private func with(
    _ address: String, port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Bool {
    var storage = sockaddr_in6()
    storage.sin6_family = sa_family_t(AF_INET6)
    storage.sin6_port = port.bigEndian
    unsafe inet_pton(AF_INET6, address, &storage.sin6_addr)
    return unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe call($0, socklen_t(MemoryLayout<sockaddr_in6>.size)) >= 0
      }
    }
  }
}
