import Glibc
import LinuxHost
import SocketModel
import TestSupport
import Testing
import TextSafety

struct NamespaceRosterTests {
  private static func record(_ cookie: UInt64, name: NameRange = NameRange()) -> SocketRecord {
    var record = SocketRecord()
    (record.cookie, record.name, record.congestionControl) = (cookie, name, 1)
    return record
  }

  @Test func `snapshots of two namespaces keep their names and marks apart`() {
    var own = Snapshot()
    own.names = Array("one".utf8)
    own.congestionNames.append(RawText(utf8: "cubic"))
    own.records = [Self.record(7, name: NameRange(offset: 0, length: 3))]
    own.coverage = [.tcp: .complete, .udp: .complete]
    own.destroyEvents = .on(lost: 1)
    var other = Snapshot()
    other.names = Array("two".utf8)
    other.congestionNames += [RawText(utf8: "bbr"), RawText(utf8: "cubic")]
    other.records = [Self.record(7, name: NameRange(offset: 0, length: 3)), Self.record(8)]
    other.records[1].congestionControl = 2
    var gauges = SocketGauges()
    gauges.lost = 6
    other.gauges = [nil, gauges]
    other.coverage = [.tcp: .incomplete(.timedOut), .udp: .complete]
    other.destroyed = [
      DestroyedSocket(record: Self.record(9), time: MonotonicTime(nanoseconds: 5))
    ]
    other.destroyEvents = .on(lost: 2)

    own.append(other, as: NamespaceID(rawValue: 4))
    #expect(own.records.map(\.namespace.rawValue) == [0, 4, 4])
    #expect(
      own.records.prefix(2).map { own.name(of: $0).bytes } == [
        Array("one".utf8), Array("two".utf8),
      ])
    #expect(own.name(of: own.records[2]).isEmpty)
    #expect(
      own.records.map { own.congestionName(of: $0) } == [
        RawText(utf8: "cubic"), RawText(utf8: "bbr"), RawText(utf8: "cubic"),
      ])
    #expect(own.gauges == [nil, nil, gauges])
    #expect(own.coverage == [.tcp: .incomplete(.timedOut), .udp: .complete])
    #expect(own.destroyed.map(\.record.namespace.rawValue) == [4])
    #expect(own.destroyEvents == .on(lost: 3))
  }

  @Test(.enabled(if: NamespaceTests.canEnter, "entering namespaces needs root"))
  func `a namespace is found while somebody lives in it, and its number is never given again`()
    throws
  {
    var roster = NamespaceRoster()
    func entered(_ set: NamespaceSet, _ inode: UInt64) -> NamespaceID? {
      set.entered.first { $0.inode == inode }?.id
    }
    var inhabitant: NamespaceTests.Inhabitant? = NamespaceTests.Inhabitant()
    let inode = try #require(Self.namespace(of: inhabitant?.pid ?? 0))
    let first = try #require(entered(roster.search(), inode))
    #expect(entered(roster.search(), inode) == first)
    inhabitant = nil
    let after = roster.search()
    #expect(entered(after, inode) == nil)
    #expect(after.names[Int(first.rawValue)].inode == inode)
    let next = NamespaceTests.Inhabitant()
    let another = try #require(Self.namespace(of: next.pid))
    let second = try #require(entered(roster.search(), another))
    #expect(second.rawValue > first.rawValue)
  }

  @Test(.enabled(if: NamespaceTests.canEnter, "entering namespaces needs root"))
  func `equal addresses in two namespaces are two sockets, and destroying hits the one meant`()
    throws
  {
    let networks = [try TestSupport.NetworkNamespace(), try TestSupport.NetworkNamespace()]
    let pairs = try networks.map {
      try TrafficPair(in: $0, port: 7000, bytesPerSecond: 1000, seconds: 60)
    }
    // The optimiser would end them after their last mention.
    defer { withExtendedLifetime((networks, pairs)) {} }
    var roster = NamespaceRoster()
    let set = roster.search()
    let plan = CollectionPlan(tables: SocketTables(.tcp))
    var listeners: [SocketRecord] = []
    var collectors: [SocketCollector] = []
    for pair in pairs {
      let inode = try #require(Self.namespace(of: pair.pid))
      let namespace = try #require(set.entered.first { $0.inode == inode })
      let collector = namespace.collector()
      let record = collector.collect(plan).records.first {
        $0.localPort == 7000 && $0.state == .listen
      }
      listeners.append(try #require(record))
      collectors.append(collector)
    }
    #expect(listeners[0].identity != listeners[1].identity)
    #expect(listeners[0].localAddress == listeners[1].localAddress)
    // In the wrong namespace the cookie names nothing.
    #expect(collectors[1].destroy(listeners[0]) == .notFound)
    #expect(collectors[0].destroy(listeners[0]) == .destroyed)
    guard case .found = collectors[1].query(listeners[1]) else {
      Issue.record("the other namespace's listener is gone")
      return
    }
  }

  private static func namespace(of pid: Int32) -> UInt64? {
    NamespaceFinder().find().namespaces.first { $0.path == "/proc/\(pid)/ns/net" }?.name.inode
  }
}
