import SocketMetrics
import SocketModel
import Testing
import TextSafety

/// How connections fall to sockets that share an address and port.
struct SiblingBalanceTests {
  private static func listener(_ cookie: UInt64, queue: UInt32 = 0) -> SocketRecord {
    var record = SocketRecord.tcp(cookie, state: .listen)
    record.localAddress = .zero
    record.remoteAddress = .zero
    record.remotePort = 0
    record.receiveQueue = queue
    record.sendQueue = 64
    return record
  }

  private static func owner(_ pid: Int32) -> SocketOwner {
    SocketOwner(pid: pid, descriptor: 3, command: RawText(utf8: "worker"))
  }

  /// Two siblings; connections 1… belong to the processes given.
  private static func stats(
    queues: (UInt32, UInt32) = (0, 0), listeners: ([Int32], [Int32]), connections: [Int32]
  ) -> [ListenerStats] {
    var script = Script()
    var records = [listener(50, queue: queues.0), listener(51, queue: queues.1)]
    var owners = OwnerTable()
    owners.byInode[150] = listeners.0.map(owner)
    owners.byInode[151] = listeners.1.map(owner)
    for (index, pid) in connections.enumerated() {
      let record = SocketRecord.tcp(UInt64(index + 1))
      owners.byInode[record.inode] = [owner(pid)]
      records.append(record)
    }
    return ListenerStats.all(in: script.poll(records), owners: owners)
  }

  @Test func `a connection counts for the listener of the process that holds it`() {
    let stats = Self.stats(listeners: ([7], [8]), connections: [7, 7, 7, 8])
    #expect(stats.map(\.balance) == [0.75, 0.25])
  }

  @Test func `what waits in a queue counts for that queue`() {
    let stats = Self.stats(queues: (3, 0), listeners: ([7], [8]), connections: [8])
    #expect(stats.map(\.balance) == [0.75, 0.25])
  }

  @Test func `where a process holds both only the queues count`() {
    let stats = Self.stats(queues: (1, 3), listeners: ([6, 7], [6, 8]), connections: [7, 7, 8])
    #expect(stats.map(\.balance) == [0.25, 0.75])
  }

  @Test func `without connections there is no balance, and none without siblings`() {
    let stats = Self.stats(listeners: ([7], [8]), connections: [])
    #expect(stats.map(\.balance) == [nil, nil])
    var script = Script()
    let alone = ListenerStats.all(in: script.poll([Self.listener(50, queue: 3), .tcp(1)]))
    #expect(alone.map(\.balance) == [nil])
  }

  @Test func `only many connections make a sibling overloaded`() {
    let few = Self.stats(listeners: ([7], [8]), connections: Array(repeating: 7, count: 19))
    #expect(few.map(\.isOverloaded) == [false, false])
    let many = Self.stats(listeners: ([7], [8]), connections: Array(repeating: 7, count: 20))
    #expect(many.map(\.isOverloaded) == [true, false])
    let even = Self.stats(
      listeners: ([7], [8]),
      connections: Array(repeating: 7, count: 25) + Array(repeating: 8, count: 15))
    #expect(even.map(\.isOverloaded) == [false, false])
  }

  @Test func `a queue without room is full with one connection`() {
    var listener = Self.listener(50, queue: 1)
    listener.sendQueue = 0
    var script = Script()
    #expect(ListenerStats.all(in: script.poll([listener])).map(\.fill) == [1])
  }
}
