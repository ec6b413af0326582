import SocketFilter
import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// Filters read many fields without the way through the field table, and judge a text once for
/// many sockets: both must come to what the table says of each socket.
struct FieldReadingTests {
  @Test func `a filter compares the number that the field table tells, for every field`() throws {
    let sample = Self.sample(seed: 21)
    let context = Self.context(of: sample)
    var random = RandomFilters(seed: 22)
    // The other ends are looked up elsewhere, and have tests of their own.
    for field in FilterWords.fields where field.definition.unit != .text && field != .peerPid {
      var known = 0
      for order in ["=", "!=", ">=", "<=", ">", "<"] {
        let (text, wanted) = Self.value(of: field, in: sample, context, &random)
        let filter = "\(field.filterName) \(order) \(text)"
        let found = Set(
          compiled(try #require(parsed(filter), "\(filter)")).indices(in: sample, context: context))
        for (index, row) in Self.rows(of: sample, context).enumerated() {
          let number = field.number(of: row)
          known += number.isNaN ? 0 : 1
          let expected = Self.holds(number, order, wanted) && Self.isPlain(field, row)
          guard Self.isPlain(field, row) else { continue }
          #expect(found.contains(index) == expected, "\(filter): \(number)")
        }
      }
      #expect(known > 0, "\(field) is never known")
    }
  }

  @Test func `a text judged once is judged for each socket that has it`() throws {
    let sample = Self.sample(seed: 23)
    let context = Self.context(of: sample)
    let filters = [
      "user = root", "user = 1*", "user != www-data", "cc = bbr", "cc ~ ^c", "cc != cubic",
      "netid = tcp", "netid !~ d", "family = inet6", "timer = on", "timer != keepalive",
      "dev = lo*", "dev != eth0", "cgroup = /system*", "unit = nginx.service", "unit != x",
      "container = a*", "netns = blue", "netns != blue", "limit = app", "limit != rwnd",
      "proc = nginx", "proc ~ a", "proc != php", "cmd = *--fast*", "cmd != b", "pid = 812",
      "pid > 900", "fd = 5-6", "local = 10.*", "peer ~ :443$", "proc = a,b,nginx user = root",
    ]
    // More of a kind than are answered at once.
    let many = (0..<70).flatMap { ["proc = p\($0)", "user = u\($0)", "cgroup = /x\($0)"] }
    let long = many.joined(separator: " or ") + " or proc = php or user = root or unit = nginx*"
    for filter in filters + [long, "not ( \(long) )"] {
      let matcher = compiled(try #require(parsed(filter), "\(filter)"))
      let found = matcher.indices(in: sample, context: context)
      let each = Self.rows(of: sample, context).indices.filter {
        matcher.matches(Self.rows(of: sample, context)[$0])
      }
      #expect(found == each, "\(filter)")
    }
  }

  @Test func `conditions are asked in any order, and the answer is the same`() throws {
    let sample = Self.sample(seed: 24)
    let context = Self.context(of: sample)
    var random = RandomFilters(seed: 25)
    let terms = [
      "local = 10.*", "proc = nginx", "cc = bbr", "rtt > 100us", "sport < 30000", "user = root",
      "not peer ~ 443", "( cmd ~ a or sport > 5 )", "dport = :443", "state established",
    ]
    for _ in 0..<200 {
      let chosen = (0..<4).map { _ in random.pick(terms) }
      let link = random.pick([" and ", " or "])
      let forwards = chosen.joined(separator: link) + " and ( autobound or not autobound )"
      let backwards = "( \(chosen.reversed().joined(separator: link)) )"
      let first = compiled(try #require(parsed(link == " and " ? forwards : backwards)))
      let second = compiled(try #require(parsed(chosen.joined(separator: link))))
      #expect(
        first.indices(in: sample, context: context) == second.indices(in: sample, context: context),
        "\(chosen) \(link)")
    }
  }

  // MARK: What is asked

  /// Owners have several pids and descriptors, the table one.
  private static func isPlain(_ field: SocketField, _ row: SocketRow) -> Bool {
    guard field == .pid || field == .fd else { return true }
    guard case .owners(let owners) = row.owners else { return true }
    return owners.count == 1
  }

  private static func holds(_ number: Double, _ order: String, _ wanted: Double) -> Bool {
    switch order {
    case "=": number == wanted
    case "!=": number < wanted || number > wanted
    case ">=": number >= wanted
    case "<=": number <= wanted
    case ">": number > wanted
    default: number < wanted
    }
  }

  /// A number that some row has, or one near it, as text and in base units.
  private static func value(
    of field: SocketField, in sample: Sample, _ context: RowContext, _ random: inout RandomFilters
  ) -> (String, Double) {
    let numbers = rows(of: sample, context).map { field.number(of: $0) }.filter { !$0.isNaN }
    let number = max(0, min(numbers.isEmpty ? 5 : random.pick(numbers), 1e15))
    switch field.definition.unit {
    case .seconds:
      let microseconds = UInt64(number * 1e6 + 0.5)
      return ("\(microseconds)us", Double(microseconds) / 1e6)
    case .share:
      let percent = UInt64(number * 100)
      return ("\(percent)%", Double(percent) / 100)
    case .text, .count, .identifier, .bytes, .bytesPerSecond, .perSecond, .segments:
      return ("\(UInt64(number))", Double(UInt64(number)))
    }
  }

  // MARK: The sample

  private static func rows(of sample: Sample, _ context: RowContext) -> [SocketRow] {
    sample.snapshot.records.indices.compactMap { sample.row($0, in: context) }
  }

  /// The third sample of sockets whose counters grow; some came after the first.
  private static func sample(seed: UInt64) -> Sample {
    var random = RandomFilters(seed: seed)
    var snapshot = Snapshot()
    snapshot.congestionNames = ["", "bbr", "cubic"].map { RawText(utf8: $0) }
    snapshot.namespaces = ["", "blue"].map { NetworkNamespaceName(name: RawText(utf8: $0)) }
    snapshot.time = MonotonicTime(nanoseconds: 1_000_000_000)
    snapshot.coverage = [.tcp: .complete, .udp: .complete]
    snapshot.records = (0..<150).map { record($0, &random) }
    var sampler = Sampler()
    _ = sampler.advance(to: snapshot) { _ in .gone }
    snapshot.time = MonotonicTime(nanoseconds: 3_000_000_000)
    for index in snapshot.records.indices { grow(&snapshot.records[index], &random) }
    snapshot.records += (150..<200).map { record($0, &random) }
    _ = sampler.advance(to: snapshot) { _ in .gone }
    snapshot.time = MonotonicTime(nanoseconds: 7_000_000_000)
    for index in snapshot.records.indices { grow(&snapshot.records[index], &random) }
    snapshot.gauges = snapshot.records.map { _ in
      let told = gauges(&random)
      return random.pick([nil, told, told])
    }
    return sampler.advance(to: snapshot) { _ in .gone }
  }

  private static func record(_ index: Int, _ random: inout RandomFilters) -> SocketRecord {
    var record = random.record()
    record.cookie = UInt64(index + 1)
    record.inode = random.pick([0, 77, 78, 79, UInt32(1000 + index)])
    record.uid = random.pick([0, 33, 1000, 1001])
    record.cgroup = random.pick([0, 7, 9])
    record.congestionControl = random.pick([0, 1, 2])
    record.namespace = random.pick([.own, NamespaceID(rawValue: 1)])
    record.timer = random.pick([.none, .retransmit, .keepalive])
    record.timerMilliseconds = random.pick([1, 200])
    record.receiveQueue = random.pick([0, 5, 4096])
    record.sendQueue = random.pick([0, 128, 4096])
    record.known = KnownFields(rawValue: random.pick([0, .max, .max, 0x5555, 0xaaaa, 0xf0f]))
    record.drops = random.pick([0, 3])
    grow(&record, &random)
    return record
  }

  private static func grow(_ record: inout SocketRecord, _ random: inout RandomFilters) {
    record.tcp.bytesSent += random.pick([0, 1000, 5000])
    record.tcp.bytesRetransmitted += random.pick([0, 10])
    record.tcp.bytesAcked += random.pick([0, 999])
    record.tcp.bytesReceived += random.pick([0, 2000, 1_000_000])
    record.tcp.busyMilliseconds += random.pick([0, 1000, 2000])
    record.tcp.receiverLimitedMilliseconds += random.pick([0, 900])
    record.tcp.roundTripMicroseconds = random.pick([0, 150, 60_000])
    record.tcp.congestionWindow = random.pick([10, 40])
    record.tcp.unacked = random.pick([0, 2])
    record.tcp.retransmits += random.pick([0, 4])
    record.drops += random.pick([0, 2])
  }

  private static func gauges(_ random: inout RandomFilters) -> SocketGauges {
    var gauges = SocketGauges()
    gauges.memory.receiveAllocated = random.pick([0, 512])
    gauges.memory.receiveLimit = random.pick([131_072, 262_144])
    gauges.memory.sendAllocated = random.pick([0, 99])
    gauges.memory.sendLimit = random.pick([16_384, 87_040])
    gauges.memory.backlog = random.pick([0, 7])
    gauges.deliveryRate = random.pick([0, 125_000])
    gauges.pacingRate = random.pick([0, .max, 300_000])
    gauges.roundTripVarianceMicroseconds = random.pick([0, 75])
    gauges.minimumRTTMicroseconds = random.pick([0, .max, 120])
    gauges.retransmitTimeoutMicroseconds = random.pick([0, 204_000])
    gauges.slowStartThreshold = random.pick([7, 65_535, .max])
    gauges.sendMSS = random.pick([536, 1448])
    gauges.sendWindow = random.pick([0, 65_536])
    gauges.notSentBytes = random.pick([0, 333])
    gauges.lost = random.pick([0, 1])
    gauges.segmentsOut = random.pick([0, 20])
    gauges.segmentsIn = random.pick([0, 30])
    gauges.lastSentMilliseconds = random.pick([0, 40, 60_000])
    gauges.lastReceivedMilliseconds = random.pick([0, 50, 70_000])
    return gauges
  }

  private static func context(of sample: Sample) -> RowContext {
    func owner(_ pid: Int32, _ descriptor: Int32, _ name: String) -> SocketOwner {
      SocketOwner(pid: pid, descriptor: descriptor, command: RawText(utf8: name), startTime: 9)
    }
    let owners = OwnerTable(
      byInode: [
        77: [owner(812, 5, "nginx"), owner(813, 6, "my app")], 78: [owner(901, 7, "php")],
        79: [owner(812, 9, "nginx")],
      ], searched: [1003])
    return RowContext(
      snapshot: sample.snapshot, owners: owners, names: TestNames(),
      commandLines: [812: RawText(utf8: "nginx --fast"), 901: RawText(utf8: "b")])
  }
}
