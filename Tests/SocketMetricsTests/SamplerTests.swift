import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct SamplerTests {
  @Test func `rates are the growth over the measured time, and nothing at first sight`() {
    var script = Script()
    let first = script.poll([.tcp(1, received: 5000)])
    #expect(first.metrics[0].receiveRate == nil)
    #expect(first.interval == nil)
    #expect(first.opened == nil)
    #expect(first.totals.receiveRate == nil)
    let second = script.poll([.tcp(1, received: 6000, sent: 300)], later: 2)
    #expect(second.interval == 2)
    #expect(second.metrics[0].receiveRate == 500)
    #expect(second.metrics[0].sendRate == 150)
    #expect(second.totals.receiveRate == 500)
    #expect(second.opened == 0)
    #expect(second.metrics[0].sights == 2)
  }

  @Test func `retransmitted bytes are not sent twice`() {
    var script = Script()
    _ = script.poll([.tcp(1)])
    var record = SocketRecord.tcp(1, sent: 1500)
    record.tcp.bytesRetransmitted = 500
    record.tcp.retransmits = 4
    let sample = script.poll([record])
    #expect(sample.metrics[0].sendRate == 1000)
    #expect(sample.metrics[0].retransmitRate == 4)
  }

  @Test func `without bytes_sent the bytes acknowledged count`() {
    var script = Script()
    var record = SocketRecord.tcp(1, acked: 1)
    record.known.remove(.bytesSent)
    _ = script.poll([record])
    record.tcp.bytesAcked = 1001
    #expect(script.poll([record]).metrics[0].sendRate == 1000)
    record.state = .finWait2
    record.tcp.bytesAcked = 1002
    #expect(script.poll([record]).metrics[0].sendRate == 0)
  }

  @Test func `the peer's FIN is no payload`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 100)])
    let sample = script.poll([.tcp(1, received: 101, state: .closeWait)])
    #expect(sample.metrics[0].receiveRate == 0)
    #expect(sample.totals.receivedBytes == 0)
  }

  @Test func `a listener has neither rates nor bytes, and stands last whichever way`() {
    var script = Script()
    let records: [SocketRecord] = [.tcp(1, state: .listen), .tcp(2, received: 5), .timeWait(3)]
    _ = script.poll(records)
    let sample = script.poll(records)
    let context = RowContext(
      snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
    let fields: [SocketField] = [
      .rx, .tx, .traffic, .rxBytes, .txBytes, .segsIn, .segsOut, .mss, .sndwnd,
    ]
    for row in [0, 2] {
      let shown = SocketRow(
        record: sample.snapshot.records[row], metric: sample.metrics[row], context: context)
      for field in fields {
        var text = SafeText()
        field.write(shown, to: &text)
        #expect(text == "-" && field.number(of: shown).isNaN, "\(field) of row \(row)")
      }
    }
    for isDescending in [false, true] {
      let order = RowOrder(.rx, descending: isDescending)
      #expect(order.keys(of: sample, context: context).sorted().first?.row == 1)
    }
    #expect(sample.totals.receiveRate == 0)
  }

  @Test func `a row that comes twice in a dump is one socket`() {
    var script = Script()
    let sample = script.poll([.tcp(1), .tcp(2), .tcp(1), .tcp(3), .tcp(2)])
    #expect(sample.snapshot.records.map(\.cookie) == [1, 2, 3])
    let next = script.poll([.tcp(3), .tcp(3), .tcp(2), .tcp(1)])
    #expect(next.snapshot.records.map(\.cookie) == [3, 2, 1])
    #expect(next.opened == 0)
    #expect(next.ended.isEmpty)
  }

  @Test func `a socket that the kernel still has is kept, and its rate uses the true time`() {
    var script = Script()
    script.answers[2] = .exists(nil)
    _ = script.poll([.tcp(1), .tcp(2, received: 1000)])
    let missing = script.poll([.tcp(1)])
    #expect(script.asked == [2])
    #expect(missing.snapshot.records.map(\.cookie) == [1, 2])
    #expect(missing.metrics[1].isSuspect)
    #expect(missing.ended.isEmpty)
    let found = script.poll([.tcp(2, received: 5000), .tcp(1)])
    #expect(found.metrics[0].receiveRate == 2000)
    #expect(!found.metrics[0].isSuspect)
    #expect(found.opened == 0)
    #expect(found.transitions.isEmpty)
  }

  @Test func `it is told since when the owners are the same`() {
    var script = Script()
    script.answers[3] = .exists(nil)
    let first = script.poll([.tcp(1, received: 1), .tcp(3)])
    #expect(first.ownersSince == first.snapshot.time)
    #expect(script.poll([.tcp(3), .tcp(1, received: 2)]).ownersSince == first.ownersSince)
    var other = SocketRecord.tcp(1, received: 3)
    other.inode = 7
    for records: [SocketRecord] in [
      [other, .tcp(3)], [other, .tcp(3), .tcp(2)], [other, .tcp(2)],
    ] {
      let sample = script.poll(records)
      #expect(sample.ownersSince == sample.snapshot.time)
    }
  }

  @Test func `an answer with the record is a sight`() {
    var script = Script()
    script.answers[2] = .exists(.tcp(2, received: 4000))
    _ = script.poll([.tcp(1), .tcp(2, received: 1000)])
    let sample = script.poll([.tcp(1)])
    #expect(sample.metrics[1].receiveRate == 3000)
    #expect(!sample.metrics[1].isSuspect)
  }

  @Test func `a socket that the kernel no longer has ends once, as last seen`() {
    var script = Script()
    _ = script.poll([.tcp(1)])
    _ = script.poll([.tcp(1), .tcp(2, received: 70)])
    let sample = script.poll([.tcp(1)])
    #expect(sample.ended.map(\.record.cookie) == [2])
    #expect(sample.ended[0].record.tcp.bytesReceived == 70)
    #expect(sample.ended[0].lifetime == 1)
    #expect(!sample.ended[0].lifetimeIsBound)
    #expect(sample.totals.closeRate == 1)
    #expect(script.poll([.tcp(1)]).ended.isEmpty)
  }

  @Test func `where asking is no use, the third absence in a row is the end`() {
    var script = Script()
    script.answers[1] = .unreliable
    _ = script.poll([.udp(1)])
    #expect(script.poll([]).ended.isEmpty)
    #expect(script.poll([]).ended.isEmpty)
    let third = script.poll([])
    #expect(third.ended.count == 1)
    #expect(third.snapshot.records.isEmpty)
    _ = script.poll([.udp(1)])
    _ = script.poll([])
    _ = script.poll([])
    #expect(script.poll([.udp(1)]).ended.isEmpty)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `a table that was not read to the end tells of no end`() {
    var script = Script()
    _ = script.poll([.tcp(1), .udp(2)])
    script.coverage[.tcp] = .incomplete(.timedOut)
    let broken = script.poll([.udp(2)])
    #expect(broken.ended.isEmpty)
    #expect(script.asked.isEmpty)
    #expect(broken.metrics.map(\.isSuspect) == [false, true])
    script.coverage[.tcp] = .unavailable(.errno(2))
    let away = script.poll([.udp(2)])
    #expect(away.snapshot.records.count == 1)
    #expect(away.ended.isEmpty)
    script.coverage[.tcp] = .complete
    let back = script.poll([.tcp(1), .udp(2)])
    #expect(back.opened == 0)
    #expect(back.metrics[0].firstSeen == nil)
    #expect(script.poll([.tcp(1), .udp(2), .tcp(3)]).opened == 1)
  }

  @Test func `a reconnect on the same cookie is an end and a begin`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 9000)])
    var other = SocketRecord.tcp(1, received: 40)
    other.remotePort = 99
    let sample = script.poll([other])
    #expect(sample.ended.map(\.record.remotePort) == [1025])
    #expect(sample.opened == 1)
    #expect(sample.metrics[0].receiveRate == nil)
    #expect(sample.metrics[0].firstSeen == sample.snapshot.time)
    #expect(sample.totals.receivedBytes == 40)
  }

  @Test func `a counter that runs backwards gives no rate`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 9000)])
    let sample = script.poll([.tcp(1, received: 10)])
    #expect(sample.metrics[0].receiveRate == nil)
    #expect(sample.ended.count == 1)
    #expect(sample.opened == 1)
  }

  @Test func `every state change is told with the time spent before it`() {
    var script = Script()
    _ = script.poll([])
    _ = script.poll([.tcp(1, state: .synSent)])
    let sample = script.poll([.tcp(1)], later: 3)
    #expect(sample.transitions.count == 1)
    #expect(sample.transitions[0].from == .synSent)
    #expect(sample.transitions[0].to == .established)
    #expect(sample.transitions[0].duration == 3)
    #expect(sample.metrics[0].stateSince == sample.snapshot.time)
    #expect(sample.opened == 0)
  }

  @Test func `time that stands still gives no rate and traps nothing`() {
    var script = Script()
    _ = script.poll([.tcp(1)])
    let sample = script.poll([.tcp(1, received: 500)], later: 0)
    #expect(sample.metrics[0].receiveRate == nil)
    #expect(sample.totals.receiveRate == nil)
    #expect(sample.totals.receivedBytes == 500)
    #expect(sample.interval == 0)
  }

  @Test func `32-bit counters may wrap`() {
    var script = Script()
    var record = SocketRecord.tcp(1)
    record.known.insert(.memory)
    record.tcp.retransmits = .max
    record.drops = .max - 1
    _ = script.poll([record])
    record.tcp.retransmits = 2
    record.drops = 3
    let wrapped = script.poll([record])
    #expect(wrapped.metrics[0].retransmitRate == 3)
    #expect(wrapped.metrics[0].dropRate == 5)
    record.tcp.retransmits = 1
    #expect(script.poll([record]).metrics[0].retransmitRate == nil)
  }

  @Test func `the shares of the limits add up to one`() {
    var script = Script()
    var record = SocketRecord.tcp(1)
    _ = script.poll([record])
    record.tcp.busyMilliseconds = 800
    record.tcp.receiverLimitedMilliseconds = 300
    record.tcp.sendBufferLimitedMilliseconds = 100
    let limits = script.poll([record]).metrics[0].limits
    #expect(limits.receiverWindow == 0.3)
    #expect(limits.sendBuffer == 0.1)
    #expect(abs(limits.congestion - 0.4) < 1e-6)
    #expect(abs(limits.application - 0.2) < 1e-6)
    #expect(limits.greatest?.limit == .congestion)
  }
}
