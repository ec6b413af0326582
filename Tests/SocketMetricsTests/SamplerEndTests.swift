import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct SamplerEndTests {
  @Test func `an announced end has the final counters and the owner of before`() {
    var script = Script()
    _ = script.poll([])
    _ = script.poll([.tcp(1, received: 10, sent: 20)])
    let sample = script.poll([], destroyed: [.last(1, received: 111, sent: 220, acked: 222)])
    #expect(script.asked.isEmpty)
    #expect(sample.ended.count == 1)
    let end = sample.ended[0]
    #expect(end.cause == .closed)
    #expect(end.record.tcp.bytesSent == 220)
    #expect(end.metric.ownerInode == 101)
    #expect(end.metric.ownerUID == 33)
    #expect(end.record.state == .established)
    #expect(end.lifetime == 0.75)
    #expect(sample.totals.receivedBytes == 110)
    #expect(sample.totals.sentBytes == 220)
  }

  @Test func `a connection that no dump saw is told with its bytes and a bound`() {
    var script = Script()
    _ = script.poll([])
    let sample = script.poll([], destroyed: [.last(7, received: 1001, sent: 500, acked: 502)])
    #expect(sample.opened == 1)
    #expect(sample.ended.count == 1)
    #expect(sample.ended[0].lifetimeIsBound)
    #expect(sample.ended[0].lifetime == 0.75)
    #expect(sample.ended[0].lastState == .unknown)
    #expect(sample.totals.receivedBytes == 1000)
    #expect(sample.totals.sentBytes == 500)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `the TIME-WAIT after an announced end is not a second one`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 10)])
    let closing = script.poll([.timeWait(1)], destroyed: [.last(1, received: 51, acked: 2)])
    #expect(closing.ended.count == 1)
    #expect(closing.ended[0].cause == .closed)
    #expect(closing.transitions.map(\.to) == [.timeWait])
    #expect(closing.metrics[0].hasEnded)
    #expect(closing.metrics[0].ownerInode == 101)
    #expect(closing.metrics[0].ownerUID == 33)
    #expect(closing.totals.receivedBytes == 40)
    let resting = script.poll([.timeWait(1)])
    #expect(resting.ended.isEmpty)
    #expect(resting.metrics[0].ownerUID == 33)
    #expect(script.poll([]).ended.isEmpty)
    #expect(script.asked == [1])
  }

  @Test func `a TIME-WAIT without announcements is the end, with the last sight`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 10, state: .finWait2)])
    let sample = script.poll([.timeWait(1)])
    #expect(sample.ended.count == 1)
    #expect(sample.ended[0].record.tcp.bytesReceived == 10)
    #expect(sample.ended[0].lastState == .finWait2)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `the FIN-WAIT-2 of a closed socket is what is left of it`() {
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([.tcp(1, received: 10, state: .finWait2)])
    var resting = SocketRecord.timeWait(1)
    resting.state = .finWait2
    let sample = script.poll([resting], destroyed: [.last(1, received: 31, acked: 2)])
    #expect(sample.ended.map(\.record.tcp.bytesReceived) == [31])
    #expect(sample.transitions.isEmpty && sample.metrics[0].hasEnded)
    let waiting = script.poll([.timeWait(1)])
    #expect(waiting.transitions.map(\.to) == [.timeWait] && waiting.ended.isEmpty)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `an announcement that comes after its TIME-WAIT still counts`() {
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([.tcp(1, received: 10)])
    let waiting = script.poll([.timeWait(1)])
    #expect(waiting.ended.isEmpty)
    let sample = script.poll([.timeWait(1)], destroyed: [.last(1, received: 301, acked: 2)])
    #expect(sample.ended.count == 1)
    #expect(sample.ended[0].record.tcp.bytesReceived == 301)
    #expect(sample.totals.receivedBytes == 290)
    #expect(sample.opened == 0)
  }

  @Test func `an announcement of a socket that the same dump had waits for the next dump`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 10)])
    let early = script.poll([.tcp(1, received: 20)], destroyed: [.last(1, received: 31, acked: 2)])
    #expect(early.ended.isEmpty)
    let sample = script.poll([])
    #expect(sample.ended.count == 1)
    #expect(sample.ended[0].record.tcp.bytesReceived == 31)
    #expect(sample.totals.receivedBytes == 20)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `a socket found gone before its announcement was read ends once`() {
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([.tcp(1, received: 10)])
    #expect(script.poll([]).ended.isEmpty)
    let sample = script.poll([], destroyed: [.last(1, received: 21, acked: 2)])
    #expect(sample.ended.map(\.record.tcp.bytesReceived) == [21])
    #expect(sample.opened == 0)
    #expect(sample.totals.receivedBytes == 10)
    _ = script.poll([.tcp(2)])
    _ = script.poll([])
    #expect(script.poll([]).ended.map(\.record.cookie) == [2])
    #expect(script.poll([], destroyed: [.last(2)]).ended.isEmpty)
  }

  @Test func `an end waits longer for its announcement while others come`() {
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([.tcp(1, received: 10), .tcp(2), .tcp(3), .tcp(4)])
    #expect(script.poll([.tcp(2), .tcp(3), .tcp(4)]).ended.isEmpty)
    for cookie: UInt64 in 2...3 {
      let others = (cookie + 1...4).map { SocketRecord.tcp($0) }
      let sample = script.poll(others, destroyed: [.last(cookie, acked: 2)])
      #expect(sample.ended.map(\.record.cookie) == [cookie])
    }
    let late = script.poll([.tcp(4)], destroyed: [.last(1, received: 21, acked: 2)])
    #expect(late.ended.map(\.record.tcp.bytesReceived) == [21])
    #expect(late.totals.receivedBytes == 10)
  }

  @Test func `a connection that was last seen as a request is counted and closed`() {
    var script = Script()
    var request = SocketRecord.tcp(1, state: .synReceived)
    request.known = []
    _ = script.poll([])
    _ = script.poll([request])
    let accepted = SocketRecord.last(1, received: 111, sent: 220, acked: 221)
    let sample = script.poll([], destroyed: [accepted])
    #expect(sample.ended.map(\.cause) == [.closed])
    #expect(sample.totals.receivedBytes == 110)
    #expect(sample.totals.sentBytes == 220)
    _ = script.poll([request])
    let open = script.poll([.tcp(1, received: 30, sent: 40)])
    #expect(open.totals.sentBytes == 260)
    #expect(open.totals.receivedBytes == 140)
  }

  @Test func `a connection that was last seen connecting is closed or refused`() {
    var script = Script()
    _ = script.poll([.tcp(1, state: .synSent), .tcp(2, state: .synSent)])
    let closed = SocketRecord.last(1, received: 11, sent: 20, acked: 22)
    let sample = script.poll([], destroyed: [closed, .last(2)])
    #expect(sample.ended.map(\.cause) == [.closed, .reset])
  }

  @Test func `a TIME-WAIT that no dump saw open is one socket, opened and ended`() {
    var script = Script()
    _ = script.poll([])
    let told = script.poll([.timeWait(5)], destroyed: [.last(5, sent: 100, acked: 102)])
    #expect(told.opened == 1)
    #expect(told.ended.map(\.record.tcp.bytesSent) == [100])
    let silent = script.poll([.timeWait(5), .timeWait(6)])
    #expect(silent.opened == 1)
    #expect(silent.ended.map(\.record.cookie) == [6])
    #expect(silent.ended[0].lifetimeIsBound)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `a TIME-WAIT that shows only after the announcement is no new socket`() {
    var script = Script()
    _ = script.poll([])
    #expect(script.poll([], destroyed: [.last(5, sent: 100, acked: 102)]).ended.count == 1)
    let sample = script.poll([.timeWait(5)])
    #expect(sample.opened == 0)
    #expect(sample.ended.isEmpty)
    #expect(sample.metrics[0].hasEnded)
    #expect(script.poll([]).ended.isEmpty)
  }

  @Test func `a TIME-WAIT that has run out is not asked for`() {
    var script = Script()
    _ = script.poll([.timeWait(1, left: 800), .timeWait(2, left: 5000)])
    let sample = script.poll([])
    #expect(script.asked == [2])
    #expect(sample.ended.isEmpty)
    #expect(sample.snapshot.records.isEmpty)
  }

  @Test func `after a reset the last sight stays`() {
    var script = Script()
    _ = script.poll([.tcp(1, received: 500, sent: 600)])
    let sample = script.poll([], destroyed: [.last(1)])
    #expect(sample.ended[0].cause == .reset)
    #expect(sample.ended[0].record.tcp.bytesReceived == 500)
    #expect(sample.totals.receivedBytes == 0)
  }

  @Test func `many retransmissions in a row mean a time-out`() {
    var script = Script()
    var record = SocketRecord.tcp(1, state: .synSent)
    record.timer = .retransmit
    record.timerRetransmits = 6
    _ = script.poll([record])
    #expect(script.poll([]).ended.map(\.cause) == [.timedOut])
    _ = script.poll([.tcp(2, state: .synSent)])
    #expect(script.poll([]).ended.map(\.cause) == [.reset])
  }

  @Test func `sockets of proc without a cookie are known by their addresses`() {
    var script = Script()
    script.coverage[.tcp] = .fallback
    var record = SocketRecord.tcp(0)
    var listener = SocketRecord.tcp(0, state: .listen)
    listener.remotePort = 0
    listener.remoteAddress = .zero
    var sibling = listener
    sibling.inode = 7
    _ = script.poll([record, listener, sibling])
    record.state = .timeWait
    record.inode = 0
    let sample = script.poll([sibling, record])
    #expect(sample.transitions.count == 1)
    #expect(sample.metrics[1].ownerInode == 100)
    #expect(sample.snapshot.records.count == 3)
    #expect(script.asked.isEmpty)
    _ = script.poll([sibling, record])
    #expect(script.poll([sibling, record]).ended.map(\.record.inode) == [100])
  }

  @Test func `associations of one SCTP endpoint are sockets of their own`() {
    var script = Script()
    var first = SocketRecord.tcp(1)
    first.kind = .sctp
    var second = first
    second.remotePort = 9
    let sample = script.poll([first, second])
    #expect(sample.snapshot.records.count == 2)
    #expect(script.poll([second, first]).opened == 0)
  }

  @Test func `kept sockets keep their names and congestion control`() {
    var script = Script()
    script.answers[1] = .exists(nil)
    var record = SocketRecord.tcp(1)
    record.kind = .unixStream
    record.family = .unix
    record.congestionControl = 1
    record.name = NameRange(offset: 2, length: 3)
    _ = script.poll([record]) {
      $0.names = Array("__abc".utf8)
      $0.congestionNames.append(RawText(utf8: "cubic"))
    }
    let sample = script.poll([]) { $0.names = Array("other".utf8) }
    let kept = sample.snapshot.records[0]
    #expect(sample.snapshot.name(of: kept) == RawText(utf8: "abc"))
    #expect(sample.snapshot.congestionName(of: kept) == RawText(utf8: "cubic"))
  }

  @Test func `namespaces keep their sockets when their numbers change`() {
    var script = Script()
    let names = (1...2).map { NetworkNamespaceName(name: RawText([]), inode: UInt64($0)) }
    var first = SocketRecord.tcp(1)
    first.namespace = NamespaceID(rawValue: 1)
    var second = SocketRecord.tcp(1)
    second.namespace = NamespaceID(rawValue: 2)
    _ = script.poll([.tcp(1), first, second]) { $0.namespaces += names }
    second.namespace = NamespaceID(rawValue: 1)
    var fresh = SocketRecord.tcp(4)
    fresh.namespace = NamespaceID(rawValue: 2)
    let sample = script.poll([.tcp(1), second, fresh]) {
      $0.namespaces += [names[1], NetworkNamespaceName(name: RawText([]), inode: 9)]
    }
    #expect(sample.opened == 0)
    #expect(sample.ended.isEmpty)
    #expect(sample.metrics.map(\.sights) == [2, 2, 1])
  }
}
