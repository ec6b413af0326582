import SocketMetrics
import SocketModel
import TextSafety

/// A kernel for tests: dumps and announcements by script, one second apart.
struct Script {
  var sampler = Sampler()
  var seconds = 0.0
  var coverage: [SocketKind: TableCoverage] = [
    .tcp: .complete, .udp: .complete, .unixStream: .complete, .sctp: .complete,
  ]
  var events = DestroyEventStatus.off
  /// What the kernel answers when asked for a cookie; gone unless told otherwise.
  var answers: [UInt64: ExistenceAnswer] = [:]
  var asked: [UInt64] = []

  /// The sample of a dump with `records`, `later` seconds after the one before.
  mutating func poll(
    _ records: [SocketRecord], destroyed: [SocketRecord] = [], later: Double = 1,
    adjust: (inout Snapshot) -> Void = { _ in }
  ) -> Sample {
    seconds += later
    var snapshot = Snapshot()
    snapshot.time = MonotonicTime(nanoseconds: UInt64(seconds * 1e9))
    snapshot.wallClock = 1_000_000 + seconds
    snapshot.records = records
    snapshot.coverage = coverage
    snapshot.destroyEvents = destroyed.isEmpty ? events : .on(lost: 0)
    let time = MonotonicTime(nanoseconds: UInt64((seconds - 0.25) * 1e9))
    snapshot.destroyed = destroyed.map { DestroyedSocket(record: $0, time: time) }
    adjust(&snapshot)
    asked = []
    let suspects = sampler.prepare(snapshot)
    asked = suspects.map(\.cookie)
    return sampler.finish(suspects.map { answers[$0.cookie] ?? .gone })
  }
}

extension SocketRecord {
  /// A TCP connection that has moved so many bytes.
  static func tcp(
    _ cookie: UInt64, received: UInt64 = 0, sent: UInt64 = 0, state: SocketState = .established,
    acked: UInt64? = nil
  ) -> SocketRecord {
    var record = Rows.connection(cookie: cookie)
    record.remotePort = UInt32(truncatingIfNeeded: 1024 + cookie)
    record.state = state
    record.inode = UInt32(truncatingIfNeeded: cookie + 100)
    record.uid = 33
    record.known = [.tcpInfo, .bytesAcked, .bytesSent, .owner, .queues, .segments, .limits]
    record.tcp.bytesReceived = received
    record.tcp.bytesSent = sent
    record.tcp.bytesAcked = acked ?? sent
    return record
  }

  /// The TIME-WAIT of that connection: no counters, no owner.
  static func timeWait(_ cookie: UInt64, left milliseconds: UInt32 = 60_000) -> SocketRecord {
    var record = tcp(cookie, state: .timeWait)
    record.inode = 0
    record.uid = 0
    record.known = []
    record.timer = .timeWait
    record.timerMilliseconds = milliseconds
    return record
  }

  /// The kernel's last word on that connection: no owner, state CLOSE.
  static func last(
    _ cookie: UInt64, received: UInt64 = 0, sent: UInt64 = 0, acked: UInt64? = nil
  ) -> SocketRecord {
    var record = tcp(cookie, received: received, sent: sent, state: .close, acked: acked)
    record.inode = 0
    record.uid = 0
    record.known = [.tcpInfo, .bytesAcked, .bytesSent, .final]
    return record
  }

  static func udp(_ cookie: UInt64, state: SocketState = .close) -> SocketRecord {
    var record = Rows.connection(cookie: cookie)
    record.kind = .udp
    record.state = state
    record.known = [.memory, .queues]
    return record
  }
}
