import SocketMetrics
import SocketModel
import Testing

/// One connection under two cookies: the kernel makes them when they are asked for.
@Suite struct SamplerTwinTests {
  /// The TIME-WAIT of connection 1, which got a cookie of its own.
  private var stranger: SocketRecord {
    var record = SocketRecord.timeWait(1)
    record.cookie = 91
    return record
  }

  /// The request that became connection 1, which got a cookie of its own.
  private var request: SocketRecord {
    var record = SocketRecord.tcp(1, state: .synReceived)
    record.cookie = 81
    record.inode = 0
    record.known = []
    return record
  }

  private func listening() -> Script {
    var script = Script()
    script.events = .on(lost: 0)
    _ = script.poll([])
    return script
  }

  // MARK: TIME-WAIT

  @Test func `a TIME-WAIT with another cookie than the announcement beside it is the same end`() {
    var script = listening()
    let sample = script.poll([stranger], destroyed: [.last(1, received: 101, sent: 9, acked: 11)])
    #expect(sample.opened == 1)
    #expect(sample.ended.map(\.record.cookie) == [1])
    #expect(sample.ended[0].hasFinalCounters && sample.metrics[0].hasEnded)
    #expect(sample.totals.receivedBytes == 100)
    #expect(script.poll([stranger]).ended.isEmpty)
    let last = script.poll([])
    #expect(last.totals.opened == 1 && last.totals.ended == 1)
  }

  @Test func `a TIME-WAIT that a dump shows after its announcement is no second end`() {
    var script = listening()
    #expect(script.poll([], destroyed: [.last(1)]).ended.count == 1)
    #expect(script.poll([]).ended.isEmpty)
    let sample = script.poll([stranger])
    #expect(sample.ended.isEmpty && sample.opened == 0 && sample.metrics[0].hasEnded)
    #expect(script.poll([]).totals.ended == 1)
  }

  @Test func `a TIME-WAIT waits for an announcement with another cookie`() {
    var script = listening()
    #expect(script.poll([stranger]).ended.isEmpty)
    let sample = script.poll([stranger], destroyed: [.last(1, received: 301, acked: 2)])
    #expect(sample.ended.count == 1)
    #expect(sample.ended[0].record.tcp.bytesReceived == 301)
    #expect(sample.totals.receivedBytes == 300)
    #expect(sample.totals.opened == 1 && sample.totals.ended == 1)
  }

  @Test func `an announcement that comes after its TIME-WAIT was told is no second end`() {
    var script = listening()
    _ = script.poll([stranger])
    #expect(script.poll([stranger]).ended.map(\.record.cookie) == [91])
    let sample = script.poll([stranger], destroyed: [.last(1, received: 301, acked: 2)])
    #expect(sample.ended.isEmpty && sample.totals.opened == 1 && sample.totals.ended == 1)
  }

  @Test func `ends are remembered for seconds, however many samples there are`() {
    var script = listening()
    _ = script.poll([.tcp(1)])
    for _ in 0..<40 { _ = script.poll([], later: 0.05) }
    #expect(script.poll([], later: 0.05).totals.ended == 1)
    for _ in 0..<40 { _ = script.poll([], later: 0.05) }
    let sample = script.poll([], destroyed: [.last(1)], later: 0.05)
    #expect(sample.ended.isEmpty && sample.totals.opened == 1)
  }

  @Test func `a TIME-WAIT without announcements is an end under any cookie`() {
    var script = Script()
    _ = script.poll([])
    _ = script.poll([.tcp(1)])
    #expect(script.poll([]).ended.count == 1)
    let sample = script.poll([stranger])
    #expect(sample.ended.map(\.record.cookie) == [91] && sample.totals.opened == 2)
  }

  @Test func `the next connection between the same ports is an end of its own`() {
    var script = listening()
    #expect(script.poll([], destroyed: [.last(1)]).ended.count == 1)
    var next = SocketRecord.last(1, received: 51, acked: 2)
    next.cookie = 2
    let sample = script.poll([stranger], destroyed: [next])
    #expect(sample.ended.map(\.record.cookie) == [2])
    #expect(sample.totals.opened == 2 && sample.totals.ended == 2)
  }

  @Test func `the TIME-WAIT of a socket that is announced and gone is no second end`() {
    var script = listening()
    _ = script.poll([.tcp(1, received: 10)])
    let sample = script.poll([stranger], destroyed: [.last(1, received: 31, acked: 2)])
    #expect(sample.ended.map(\.record.cookie) == [1])
    #expect(sample.totals.opened == 1 && sample.totals.receivedBytes == 30)
    #expect(script.poll([]).totals.ended == 1)
  }

  // MARK: SYN-RECV

  @Test(arguments: [true, false])
  func `a request whose connection has another cookie did not end`(isListening: Bool) {
    var script = Script()
    if isListening { script.events = .on(lost: 0) }
    _ = script.poll([])
    #expect(script.poll([request]).opened == 1)
    let sample = script.poll([.tcp(1, received: 10)])
    #expect(sample.ended.isEmpty && sample.totals.opened == 1)
    #expect(sample.snapshot.records.map(\.cookie) == [1])
    for _ in 0..<3 { #expect(script.poll([.tcp(1, received: 10)]).ended.isEmpty) }
  }

  @Test(arguments: [true, false])
  func `a request waits for a connection that the dump skips`(isListening: Bool) {
    var script = Script()
    if isListening { script.events = .on(lost: 0) }
    _ = script.poll([])
    _ = script.poll([request])
    #expect(script.poll([]).ended.isEmpty)
    let sample = script.poll([.tcp(1)])
    #expect(sample.ended.isEmpty && sample.opened == 0 && sample.totals.opened == 1)
    #expect(script.poll([.tcp(1)]).totals.ended == 0)
  }

  @Test func `a request whose connection was announced ends with its counters`() {
    var script = listening()
    _ = script.poll([request])
    let sample = script.poll([], destroyed: [.last(1, received: 101, sent: 20, acked: 21)])
    #expect(sample.ended.count == 1 && sample.ended[0].hasFinalCounters)
    #expect(sample.ended[0].cause == .closed && sample.ended[0].lifetime == 0.75)
    #expect(sample.totals.receivedBytes == 100 && sample.totals.sentBytes == 20)
    #expect(sample.totals.opened == 1 && script.poll([]).totals.ended == 1)
  }

  @Test func `a request that the dump after the announcement still has is no second connection`() {
    var script = listening()
    let early = script.poll([request], destroyed: [.last(1, received: 101, acked: 1)])
    #expect(early.ended.count == 1)
    let sample = script.poll([])
    #expect(sample.ended.isEmpty && sample.totals.opened == 1 && sample.totals.ended == 1)
  }

  @Test func `a request that came to nothing ends once`() {
    var script = Script()
    _ = script.poll([])
    _ = script.poll([request])
    #expect(script.poll([]).ended.isEmpty)
    let sample = script.poll([])
    #expect(sample.ended.map(\.record.cookie) == [81])
    #expect(sample.totals.opened == 1 && script.poll([]).totals.ended == 1)
  }

  // MARK: Who accepted

  @Test func `counters that a dump read beside the close do not make it a reset`() {
    var listener = SocketRecord.tcp(5, state: .listen)
    listener.localPort = SocketRecord.last(1).localPort
    (listener.remotePort, listener.remoteAddress) = (0, .zero)
    var script = listening()
    // Its FIN was acknowledged when the counters were read, not when the state was.
    _ = script.poll([listener, .tcp(1, received: 101, sent: 20, acked: 21)])
    let accepted = script.poll(
      [listener], destroyed: [.last(1, received: 101, sent: 20, acked: 21)])
    #expect(accepted.ended.map(\.cause) == [.closed])
    var other = listening()
    _ = other.poll([.tcp(2, received: 101, sent: 20, acked: 22)])
    let connected = other.poll([], destroyed: [.last(2, received: 101, sent: 20, acked: 22)])
    #expect(connected.ended.map(\.cause) == [.closed])
    var reset = listening()
    _ = reset.poll([.tcp(3, received: 100, sent: 20, acked: 21)])
    let aborted = reset.poll([], destroyed: [.last(3, received: 100, sent: 20, acked: 21)])
    #expect(aborted.ended.map(\.cause) == [.reset])
  }

  @Test func `a connection that came and went with its listener was closed`() {
    var listener = SocketRecord.tcp(5, state: .listen)
    listener.localPort = SocketRecord.last(1).localPort
    (listener.remotePort, listener.remoteAddress) = (0, .zero)
    var script = listening()
    _ = script.poll([listener])
    let sample = script.poll([], destroyed: [.last(1, received: 101, acked: 1)])
    #expect(sample.ended.map(\.cause) == [.closed])
    #expect(sample.totals.receivedBytes == 100)
    #expect(sample.ended.first?.metric.ownerInode == 105)
  }
}
