import SocketModel
import SocketReport
import Testing
import TextSafety

/// What `-o -e -m --tos --cgroup --inet-sockopt` add to internet sockets.
struct InternetTokenTests {
  @Test func `timers say their time as ss does`() {
    let table: [(UInt32, String)] = [
      (7_140_000, "119min"), (65_000, "1min5sec"), (600_000, "10min"), (605_000, "10min"),
      (58_900, "58sec"), (10_100, "10sec"), (9_999, "9.999sec"), (1_608, "1.608sec"),
      (5_000, "5sec"), (516, "516ms"), (92, "092ms"), (1, "001ms"), (0, ""),
    ]
    for (milliseconds, expected) in table {
      var record = Fixtures.tcp()
      record.timer = .keepalive
      record.timerMilliseconds = milliseconds
      record.timerRetransmits = 2
      let text = Fixtures.rest(SocketDetail(record: record)) { $0.showsTimers = true }
      #expect(text == " timer:(keepalive,\(expected),2)")
    }
  }

  @Test func `timers have the names of ss`() {
    let table: [(SocketTimer, String)] = [
      (.retransmit, "on"), (.keepalive, "keepalive"), (.timeWait, "timewait"),
      (.persist, "persist"), (.delayedAck, "delack"), (.unknown, "unknown"),
    ]
    for (timer, name) in table {
      var record = Fixtures.tcp()
      record.timer = timer
      record.timerMilliseconds = 1000
      let text = Fixtures.rest(SocketDetail(record: record)) { $0.showsTimers = true }
      #expect(text == " timer:(\(name),1sec,0)")
    }
    #expect(
      Fixtures.rest(SocketDetail(record: Fixtures.tcp())) { $0.showsTimers = true } == "")
  }

  @Test func `an sctp timer is its retransmission timer`() {
    var record = Fixtures.record(.sctp, .inet)
    record.timer = .retransmit
    record.timerMilliseconds = 1500
    let text = Fixtures.rest(SocketDetail(record: record)) { $0.showsTimers = true }
    #expect(text == " timer:(T3_RTX,1.500sec,0)")
  }

  @Test func `details name only what is there`() {
    var record = Fixtures.tcp()
    #expect(Self.details(record) == " ino:4711 sk:1f")
    record.uid = 1000
    record.mark = 16
    record.cgroup = 1
    record.shutdown = 0
    record.known.formUnion([.cgroup, .shutdown])
    #expect(Self.details(record) == " uid:1000 ino:4711 sk:1f fwmark:0x10 cgroup:/ <->")
    record.cgroup = 0xabc
    #expect(Self.details(record).contains(" cgroup:unreachable:abc "))
    record.family = .inet6
    record.known.insert(.v6OnlyTold)
    #expect(Self.details(record).hasSuffix(" v6only:0 <->"))
    record.known.insert(.v6Only)
    #expect(Self.details(record).hasSuffix(" v6only:1 <->"))
  }

  @Test func `arrows show what is shut`() {
    for (mask, arrows) in [(0, "<->"), (1, "-->"), (2, "<--"), (3, "---")] {
      var record = Fixtures.tcp()
      record.shutdown = UInt8(mask)
      record.known.insert(.shutdown)
      #expect(Self.details(record).hasSuffix(" \(arrows)"))
    }
  }

  @Test func `a row from proc has no details`() {
    var record = Fixtures.record(.raw, .inet)
    record.cookie = 0
    let text = Fixtures.rest(SocketDetail(record: record)) {
      $0.showsExtended = true
      $0.showsMemory = true
      $0.showsInfo = true
    }
    #expect(text == "")
  }

  @Test func `services, classes and groups are told`() {
    var record = Fixtures.tcp()
    record.cgroup = 1
    record.known.insert(.cgroup)
    var detail = SocketDetail(record: record)
    detail.typeOfService = 0x10
    detail.trafficClass = 0
    detail.classID = 0x1_0001
    let text = Fixtures.rest(detail, names: FixtureNames()) {
      $0.showsTypeOfService = true
      $0.showsCgroup = true
    }
    #expect(text == " tos:0x10 tclass:0 class_id:0x10001 cgroup:/")
  }

  @Test func `details and groups both name the group`() {
    var record = Fixtures.tcp()
    record.cgroup = 1
    record.known.insert(.cgroup)
    let text = Fixtures.rest(SocketDetail(record: record), names: FixtureNames()) {
      $0.showsExtended = true
      $0.showsCgroup = true
    }
    #expect(text == " ino:4711 sk:1f cgroup:/ cgroup:/")
  }

  @Test func `socket options have their line`() {
    var detail = SocketDetail(record: Fixtures.tcp())
    detail.socketOptions = 0b111_1111_1111
    let names =
      "recverr is_icsk freebind hdrincl mc_loop transparent mc_all nodefrag bind_addr_no_port "
      + "recverr_rfc4884 defer_connect"
    let lines = Fixtures.rest(detail) { $0.showsSocketOptions = true }
    #expect(lines == "\n\tinet-sockopt: ( \(names))")
    detail.socketOptions = 0b1_0010
    let line = Fixtures.rest(detail) {
      $0.showsSocketOptions = true
      $0.isOneLine = true
    }
    #expect(line == " inet-sockopt: ( is_icsk mc_loop)")
  }

  @Test func `memory has its line`() {
    let detail = Fixtures.detailWithMemory(Fixtures.tcp())
    let memory = " skmem:(r1,rb131072,t2,tb87040,f3,w4,o5,bl6,d7)"
    #expect(Fixtures.rest(detail) { $0.showsMemory = true } == "\n\t" + memory)
    let line = Fixtures.rest(detail) {
      $0.showsMemory = true
      $0.isOneLine = true
    }
    #expect(line == memory)
  }

  @Test func `the old memory is told where the new is missing`() {
    var detail = SocketDetail(record: Fixtures.tcp())
    detail.legacyMemory = LegacyMemory(receive: 1, write: 2, forward: 3, transmit: 4)
    #expect(Fixtures.rest(detail) { $0.showsMemory = true } == "\n\t mem:(r1,w2,f3,t4)")
  }

  @Test func `a socket without information has an empty line`() {
    var record = Fixtures.tcp(.timeWait)
    record.inode = 0
    #expect(Fixtures.rest(SocketDetail(record: record)) { $0.showsInfo = true } == "\n\t")
    record.kind = .udp
    #expect(Fixtures.rest(SocketDetail(record: record)) { $0.showsInfo = true } == "")
  }

  static func details(_ record: SocketRecord) -> String {
    Fixtures.rest(SocketDetail(record: record), names: FixtureNames()) { $0.showsExtended = true }
  }
}
