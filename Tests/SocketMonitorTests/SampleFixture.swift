import SocketMetrics
import SocketModel
import TextSafety

/// A host for tests: sockets with names, polled one second apart.
struct SampleFixture {
  private var sampler = Sampler(lingeringSamples: 2)
  private(set) var seconds = 0.0
  /// The sockets that are there, by name, and their order in a dump.
  private var sockets: [String: SocketRecord] = [:]
  private var order: [String] = []
  /// Bytes that a socket receives and sends per second.
  private var pace: [String: (received: UInt64, sent: UInt64)] = [:]
  private(set) var owners = OwnerTable()
  /// Sockets whose end is still to be announced.
  private var ended: [SocketRecord] = []
  /// How the ends of sockets become known.
  var events = DestroyEventStatus.on(lost: 0)
  /// How the tables were read.
  var coverage: [SocketKind: TableCoverage] = [.tcp: .complete, .udp: .complete]
  private var nextCookie: UInt64 = 1

  subscript(name: String) -> SocketRecord? { sockets[name] }

  /// Adds a socket; its inode is its cookie plus 1,000.
  mutating func add(
    _ name: String, _ state: SocketState = .established, kind: SocketKind = .tcp,
    local: (UInt32, UInt32), peer: (UInt32, UInt32) = (0, 0), owner: (String, Int32)? = nil,
    pace: (UInt64, UInt64)? = nil, change: (inout SocketRecord) -> Void = { _ in }
  ) {
    var record = SocketRecord()
    record.cookie = nextCookie
    nextCookie += 1
    record.kind = kind
    record.state = state
    record.localAddress = AddressBits(word: local.0)
    record.localPort = local.1
    record.remoteAddress = AddressBits(word: peer.0)
    record.remotePort = peer.1
    record.known = [.queues, .owner, .memory]
    if kind == .tcp {
      record.known.formUnion([
        .tcpInfo, .bytesAcked, .bytesSent, .segments, .minimumRTT, .limits, .sendWindow,
      ])
      record.tcp.congestionWindow = 10
      if state == .established { record.tcp.roundTripMicroseconds = 12_100 }
    }
    if let owner {
      record.inode = UInt32(record.cookie) + 1000
      record.uid = 33
      owners.byInode[record.inode] = [
        SocketOwner(
          pid: owner.1, descriptor: 7, command: RawText(utf8: owner.0), startTime: 4711)
      ]
      owners.searched.insert(record.inode)
    } else {
      record.known.remove(.owner)
    }
    change(&record)
    sockets[name] = record
    order.append(name)
    self.pace[name] = pace.map { (received: $0.0, sent: $0.1) }
  }

  mutating func change(_ name: String, _ change: (inout SocketRecord) -> Void) {
    guard var record = sockets[name] else { return }
    change(&record)
    sockets[name] = record
  }

  /// Ends a socket in order; the kernel announces it with the next sample.
  mutating func remove(_ name: String) {
    if var record = sockets[name], record.kind == .tcp {
      record.state = .close
      record.inode = 0
      record.known.remove(.owner)
      record.known.insert(.final)
      // The FIN.
      record.tcp.bytesAcked += 1
      ended.append(record)
    }
    sockets[name] = nil
    order.removeAll { $0 == name }
  }

  /// Whether somebody asked for gauges.
  var hasGauges = true

  /// One second later.
  mutating func poll() -> Sample {
    seconds += 1
    for (name, pace) in pace {
      change(name) {
        $0.tcp.bytesReceived += pace.received
        $0.tcp.bytesSent += pace.sent
        $0.tcp.bytesAcked += pace.sent
        $0.tcp.busyMilliseconds += 250
        $0.tcp.receiverLimitedMilliseconds += 150
      }
    }
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: UInt64(seconds * 1e9))
    snapshot.wallClock = 38_527 + seconds
    snapshot.records = order.compactMap { sockets[$0] }
    if hasGauges { snapshot.gauges = snapshot.records.map(Self.gauges) }
    snapshot.coverage = coverage
    snapshot.host = host
    snapshot.destroyEvents = events
    snapshot.destroyed = ended.map { DestroyedSocket(record: $0, time: snapshot.time) }
    ended = []
    let asked = sampler.prepare(snapshot)
    return sampler.finish(asked.map { _ in .gone })
  }

  private static func gauges(of record: SocketRecord) -> SocketGauges? {
    var gauges = SocketGauges()
    guard record.kind == .tcp else { return gauges }
    gauges.sendMSS = 1448
    gauges.segmentsOut = 7
    gauges.segmentsIn = 5
    if record.state == .established { gauges.minimumRTTMicroseconds = 9_000 }
    return gauges
  }

  private var host: HostCounters {
    var host = HostCounters()
    host.socketsUsed = 734
    host.tcpAllocated = 157
    host.tcp4InUse = 134
    host.tcp6InUse = 22
    host.tcpTimeWait = 1258
    host.tcpOrphaned = 11
    host.tcpEstablished = 112
    host.udp4InUse = 12
    host.udp6InUse = 3
    host.counters = [
      "Tcp.RetransSegs": UInt64(100 + seconds * 3), "Tcp.InSegs": UInt64(90_000 + seconds * 512),
      "TcpExt.ListenOverflows": 4, "Udp.InErrors": 0,
    ]
    return host
  }

  /// A web server with its clients, a leak, a full listener, a loopback pair and a hostile name.
  static func webServer() -> SampleFixture {
    var host = SampleFixture()
    let own: UInt32 = 0x0a00_0001
    let loopback: UInt32 = 0x7f00_0001
    host.add("https", .listen, local: (0, 443), owner: ("nginx", 812)) { $0.sendQueue = 511 }
    host.add("tomcat", .listen, local: (0, 8080), owner: ("java", 977)) {
      $0.receiveQueue = 9
      $0.sendQueue = 10
    }
    host.add(
      "download", local: (own, 443), peer: (0xcb00_7109, 51234), owner: ("nginx", 812),
      pace: (33_000, 1_200_000))
    host.add(
      "upload", local: (own, 443), peer: (0xcb00_710a, 40112), owner: ("nginx", 812),
      pace: (840_000, 2_100))
    host.add("idle", local: (own, 443), peer: (0xc633_6407, 33010), owner: ("nginx", 813))
    host.add(
      "leak", .closeWait, local: (own, 8080), peer: (0x0a00_0007, 40112), owner: ("java", 977)
    ) { $0.receiveQueue = 1 }
    host.add("old", .timeWait, local: (own, 443), peer: (0xc633_6408, 44120)) {
      $0.known = [.queues]
      $0.timer = .timeWait
      $0.timerMilliseconds = 41_000
    }
    host.add(
      "database", local: (loopback, 5432), peer: (loopback, 60122), owner: ("postgres", 640),
      pace: (12_000, 48_000))
    host.add(
      "application", local: (loopback, 60122), peer: (loopback, 5432), owner: ("java", 977),
      pace: (48_000, 12_000))
    host.add(
      "dns", .close, kind: .udp, local: (loopback, 53), owner: ("\u{1b}]0;evil\u{7}", 53))
    host.add("probe", .synSent, local: (own, 50110), peer: (0xc633_6463, 25), owner: ("curl", 991))
    return host
  }
}
