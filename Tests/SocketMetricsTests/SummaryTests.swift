import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct SummaryTests {
  @Test func `the summary has the figures of ss and counts by state`() {
    var host = HostCounters()
    host.tcp4InUse = 5
    host.tcp6InUse = 2
    host.udp4InUse = 3
    host.raw6InUse = 1
    host.counters = ["Tcp.RetransSegs": 130, "Tcp.OutRsts": 5]
    var before = host
    before.counters = ["Tcp.RetransSegs": 100, "Tcp.OutRsts": 9]
    var script = Script()
    _ = script.poll([])
    let sample = script.poll([.tcp(1), .tcp(2), .timeWait(3), .udp(4)], later: 2) {
      $0.host = host
    }
    let summary = SummaryModel(sample, previous: before)
    #expect(summary.transports.map(\.total) == [1, 3, 7, 11, 0])
    #expect(summary.transports.map(\.title.string) == ["RAW", "UDP", "TCP", "INET", "FRAG"])
    #expect(summary.kinds == [.tcp: 3, .udp: 1])
    #expect(summary.tcpStates == [.established: 2, .timeWait: 1])
    #expect(summary.tcpWithoutFile == 1)
    #expect(summary.rate(of: "Tcp.RetransSegs") == 15)
    #expect(summary.rate(of: "Tcp.OutRsts") == nil)
    #expect(summary.rate(of: "Tcp.Unknown") == nil)
  }

  @Test func `a connection counts for its own address, else for any, of IPv6 too`() {
    func listener(_ cookie: UInt64, _ family: AddressFamily, _ address: AddressBits)
      -> SocketRecord
    {
      var record = SocketRecord.tcp(cookie, state: .listen)
      record.family = family
      record.localAddress = address
      record.localPort = 80
      record.remoteAddress = .zero
      record.remotePort = 0
      return record
    }
    func connection(_ cookie: UInt64, to address: UInt32, port: UInt32 = 80) -> SocketRecord {
      var record = SocketRecord.tcp(cookie)
      record.localAddress = AddressBits(word: address)
      record.localPort = port
      return record
    }
    func counts(_ listeners: [SocketRecord]) -> [Int] {
      var script = Script()
      let connections = [
        connection(1, to: 7), connection(2, to: 7), connection(3, to: 8),
        connection(4, to: 8, port: 80 + 65536), connection(5, to: 8, port: 81),
      ]
      return ListenerStats.all(in: script.poll(listeners + connections)).map(\.connections)
    }
    let exact = listener(50, .inet, AddressBits(word: 7))
    let any = listener(51, .inet, .zero)
    let any6 = listener(52, .inet6, .zero)
    #expect(counts([exact, any, any6]) == [2, 1, 0])
    #expect(counts([exact, any6]) == [2, 1])
    #expect(counts([any6]) == [3])
    #expect(counts([]) == [])
  }

  @Test func `a listener counts its connections, those between two polls included`() {
    var script = Script()
    var listener = SocketRecord.tcp(50, state: .listen)
    listener.localAddress = .zero
    listener.remoteAddress = .zero
    listener.remotePort = 0
    listener.receiveQueue = 3
    listener.sendQueue = 4
    var sibling = listener
    sibling.cookie = 51
    var other = listener
    other.cookie = 52
    other.localPort = 81
    let listeners = [listener, sibling, other]
    let first = script.poll(listeners + [.tcp(1)])
    #expect(ListenerStats.all(in: first).map(\.acceptedPerSecond) == [nil, nil, nil])
    let sample = script.poll(
      listeners + [.tcp(1), .tcp(2), .tcp(3, state: .synReceived)],
      destroyed: [.last(9, acked: 1)], later: 2)
    let stats = ListenerStats.all(in: sample)
    #expect(stats.map(\.siblings) == [2, 2, 1])
    #expect(stats.map(\.connections) == [2, 2, 0])
    #expect(stats.map(\.halfOpen) == [1, 1, 0])
    #expect(stats.map(\.acceptedPerSecond) == [1, 1, 0])
    #expect(stats[0].fill == 0.75)
    #expect(stats.map(\.row) == [0, 1, 2])
  }
}
