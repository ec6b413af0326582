internal import Netlink
package import SocketModel

/// Turns one message's payload into a `SocketRecord`.
///
/// One pass over the attributes, fixed offsets, no allocation per socket. An attribute that is
/// absent, or shorter than it should be, leaves its quantity out of `SocketRecord.known`; of
/// repeated ones the last counts, of `tcp_info` the first.
package struct RecordDecoder: Hashable, Sendable {
  package var table: ReplyTable
  /// The namespace that the replies come from.
  package var namespace: NamespaceID

  package init(table: ReplyTable, namespace: NamespaceID = .own) {
    self.table = table
    self.namespace = namespace
  }

  /// Appends the socket in `payload` to `builder`; false when it is too short or not of the
  /// table's family.
  package func decode(
    _ payload: Range<Int>, in datagram: RawSpan, into builder: inout SnapshotBuilder
  ) -> Bool {
    var record = SocketRecord()
    guard fill(&record, from: payload, in: datagram, &builder) else { return false }
    builder.append(record)
    return true
  }

  /// Fills a fresh `record`; names go to `builder`.
  func fill(
    _ record: inout SocketRecord, from payload: Range<Int>, in datagram: RawSpan,
    _ builder: inout SnapshotBuilder
  ) -> Bool {
    record.namespace = namespace
    switch table {
    case .internet(let kind):
      return Self.fillInternet(&record, kind, from: payload, in: datagram, &builder)
    case .unix: return Self.fillUnix(&record, from: payload, in: datagram, &builder)
    case .packet: return Self.fillPacket(&record, from: payload, in: datagram)
    case .netlink: return Self.fillNetlink(&record, from: payload, in: datagram)
    case .vsock: return Self.fillVsock(&record, from: payload, in: datagram)
    case .tipc: return Self.fillTIPC(&record, from: payload, in: datagram)
    case .xdp: return Self.fillXDP(&record, from: payload, in: datagram)
    }
  }

  /// Reads `SK_MEMINFO_*`: nine words, of which old kernels send seven (no backlog) or eight (no
  /// drops).
  static func fillMemory(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan
  ) {
    guard attribute.count >= 28 else { return }
    let start = attribute.start
    record.memory.receiveAllocated = datagram.checkedUInt32(at: start)
    record.memory.receiveLimit = datagram.checkedUInt32(at: start &+ 4)
    record.memory.sendAllocated = datagram.checkedUInt32(at: start &+ 8)
    record.memory.sendLimit = datagram.checkedUInt32(at: start &+ 12)
    record.memory.forwardAllocated = datagram.checkedUInt32(at: start &+ 16)
    record.memory.writeQueued = datagram.checkedUInt32(at: start &+ 20)
    record.memory.options = datagram.checkedUInt32(at: start &+ 24)
    record.memory.backlog = attribute.count >= 32 ? datagram.checkedUInt32(at: start &+ 28) : 0
    record.memory.drops = attribute.count >= 36 ? datagram.checkedUInt32(at: start &+ 32) : 0
    record.known.insert(.memory)
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
