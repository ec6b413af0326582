internal import CSockDiag
internal import Netlink
package import SocketModel

/// Turns one message's payload into a `SocketRecord`.
///
/// One pass over the attributes, fixed offsets, no allocation per socket. An attribute that is
/// absent, or shorter than it should be, leaves its quantity out of `SocketRecord.known`; of
/// repeated ones the last counts, of `tcp_info` the first.
package struct RecordDecoder: Sendable {
  package let table: ReplyTable
  /// The namespace that the replies come from.
  package let namespace: NamespaceID
  private let isTCP: Bool
  private let leavesOutGone: Bool

  /// A decoder of messages of `table`. In a dump it leaves out what ended between the kernel's
  /// finding it and writing it down: a TCP socket without a port, which is in no table any more. The
  /// state is changed last and may still be that of a connection.
  package init(table: ReplyTable, namespace: NamespaceID = .own, isDump: Bool = false) {
    self.table = table
    self.namespace = namespace
    leavesOutGone = isDump && table == .internet(.tcp)
    if case .internet(.tcp) = table { isTCP = true } else { isTCP = false }
  }

  /// Appends the socket in `payload` to `builder`, or leaves it out; false when the payload is too
  /// short or not of the table's family.
  @inline(__always) package func decode(
    _ payload: Range<Int>, in datagram: RawSpan, into builder: inout SnapshotBuilder
  ) -> Bool {
    let place = builder.records.count
    builder.records.append(SocketRecord())
    switch read(&builder.records[place], from: payload, in: datagram, &builder.arena) {
    case .socket: break
    case .gone:
      builder.records.removeLast()
      return true
    case .unreadable:
      builder.records.removeLast()
      return false
    }
    if builder.readsGauges { builder.gauges.append(gauges(in: payload, of: datagram)) }
    return true
  }

  /// What a message holds.
  private enum Content { case socket, gone, unreadable }

  /// Fills a fresh `record` of a dump.
  @inline(__always) private func read(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan,
    _ arena: inout NameArena
  ) -> Content {
    guard fill(&record, from: payload, in: datagram, &arena) else { return .unreadable }
    if leavesOutGone, record.localPort == 0 { return .gone }
    // A closed TCP socket is in a table for its port's sake only; the kernel calls it closed.
    if isTCP, case .close = record.state { record.state = .boundInactive }
    return .socket
  }

  /// Fills a fresh `record`; names go to `arena`.
  func fill(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan,
    _ arena: inout NameArena
  ) -> Bool {
    record.namespace = namespace
    switch table {
    case .internet(let kind):
      guard datagram.has(payload.count, at: payload.lowerBound) else { return false }
      return Self.fillInternet(&record, kind, from: datagram.extracting(payload), &arena)
    case .unix: return Self.fillUnix(&record, from: payload, in: datagram, &arena)
    case .packet: return Self.fillPacket(&record, from: payload, in: datagram)
    case .netlink: return Self.fillNetlink(&record, from: payload, in: datagram)
    case .vsock: return Self.fillVsock(&record, from: payload, in: datagram)
    case .tipc: return Self.fillTIPC(&record, from: payload, in: datagram)
    case .xdp: return Self.fillXDP(&record, from: payload, in: datagram)
    }
  }

  /// `SK_MEMINFO_*` in `value`: nine words, of which old kernels send seven (no backlog) or eight
  /// (no drops), zero behind them. Nil when there are fewer.
  static func memory(_ value: RawSpan) -> topss_sk_meminfo? {
    if value.has(36, at: 0) { return value.load(topss_sk_meminfo.self, at: 0) }
    guard value.byteCount >= 28 else { return nil }
    return value.loadPrefix(topss_sk_meminfo(), count: value.byteCount & ~3)
  }

  /// Reads what a record holds of a socket's memory; returns all of it.
  @discardableResult static func fillMemory(
    _ record: inout SocketRecord, from value: RawSpan
  ) -> topss_sk_meminfo? {
    guard let words = memory(value) else { return nil }
    record.drops = words.drops
    record.known.insert(.memory)
    return words
  }

  /// Reads a user id.
  static func fillOwner(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan
  ) {
    guard attribute.count >= 4 else { return }
    record.uid = datagram.uint32(at: attribute.start)
    record.known.insert(.owner)
  }
}
