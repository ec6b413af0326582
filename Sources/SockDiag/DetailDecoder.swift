internal import Netlink
package import SocketModel
internal import TextSafety

/// Turns one message's payload into a `SocketDetail`: everything that the kernel tells.
///
/// `INET_DIAG_MD5SIG`, which carries keys in clear when root asks, is never read.
package struct DetailDecoder: Hashable, Sendable {
  package var table: ReplyTable
  /// The namespace that the replies come from.
  package var namespace: NamespaceID

  package init(table: ReplyTable, namespace: NamespaceID = .own) {
    self.table = table
    self.namespace = namespace
  }

  /// The socket in `payload`, whose record is also appended to `builder`; nil when the payload is
  /// too short or not of the table's family.
  package func decode(
    _ payload: Range<Int>, in datagram: RawSpan, into builder: inout SnapshotBuilder
  ) -> SocketDetail? {
    var record = SocketRecord()
    let records = RecordDecoder(table: table, namespace: namespace)
    guard records.fill(&record, from: payload, in: datagram, &builder) else { return nil }
    builder.append(record)
    var detail = SocketDetail(record: record)
    switch table {
    case .internet(let kind):
      detail.congestionControl = builder.congestionName(record.congestionControl)
      let attributes = Self.attributes(payload, after: RecordDecoder.internetHeader)
      Self.fillInternet(&detail, kind, from: attributes, in: datagram)
    case .unix:
      Self.fillUnix(&detail, from: Self.attributes(payload, after: 16), in: datagram)
    case .packet:
      Self.fillPacket(&detail, from: Self.attributes(payload, after: 16), in: datagram)
    case .netlink:
      Self.fillNetlink(&detail, from: Self.attributes(payload, after: 28), in: datagram)
    case .vsock: break
    case .tipc: Self.fillTIPC(&detail, from: payload, in: datagram)
    case .xdp: Self.fillXDP(&detail, from: Self.attributes(payload, after: 16), in: datagram)
    }
    return detail
  }

  /// The attributes behind a header of `count` bytes, which is there.
  private static func attributes(
    _ payload: Range<Int>, after count: Int
  ) -> NetlinkAttributes {
    let start = min(payload.lowerBound &+ count, payload.upperBound)
    return NetlinkAttributes(start..<payload.upperBound)
  }

  /// An array of words in the host's order.
  static func words(_ attribute: NetlinkAttribute, in datagram: RawSpan) -> [UInt32] {
    (0..<(attribute.count / 4)).map { datagram.uint32(at: attribute.start &+ 4 &* $0) }
  }

  /// A text without the NUL at its end.
  static func text(_ attribute: NetlinkAttribute, in datagram: RawSpan) -> RawText {
    RawText(datagram.copy(attribute.payload).prefix { $0 != 0 })
  }
}
