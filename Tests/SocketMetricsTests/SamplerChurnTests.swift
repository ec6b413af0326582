import SocketMetrics
import SocketModel
import Testing

/// Random churn against the truth.
@Suite struct SamplerChurnTests {
  @Test(arguments: [(1, 0), (2, 5), (3, 30)] as [(UInt64, Int)])
  func `with announcements nothing is missed and nothing invented`(seed: UInt64, skipping: Int) {
    var kernel = ChurnKernel(seed: seed)
    var script = Script()
    script.events = .on(lost: 0)
    var tally = EndTally()
    _ = script.poll([])
    for _ in 0..<4000 {
      let step = kernel.step(skipping: skipping)
      let sample = script.poll(step.dump, destroyed: step.events, kernel: kernel)
      tally.take(sample, dead: kernel.dead)
    }
    kernel.live = [:]
    kernel.resting = [:]
    for _ in 0..<3 { tally.take(script.poll([], kernel: kernel), dead: nil) }
    let last = script.poll([], kernel: kernel)
    #expect(tally.faults == [])
    #expect(Int(last.totals.opened) == kernel.opened)
    #expect(Int(last.totals.ended) == kernel.opened)
    #expect(last.totals.ended == UInt64(tally.ended.count))
    #expect(last.snapshot.records.isEmpty)
  }

  @Test func `with announcements the totals are exact`() {
    var kernel = ChurnKernel(seed: 9)
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([])
    var sample = script.poll([])
    for _ in 0..<3000 {
      let step = kernel.step(skipping: 8)
      sample = script.poll(step.dump, destroyed: step.events, kernel: kernel)
    }
    for cookie in kernel.live.keys { kernel.live[cookie]?.state = .established }
    let late = kernel.late
    sample = script.poll(Array(kernel.live.values), destroyed: late, kernel: kernel)
    sample = script.poll(Array(kernel.live.values), kernel: kernel)
    #expect(sample.totals.receivedBytes == kernel.received)
    #expect(sample.totals.sentBytes == kernel.sent)
  }

  @Test(arguments: [(4, 0), (5, 10), (6, 40)] as [(UInt64, Int)])
  func `without announcements what was seen ends once, and only when it is gone`(
    seed: UInt64, skipping: Int
  ) {
    var kernel = ChurnKernel(seed: seed)
    var script = Script()
    var tally = EndTally()
    _ = script.poll([])
    for _ in 0..<4000 {
      let step = kernel.step(skipping: skipping)
      tally.take(script.poll(step.dump, kernel: kernel), dead: kernel.dead)
    }
    kernel.live = [:]
    kernel.resting = [:]
    for _ in 0..<3 { tally.take(script.poll([], kernel: kernel), dead: nil) }
    #expect(tally.faults == [])
    #expect(tally.ended.isSuperset(of: tally.seen))
    #expect(Int(script.poll([]).totals.opened) == tally.ended.count)
  }
}

/// What samples told of ends, held against the truth.
struct EndTally {
  var ended: Set<UInt64> = []
  var seen: Set<UInt64> = []
  var faults: [String] = []

  /// `dead` are the connections that are over; nil when all are.
  mutating func take(_ sample: Sample, dead: Set<UInt64>?) {
    for end in sample.ended {
      let cookie = end.record.cookie
      if !ended.insert(cookie).inserted { faults.append("\(cookie) ended twice") }
      if let dead, !dead.contains(cookie) { faults.append("\(cookie) lives and was ended") }
    }
    for (record, metric) in zip(sample.snapshot.records, sample.metrics) {
      seen.insert(record.cookie)
      let rates = [metric.receiveRate, metric.sendRate].compactMap { $0 }
      if rates.contains(where: { !$0.isFinite || $0 < 0 || $0 > 5000 }) {
        faults.append("\(record.cookie) has rates \(rates)")
      }
    }
  }
}

extension Script {
  mutating func poll(
    _ records: [SocketRecord], destroyed: [SocketRecord] = [], kernel: ChurnKernel
  ) -> Sample {
    seconds += 1
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: UInt64(seconds * 1e9))
    snapshot.records = records
    snapshot.coverage = coverage
    snapshot.destroyEvents = events
    snapshot.destroyed = destroyed.map { DestroyedSocket(record: $0, time: snapshot.time) }
    return sampler.advance(to: snapshot, confirm: kernel.answer)
  }
}
