import SocketModel
import TestSupport
import Testing

/// Random sockets of few addresses and ports, so that many are alike.
struct OtherEndPropertyTests {
  @Test func `each row finds the one that fits, and none when several do`() {
    var random = SeededGenerator(seed: 20)
    var found = 0
    for _ in 0..<300 {
      let records = (0..<Int.random(in: 1...150, using: &random)).map { _ in
        Self.record(&random)
      }
      let count = Int.random(in: 0...records.count, using: &random)
      let ends = OtherEnds(of: records, count: count)
      for (row, record) in records.enumerated() {
        let expected = Self.otherEnd(of: record, among: records.prefix(count))
        #expect(ends.row(of: record, in: records) == expected, "\(record)")
        if row < count { #expect(ends.rows[row] == Int32(expected ?? -1)) }
        found += expected == nil ? 0 : 1
      }
      let wanted = records.randomElement(using: &random).map { [$0] } ?? []
      let few = OtherEnds(of: wanted, among: records, count: count)
      for record in wanted {
        let expected = Self.otherEnd(of: record, among: records.prefix(count))
        #expect(few.row(of: record, in: records) == expected)
      }
      #expect(few.rows.isEmpty)
    }
    #expect(found > 1000)
  }

  @Test(.timeLimit(.minutes(1)))
  func `of very many sockets with the same ends none is surely meant, which is soon said`() {
    var records: [SocketRecord] = []
    for number in 0..<20_000 {
      var record = SocketRecord()
      (record.kind, record.family) = (.udp, .inet)
      record.localAddress = AddressBits(word: 0x7f00_0001)
      record.remoteAddress = AddressBits(word: 0x7f00_0001)
      (record.localPort, record.remotePort) = number % 2 == 0 ? (7, 9) : (9, 0)
      records.append(record)
    }
    let ends = OtherEnds(of: records)
    #expect(ends.rows.allSatisfy { $0 == -1 })
  }

  private static func record(_ random: inout SeededGenerator) -> SocketRecord {
    var record = SocketRecord()
    record.kind =
      [.tcp, .tcp, .udp, .udp, .udpLite, .raw, .unixStream, .unixDatagram]
      .randomElement(using: &random) ?? .tcp
    record.namespace = NamespaceID(rawValue: Int.random(in: 0..<8, using: &random) == 0 ? 1 : 0)
    record.localPort = UInt32.random(in: 0..<4, using: &random)
    record.remotePort = UInt32.random(in: 0..<4, using: &random)
    if record.kind == .unixStream || record.kind == .unixDatagram {
      record.family = .unix
      record.localPort = UInt32.random(in: 0..<60, using: &random)
      record.remotePort = UInt32.random(in: 0..<60, using: &random)
      return record
    }
    record.family = Bool.random(using: &random) ? .inet : .inet6
    record.localAddress = address(record.family, &random)
    record.remoteAddress = address(record.family, &random)
    if record.family == .inet6 {
      record.known.insert(.v6OnlyTold)
      if Bool.random(using: &random) { record.known.insert(.v6Only) }
    }
    return record
  }

  private static func address(
    _ family: AddressFamily, _ random: inout SeededGenerator
  ) -> AddressBits {
    let word: UInt32 =
      [0, 0x7f00_0001, 0x7f00_0001, 0x0a00_0001].randomElement(using: &random) ?? 0
    guard family == .inet6 else { return AddressBits(word: word) }
    guard word != 0, Bool.random(using: &random) else {
      return AddressBits(high: 0, low: word == 0 ? 0 : 1)
    }
    return AddressBits(high: 0, low: 0xffff << 32 | UInt64(word))
  }

  // MARK: What is expected, by looking at all of them

  private static func otherEnd(
    of asked: SocketRecord, among records: ArraySlice<SocketRecord>
  ) -> Int? {
    guard asked.localPort != 0, asked.remotePort != 0 else { return nil }
    if asked.family == .unix {
      let peers = records.indices.filter {
        records[$0].family == .unix && records[$0].localPort == asked.remotePort
      }
      return peers.count == 1 ? peers[0] : nil
    }
    let (own, far) = (end(asked, .local), end(asked, .peer))
    guard asked.kind != .raw, own != far else { return nil }
    let same = records.indices.filter {
      records[$0].kind == asked.kind && records[$0].namespace == asked.namespace
    }
    let peers = same.filter { end(records[$0], .local) == far && end(records[$0], .peer) == own }
    guard peers.isEmpty else { return peers.count == 1 ? peers[0] : nil }
    let isLoopback = far.address == "127.0.0.1" || far.address == "::1"
    guard asked.kind != .tcp, isLoopback else { return nil }
    let servers = same.filter { takes(records[$0], far) }
    return servers.count == 1 ? servers[0] : nil
  }

  private struct End: Equatable {
    var address: String
    var port: UInt32
  }

  private static func end(_ record: SocketRecord, _ end: SocketEnd) -> End {
    let bits = end == .local ? record.localAddress : record.remoteAddress
    let port = end == .local ? record.localPort : record.remotePort
    let word = record.family == .inet ? bits.word : bits.mappedIPv4
    guard record.family == .inet || bits.isMappedIPv4 else {
      return End(address: bits.isZero ? "::" : "::1", port: port)
    }
    return End(
      address: [24, 16, 8, 0].map { "\(word >> $0 & 255)" }.joined(separator: "."), port: port)
  }

  private static func takes(_ server: SocketRecord, _ far: End) -> Bool {
    guard server.remotePort == 0, server.localPort == far.port else { return false }
    switch end(server, .local).address {
    case far.address: return true
    case "0.0.0.0": return far.address == "127.0.0.1"
    case "::": return far.address == "::1" || !server.known.contains(.v6Only)
    default: return false
    }
  }
}
