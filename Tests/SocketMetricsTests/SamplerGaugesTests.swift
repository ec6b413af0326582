import SocketMetrics
import SocketModel
import Testing

/// What is looked at on demand stays with its socket, and is unknown where nobody asked.
@Suite struct SamplerGaugesTests {
  private static func gauges(_ number: UInt32) -> SocketGauges {
    var gauges = SocketGauges()
    gauges.sendMSS = number
    gauges.lastSentMilliseconds = 1000 * number
    return gauges
  }

  /// A snapshot's gauges by the cookies of its records.
  private static func fill(_ snapshot: inout Snapshot) {
    snapshot.gauges = snapshot.records.map { gauges(UInt32(truncatingIfNeeded: $0.cookie)) }
  }

  private static func numbers(_ sample: Sample) -> [UInt32?] {
    sample.snapshot.records.indices.map { sample.snapshot.gauges(at: $0)?.sendMSS }
  }

  @Test func `gauges stay with their sockets when a dump tells one twice`() {
    var script = Script()
    let all = [1, 2, 1, 3].map { SocketRecord.tcp($0) }
    #expect(Self.numbers(script.poll(all, adjust: Self.fill)) == [1, 2, 3])
    let later = script.poll([3, 3, 2, 1].map { SocketRecord.tcp($0) }, adjust: Self.fill)
    #expect(later.snapshot.records.map(\.cookie) == [3, 2, 1])
    #expect(Self.numbers(later) == [3, 2, 1])
  }

  @Test func `a row that is kept, and an end, have the gauges of the last sight`() throws {
    var script = Script()
    _ = script.poll([1, 2, 3, 9].map { SocketRecord.tcp($0) }, adjust: Self.fill)
    script.answers = [1: .exists(.tcp(1)), 2: .exists(nil)]
    let sample = script.poll([.tcp(9)], adjust: Self.fill)
    #expect(Self.numbers(sample) == [9, 1, 2])
    #expect(sample.ended.map(\.gauges?.sendMSS) == [3])
    script.answers = [:]
    let present = script.poll([.tcp(9), .tcp(1)], adjust: Self.fill)
    #expect(Self.numbers(present) == [9, 1])
    #expect(present.ended.map(\.gauges?.sendMSS) == [2])
  }

  @Test func `a change tells the gauges of the sample that saw it`() {
    var script = Script()
    _ = script.poll([.tcp(7)])
    let changed = script.poll([.tcp(7, state: .closeWait)], adjust: Self.fill)
    #expect(changed.transitions.map(\.gauges?.sendMSS) == [7])
  }

  @Test func `an announced end has the final gauges`() {
    var script = Script()
    _ = script.poll([.tcp(4)], adjust: Self.fill)
    let sample = script.poll([], destroyed: [.last(4)]) { snapshot in
      snapshot.destroyed[0].gauges = Self.gauges(99)
    }
    #expect(sample.ended.map(\.gauges?.sendMSS) == [99])
  }

  @Test func `rows of ended sockets stand behind those with gauges`() {
    var script = Script()
    script.sampler = Sampler(lingeringSamples: 2)
    _ = script.poll([.tcp(1), .tcp(2)], adjust: Self.fill)
    let sample = script.poll([.tcp(2)], adjust: Self.fill)
    #expect(sample.liveCount == 1 && Self.numbers(sample) == [2, 1])
  }

  @Test func `what nobody asked for is unknown, in cells, numbers and orders`() {
    var script = Script()
    let sample = script.poll([.tcp(1), .tcp(2)])
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    let order = RowOrder(.lastSent, descending: true)
    let keys = order.keys(of: sample, context: context)
    #expect(keys.map(\.key) == [.max, .max])
    for field in SocketField.allCases where field.readsGauges {
      guard let row = sample.row(0, in: context) else { continue }
      #expect(field.number(of: row).isNaN, "\(field)")
      #expect(Rows.cell(field, row) == "-", "\(field)")
    }
  }

  @Test func `what was asked for orders rows`() {
    var script = Script()
    let sample = script.poll([.tcp(1), .tcp(3), .tcp(2)], adjust: Self.fill)
    let context = RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    var keys = RowOrder(.lastSent, descending: true).keys(of: sample, context: context)
    #expect(TopRows.select(&keys, count: 3) == [1, 2, 0])
  }
}
