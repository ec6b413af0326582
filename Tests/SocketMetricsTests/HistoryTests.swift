import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct HistoryTests {
  @Test func `a ring keeps the last values in order`() {
    var ring = HistoryRing<Int>(capacity: 3)
    #expect(ring.last == nil)
    for value in 1...7 {
      ring.append(value)
      #expect(ring.last == value)
      #expect(ring.elements == Array(max(1, value - 2)...value))
    }
    #expect(ring[0] == 5)
    #expect(ring[3] == nil)
    #expect(ring[-1] == nil)
  }

  @Test func `the history keeps the sockets that were watched last`() {
    var script = Script()
    var history = SocketHistory(depth: 3, capacity: 2)
    let records: [SocketRecord] = [.tcp(1), .tcp(2), .tcp(3)]
    for row in [0, 1, 1, 1, 1, 2] as [UInt32] {
      history.append(script.poll(records), rows: [row, 99])
    }
    #expect(history.count == 2)
    #expect(history.points(of: records[0].identity).isEmpty)
    #expect(history.points(of: records[1].identity).count == 3)
    #expect(history.points(of: records[2].identity).count == 1)
    #expect(history.points(of: records[2].identity)[0].receiveRate == 0)
  }

  @Test func `the totals know their peak and mean`() {
    var script = Script()
    var history = TotalsHistory(depth: 2)
    for received in [0, 100, 700, 800] as [UInt64] {
      history.append(script.poll([.tcp(1, received: received)]))
    }
    #expect(history.peakReceiveRate == 600)
    #expect(history.meanReceiveRate == 800.0 / 3)
    #expect(history.points.count == 2)
  }

  @Test func `the log tells what opened, changed and ended, with owner and duration`() {
    var script = Script()
    var log = EventLog(capacity: 3)
    let owner = SocketOwner(pid: 5, descriptor: 3, command: RawText(utf8: "curl"))
    let owners = OwnerTable(byInode: [101: [owner]])
    log.append(script.poll([]), owners: owners)
    log.append(script.poll([.tcp(1, state: .synSent)]), owners: owners)
    log.append(script.poll([.tcp(1)]), owners: owners)
    log.append(
      script.poll([], destroyed: [.last(1, acked: 2), .last(2, acked: 2)]), owners: owners)
    #expect(log.total == 4)
    let events = log.events.elements
    #expect(events.map(\.number) == [2, 3, 4])
    #expect(events[0].kind == .changed(from: .synSent, to: .established))
    #expect(events[0].duration == 1)
    let ends = events.dropFirst().map(\.kind)
    #expect(ends.allSatisfy { $0 == .ended(.closed) })
    let own = log.timeline(of: SocketRecord.tcp(1).identity)
    #expect(own.map(\.duration) == [1, 1.75])
    #expect(own.allSatisfy { $0.owner == owner })
    #expect(events.contains { $0.durationIsBound && $0.record.cookie == 2 })
  }
}
