import SocketMetrics
import SocketModel
import TestSupport
import Testing
import TextSafety

/// Orders against a plain stable sort by what the fields say.
@Suite struct RowOrderTests {
  /// Their order is that of numbers or of tables; `TopRowsTests` has it.
  static let special: [SocketField] = [.local, .peer, .src, .dst, .netid, .state, .family]

  @Test(arguments: [true, false])
  func `every field orders as a stable sort by its values`(isDescending: Bool) throws {
    var random = SeededGenerator(seed: isDescending ? 3 : 4)
    let sample = Self.sample(300, &random)
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    let rows = try sample.metrics.indices.map { try #require(sample.row($0, in: context)) }
    for field in SocketField.allCases where !Self.special.contains(field) {
      var wanted = rows.indices.sorted { rows[$0].record.cookie < rows[$1].record.cookie }
      if field.definition.unit == .text {
        let values = rows.map { field.text(of: $0)?.bytes }
        wanted = Self.sorted(wanted, values, isDescending) { $0.lexicographicallyPrecedes($1) }
      } else {
        let values = rows.map { row in
          let number = field.number(of: row)
          return number.isNaN ? nil : number
        }
        wanted = Self.sorted(wanted, values, isDescending, by: <)
      }
      var keys = RowOrder(field, descending: isDescending).keys(of: sample, context: context)
      let order = TopRows.select(&keys, count: keys.count).map { Int($0) }
      #expect(order == wanted, "\(field.definition.identifier)")
    }
  }

  @Test func `keys turned round are those of the other direction`() {
    var random = SeededGenerator(seed: 5)
    let sample = Self.sample(200, &random)
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    for field in SocketField.allCases {
      for isDescending in [true, false] {
        var keys = RowOrder(field, descending: isDescending).keys(of: sample, context: context)
        RowOrder.reverse(&keys)
        let other = RowOrder(field, descending: !isDescending)
        #expect(keys == other.keys(of: sample, context: context), "\(field.definition.identifier)")
      }
    }
  }

  @Test func `keys made in pieces are those made at once`() {
    var random = SeededGenerator(seed: 6)
    let sample = Self.sample(200, &random)
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    let rows = (0..<200 as Range<UInt32>).filter { $0 % 7 != 3 }
    for field in SocketField.allCases {
      let order = RowOrder(field, descending: true)
      guard !order.needsAllRows else { continue }
      var keys: [SortKey] = []
      for start in stride(from: 0, to: rows.count, by: 13) {
        let piece = Array(rows[start..<min(rows.count, start + 13)])
        order.append(to: &keys, of: sample, rows: piece, context: context)
      }
      #expect(
        keys == order.keys(of: sample, rows: rows, context: context),
        "\(field.definition.identifier)")
    }
    #expect(RowOrder(.peer, descending: true).needsAllRows)
    #expect(!RowOrder(.state, descending: true).needsAllRows)
  }

  @Test(arguments: [true, false])
  func `ends order by family, address as a number or name, and port`(isDescending: Bool) {
    var random = SeededGenerator(seed: 8)
    var snapshot = Snapshot()
    snapshot.names = Array("/run/a/run/b/tmp".utf8)
    for cookie in (1...400 as ClosedRange<UInt64>).shuffled(using: &random) {
      var record = Rows.connection(cookie: cookie)
      let few = UInt32.random(in: 0...5, using: &random)
      record.family = [.inet, .inet6, .unix][Int.random(in: 0..<3, using: &random)]
      record.kind = record.family == .unix ? .unixStream : .tcp
      record.localPort = UInt32.random(in: 0...2, using: &random)
      if record.family == .unix { record.name = NameRange(offset: few, length: UInt16(few % 4)) }
      if record.family == .inet { record.localAddress = AddressBits(word: few << 29 | 1) }
      if record.family == .inet6 {
        record.localAddress = AddressBits(high: UInt64(few / 3) << 60, low: UInt64(few % 3) << 62)
      }
      snapshot.records.append(record)
    }
    let sample = Sample(first: snapshot)
    let context = RowContext(snapshot: snapshot, owners: OwnerTable(), names: NoNames())
    let values = snapshot.records.map { record -> [UInt64] in
      let address = record.localAddress
      let name = record.family == .unix ? snapshot.name(of: record).bytes.map(UInt64.init) : []
      let number =
        switch record.family {
        case .inet6: [address.high, address.low]
        case .unix: name.map { $0 + 1 } + [0]
        case .inet, .packet, .netlink, .vsock, .tipc, .xdp: [UInt64(address.word)]
        }
      return [UInt64(record.family.rawValue)] + number + [UInt64(record.localPort)]
    }
    let byAge = values.indices.sorted {
      snapshot.records[$0].cookie < snapshot.records[$1].cookie
    }
    let wanted = Self.sorted(byAge, values.map(Optional.some), isDescending) {
      $0.lexicographicallyPrecedes($1)
    }
    var keys = RowOrder(.local, descending: isDescending).keys(of: sample, context: context)
    #expect(TopRows.select(&keys, count: keys.count).map { Int($0) } == wanted)
  }

  /// `rows` by their values, those without one last; equal ones as they stood.
  private static func sorted<Value>(
    _ rows: [Int], _ values: [Value?], _ isDescending: Bool, by precedes: (Value, Value) -> Bool
  ) -> [Int] {
    // A merge of one into many keeps equal ones in their order.
    rows.reduce(into: []) { result, row in
      let place = result.firstIndex { other in
        guard let value = values[row] else { return false }
        guard let second = values[other] else { return true }
        return isDescending ? precedes(second, value) : precedes(value, second)
      }
      result.insert(row, at: place ?? result.count)
    }
  }

  /// Sockets of which many agree in what they tell, and some do not tell it.
  private static func sample(_ count: Int, _ random: inout SeededGenerator) -> Sample {
    func few() -> UInt32 { UInt32.random(in: 0...3, using: &random) }
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: 9_000_000_000)
    snapshot.congestionNames = ["", "cubic", "bbr", "longer-name-b"].map { RawText(utf8: $0) }
    for cookie in (1...UInt64(count)).shuffled(using: &random) {
      var record = Rows.connection(cookie: cookie)
      record.state = SocketState.allCases.randomElement(using: &random) ?? .established
      record.kind = few() == 0 ? .udp : .tcp
      record.known = KnownFields(rawValue: .random(in: 0 ... .max, using: &random))
      (record.uid, record.inode, record.drops) = (few(), few(), few())
      (record.receiveQueue, record.sendQueue, record.mark) = (few(), few() << 20, few())
      record.timer = SocketTimer.allCases.randomElement(using: &random) ?? .none
      record.timerMilliseconds = few()
      record.localPort = few()
      record.remotePort = few()
      record.congestionControl = UInt8(few())
      record.cgroup = UInt64(few())
      record.tcp.bytesReceived = UInt64(few()) << 40
      record.tcp.bytesSent = UInt64(few()) << 41
      record.tcp.bytesAcked = UInt64(few())
      (record.tcp.retransmits, record.tcp.roundTripMicroseconds) = (few(), few())
      (record.tcp.congestionWindow, record.tcp.unacked) = (few(), few())
      snapshot.records.append(record)
      var gauges = SocketGauges()
      (gauges.lastSentMilliseconds, gauges.lastReceivedMilliseconds) = (few(), few())
      (gauges.segmentsIn, gauges.segmentsOut) = (few(), few())
      snapshot.gauges.append(few() == 0 ? nil : gauges)
    }
    var sample = Sample(first: snapshot)
    for row in sample.metrics.indices {
      let rates = (0..<2).map { _ in few() == 0 ? nil : Double(few()) * 0.75e6 }
      var metric = SocketMetric(receiveRate: rates[0], sendRate: rates[1])
      metric.firstSeen = few() == 0 ? nil : MonotonicTime(nanoseconds: UInt64(few()) << 30)
      metric.stateSince = few() == 0 ? nil : MonotonicTime(nanoseconds: UInt64(few()) << 29)
      metric.ownerUID = few() == 0 ? nil : few()
      sample.metrics[row] = metric
    }
    return sample
  }
}
