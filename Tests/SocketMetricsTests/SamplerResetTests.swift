import SocketMetrics
import SocketModel
import Testing

/// Ends that the kernel announces without counters: this end reset the connection.
@Suite struct SamplerResetTests {
  /// The last word on a disconnected socket: no counters, no port of the peer.
  private static func forgotten(_ cookie: UInt64, wasEstablished: Bool = true) -> SocketRecord {
    var record = SocketRecord.last(cookie)
    record.remotePort = 0
    record.localAddress = .zero
    record.sendQueue = 70_658
    record.known.insert(.queues)
    if wasEstablished { record.known.insert(.connected) }
    return record
  }

  /// The last word on the other end of connection `cookie`.
  private static func otherEnd(
    of cookie: UInt64, as other: UInt64, received: UInt64, sent: UInt64, acked: UInt64
  ) -> SocketRecord {
    let one = SocketRecord.tcp(cookie)
    var record = SocketRecord.last(other, received: received, sent: sent, acked: acked)
    (record.localAddress, record.localPort) = (one.remoteAddress, one.remotePort)
    (record.remoteAddress, record.remotePort) = (one.localAddress, one.localPort)
    return record
  }

  @Test func `what was cleared is unknown, not zero`() throws {
    var script = Script()
    _ = script.poll([])
    let sample = script.poll([], destroyed: [Self.forgotten(7)])
    let end = try #require(sample.ended.first)
    #expect(end.cause == .reset && end.record.state == .established)
    #expect(end.record.payloadBytesSent == nil && end.record.payloadBytesReceived == nil)
    #expect(!end.record.known.contains(.queues) && !end.hasFinalCounters)
    #expect(sample.totals.sentBytes == 0)
  }

  @Test func `the other end tells the figures and the addresses`() throws {
    var script = Script()
    _ = script.poll([])
    let other = Self.otherEnd(of: 7, as: 8, received: 1000, sent: 500, acked: 500)
    let sample = script.poll([], destroyed: [Self.forgotten(7), other])
    let end = try #require(sample.ended.first { $0.record.cookie == 7 })
    #expect(end.record.payloadBytesSent == 1000 && end.record.payloadBytesReceived == 500)
    #expect(end.record.remotePort == SocketRecord.tcp(7).remotePort)
    #expect(end.record.localAddress == SocketRecord.tcp(7).localAddress)
    #expect(end.hasFinalCounters)
    #expect(sample.totals.sentBytes == 1500 && sample.totals.receivedBytes == 1500)
  }

  @Test func `bytes that the other end has no acknowledgement of are not claimed`() throws {
    var script = Script()
    _ = script.poll([])
    let other = Self.otherEnd(of: 7, as: 8, received: 1000, sent: 500, acked: 400)
    let sample = script.poll([], destroyed: [Self.forgotten(7), other])
    let end = try #require(sample.ended.first { $0.record.cookie == 7 })
    #expect(end.record.payloadBytesReceived == nil && end.record.remotePort != 0)
  }

  @Test func `two connections that may be meant tell nothing`() throws {
    var script = Script()
    _ = script.poll([])
    let first = Self.otherEnd(of: 7, as: 8, received: 1000, sent: 500, acked: 500)
    var second = first
    second.cookie = 9
    second.localPort += 1
    let sample = script.poll([], destroyed: [Self.forgotten(7), first, second])
    let end = try #require(sample.ended.first { $0.record.cookie == 7 })
    #expect(end.record.payloadBytesSent == nil && end.record.remotePort == 0)
  }

  @Test func `a last sight stays until the other end knows better`() throws {
    var script = Script()
    _ = script.poll([])
    _ = script.poll([.tcp(7, received: 100, sent: 200)])
    let alone = script.poll([], destroyed: [Self.forgotten(7)])
    #expect(alone.ended[0].record.payloadBytesSent == 200)
    #expect(alone.ended[0].cause == .reset && !alone.ended[0].hasFinalCounters)
    #expect(alone.ended[0].record.remotePort != 0)
    _ = script.poll([.tcp(17, received: 100, sent: 200)])
    let other = Self.otherEnd(of: 17, as: 18, received: 1000, sent: 500, acked: 500)
    let sample = script.poll([], destroyed: [Self.forgotten(17), other])
    let end = try #require(sample.ended.first { $0.record.cookie == 17 })
    #expect(end.record.payloadBytesSent == 1000 && end.hasFinalCounters)
  }

  @Test func `a connect that failed was never a connection`() {
    var script = Script()
    _ = script.poll([])
    let sample = script.poll([], destroyed: [Self.forgotten(7, wasEstablished: false)])
    #expect(sample.ended.map(\.record.state) == [.synSent])
  }

  @Test func `the only listener on the port is taken for the owner, and said to be a guess`() {
    var script = Script()
    var listener = SocketRecord.tcp(1, state: .listen)
    (listener.remoteAddress, listener.remotePort) = (.zero, 0)
    _ = script.poll([listener])
    let lone = script.poll([listener], destroyed: [.last(7, sent: 10, acked: 11)])
    #expect(lone.ended.map(\.metric.ownerInode) == [101])
    #expect(lone.ended.map(\.metric.ownerIsGuess) == [true])
    #expect(lone.ended.map(\.cause) == [.closed])
    var sibling = listener
    sibling.cookie = 2
    sibling.inode = 7
    _ = script.poll([listener, sibling])
    let shared = script.poll([listener, sibling], destroyed: [.last(8, sent: 10, acked: 11)])
    #expect(shared.ended.map(\.metric.ownerInode) == [0])
    #expect(shared.ended.map(\.metric.ownerIsGuess) == [false])
  }

  @Test(arguments: [false, true])
  func `a connection that was never seen with a file belongs to the only listener, as a guess`(
    isFirstSample: Bool
  ) {
    var script = Script()
    var listener = SocketRecord.tcp(1, state: .listen)
    (listener.remoteAddress, listener.remotePort) = (.zero, 0)
    if !isFirstSample { _ = script.poll([listener]) }
    var waiting = SocketRecord.tcp(7)
    waiting.inode = 0
    var request = SocketRecord.tcp(8, state: .synReceived)
    request.inode = 0
    var client = SocketRecord.tcp(9, state: .timeWait)
    (client.inode, client.localPort) = (0, 40_000)
    let records = [listener, waiting, request, .timeWait(10), client, .tcp(11)]
    let sample = script.poll(records)
    #expect(sample.metrics.map(\.ownerIsGuess) == [false, true, true, true, false, false])
    #expect(sample.metrics.map(\.ownerInode) == [101, 101, 101, 101, 0, 111])
    // Once it is accepted its owner is known.
    waiting.inode = 55
    let next = script.poll([listener, waiting, request, .timeWait(10), client, .tcp(11)])
    #expect(next.metrics.map(\.ownerIsGuess) == [false, false, true, true, false, false])
    #expect(next.metrics[1].ownerInode == 55)
  }

  @Test func `what was seen with a file keeps its owner in TIME-WAIT, and that is no guess`() {
    var script = Script()
    var listener = SocketRecord.tcp(1, state: .listen)
    (listener.remoteAddress, listener.remotePort) = (.zero, 0)
    _ = script.poll([listener, .tcp(7)])
    let sample = script.poll([listener, .timeWait(7)])
    #expect(sample.metrics.map(\.ownerInode) == [101, 107])
    #expect(sample.metrics.map(\.ownerIsGuess) == [false, false])
  }

  @Test func `one byte beyond the payload tells of no end when nobody listens`() {
    var script = Script()
    _ = script.poll([])
    let sample = script.poll([], destroyed: [.last(7, sent: 10, acked: 11)])
    #expect(sample.ended.map(\.cause) == [.unknown])
  }

  @Test func `a connection that a dump catches while it is being reset keeps its figures`() throws {
    var script = Script()
    _ = script.poll([.tcp(1, received: 9000, sent: 500)])
    let sample = script.poll([.tcp(1)])
    #expect(sample.ended.isEmpty && sample.opened == 0)
    #expect(sample.metrics[0].isSuspect && sample.metrics[0].sights == 1)
    #expect(sample.snapshot.records[0].tcp.bytesReceived == 9000)
    let last = script.poll([], destroyed: [Self.forgotten(1)])
    #expect(last.ended.map(\.record.tcp.bytesReceived) == [9000])
    #expect(last.ended.map(\.cause) == [.reset])
    #expect(last.totals.opened == 0 && last.totals.ended == 1)
  }

  @Test func `a bound connection that is disconnected has ended when two samples say so`() {
    var unconnected = SocketRecord.tcp(1, state: .boundInactive)
    unconnected.remotePort = 0
    var script = Script()
    _ = script.poll([.tcp(1, received: 9000, sent: 500)])
    let caught = script.poll([unconnected])
    #expect(caught.ended.isEmpty && caught.opened == 0 && caught.metrics[0].isSuspect)
    #expect(caught.snapshot.records[0].state == .established)
    let told = script.poll([unconnected])
    #expect(told.ended.map(\.record.tcp.bytesReceived) == [9000] && !told.metrics[0].isSuspect)
    #expect(told.snapshot.records[0].state == .boundInactive)
  }

  @Test func `a connection made anew to the same ends is another one`() {
    for (record, received) in [
      (SocketRecord.tcp(1, state: .synSent), 0), (.tcp(1, acked: 1), 0), (.tcp(1, received: 7), 7),
    ] {
      var script = Script()
      _ = script.poll([.tcp(1, received: 9000, sent: 500)])
      let sample = script.poll([record])
      #expect(sample.ended.map(\.record.tcp.bytesReceived) == [9000])
      #expect(sample.opened == 1 && sample.totals.receivedBytes == UInt64(received))
    }
  }
}
