import SocketMetrics
import SocketModel
import Testing
import TextSafety

@Suite struct RowGroupingTests {
  @Test func `the sums of the groups are the sums of the rows`() {
    let sample = sample(200)
    let context = context(sample)
    for criterion in [
      RowGrouping.Criterion.field(.state), .field(.dst), .field(.sport), .field(.cc),
      .peerPrefix(ipv4: 24, ipv6: 48), .process, .field(.rtt),
    ] {
      let groups = RowGrouping(criterion).groups(of: sample, context: context)
      #expect(groups.map(\.count).reduce(0, +) == 200)
      #expect(Set(groups.flatMap(\.members)).count == 200)
      #expect(Set(groups.map(\.key)).count == groups.count)
      let sum = groups.map { $0.number(of: .rx) }.filter { !$0.isNaN }.reduce(0, +)
      #expect(sum == 199 * 200 / 2)
    }
  }

  @Test func `two levels nest, and the path says where`() {
    let sample = sample(60)
    let groups = RowGrouping(.field(.sport), .field(.state))
      .groups(of: sample, context: context(sample))
    #expect(groups.count == 3)
    for group in groups {
      #expect(group.children.map(\.count).reduce(0, +) == group.count)
      #expect(group.children.allSatisfy { $0.path == [group.key] })
      #expect(group.children.allSatisfy { $0.children.isEmpty })
    }
  }

  @Test func `a group has the median and the worst round trip of those that know it`() {
    var sample = sample(5)
    for (row, microseconds) in [4000, 1000, 0, 9000, 2000].enumerated() {
      sample.snapshot.records[row].known = [.tcpInfo]
      sample.snapshot.records[row].tcp.roundTripMicroseconds = UInt32(microseconds)
    }
    let group = RowGrouping(.field(.netid)).groups(of: sample, context: context(sample))[0]
    #expect(group.medianRoundTrip == 0.003)
    #expect(group.worstRoundTrip == 0.009)
    #expect(group.number(of: .cwnd).isNaN)
    #expect(group.title.string == "tcp")
  }

  @Test func `peers are grouped by the first bits of their address`() {
    var sample = sample(4)
    let mapped = AddressBits(high: 0, low: 0xffff_0a01_02ff)
    sample.snapshot.records[0].remoteAddress = AddressBits(word: 0x0a01_0203)
    sample.snapshot.records[1].family = .inet6
    sample.snapshot.records[1].remoteAddress = mapped
    sample.snapshot.records[2].family = .inet6
    sample.snapshot.records[2].remoteAddress = AddressBits(high: 0x2001_0db8_0001_ffff, low: 9)
    sample.snapshot.records[3].remoteAddress = .zero
    let groups = RowGrouping.peerNetworks.groups(of: sample, context: context(sample))
    #expect(groups.map(\.title.string) == ["10.1.2.0/24", "2001:db8:1::/48", "-"])
    #expect(groups.map(\.count) == [2, 1, 1])
  }

  private func sample(_ count: Int) -> Sample {
    var snapshot = Snapshot()
    snapshot.records = (0..<count).map { number in
      var record = Rows.connection(cookie: UInt64(number + 1))
      record.localPort = UInt32(80 + number % 3)
      record.remoteAddress = AddressBits(word: 0x0a00_0000 + UInt32(number * 37))
      record.state = number % 2 == 0 ? .established : .closeWait
      return record
    }
    var sample = Sample(first: snapshot)
    for row in 0..<count where row > 0 {
      sample.metrics[row] = SocketMetric(receiveRate: Double(row), sendRate: nil)
    }
    return sample
  }

  private func context(_ sample: Sample) -> RowContext {
    RowContext(snapshot: sample.snapshot, owners: OwnerTable(), names: NoNames())
  }
}
