import SocketMetrics
import SocketModel
import TestSupport

/// A table of connections that come, talk and go at random, with a kernel's habits: its dump skips
/// and repeats rows, announcements come early or late, active closers leave a TIME-WAIT.
struct ChurnKernel {
  var random: SeededGenerator
  var live: [UInt64: SocketRecord] = [:]
  /// TIME-WAIT by cookie, with the steps it has left.
  var resting: [UInt64: Int] = [:]
  var nextCookie: UInt64 = 1
  var late: [SocketRecord] = []

  /// The truth.
  var received: UInt64 = 0
  var sent: UInt64 = 0
  var opened = 0
  var dead: Set<UInt64> = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// One step: a dump, and the announcements read with it.
  mutating func step(skipping percent: Int) -> (dump: [SocketRecord], events: [SocketRecord]) {
    var events = late
    late = []
    for (cookie, left) in resting { resting[cookie] = left > 1 ? left - 1 : nil }
    while random.chance(40) { open() }
    talk()
    for cookie in live.keys.sorted() where random.chance(12) {
      let stale = live[cookie]
      let event = close(cookie)
      if random.chance(20) { late.append(event) } else { events.append(event) }
      if random.chance(15), let stale, let last = events.last, last.cookie == cookie {
        return (dump(skipping: percent) + [stale], events)
      }
    }
    return (dump(skipping: percent), events)
  }

  mutating func open() {
    // The side that connected: its SYN and its FIN are known from the counters alone.
    live[nextCookie] = .tcp(nextCookie, acked: 1)
    nextCookie += 1
    opened += 1
  }

  private mutating func talk() {
    for cookie in live.keys.sorted() where random.chance(60) {
      guard var record = live[cookie] else { continue }
      let incoming = UInt64.random(in: 0...5000, using: &random)
      let outgoing = UInt64.random(in: 0...5000, using: &random)
      received += incoming
      sent += outgoing
      record.tcp.bytesReceived += incoming
      record.tcp.bytesSent += outgoing + 10
      record.tcp.bytesRetransmitted += 10
      record.tcp.bytesAcked += outgoing
      live[cookie] = record
    }
  }

  /// Closes a connection: its last words. An even cookie accepted, an odd one connected.
  private mutating func close(_ cookie: UInt64) -> SocketRecord {
    var record = live.removeValue(forKey: cookie) ?? .tcp(cookie)
    dead.insert(cookie)
    record.state = .close
    record.inode = 0
    record.known.remove(.owner)
    let isAborted = cookie % 2 == 0 && random.chance(20)
    guard !isAborted else { return record }
    record.tcp.bytesAcked += 1
    record.tcp.bytesReceived += 1
    if random.chance(50) { resting[cookie] = Int.random(in: 1...6, using: &random) }
    return record
  }

  private mutating func dump(skipping percent: Int) -> [SocketRecord] {
    var rows = live.keys.sorted().compactMap { live[$0] }
    rows += resting.keys.sorted().map { .timeWait($0) }
    var result: [SocketRecord] = []
    for row in rows where !random.chance(percent) {
      result.append(row)
      if random.chance(percent) { result.append(row) }
    }
    if random.chance(10) { result.shuffle(using: &random) }
    return result
  }

  func answer(_ record: SocketRecord) -> ExistenceAnswer {
    if let there = live[record.cookie] { return .exists(record.cookie % 3 == 0 ? there : nil) }
    return resting[record.cookie] != nil ? .exists(.timeWait(record.cookie)) : .gone
  }
}
