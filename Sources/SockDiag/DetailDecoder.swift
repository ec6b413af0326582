internal import Netlink
package import SocketModel
internal import TextSafety

/// Turns one message's payload into a `SocketDetail`: everything that the kernel tells.
///
/// `INET_DIAG_MD5SIG`, which carries keys in clear when root asks, is never read.
package struct DetailDecoder: Sendable {
  package let table: ReplyTable
  /// The namespace that the replies come from.
  package let namespace: NamespaceID
  private let records: RecordDecoder

  /// A decoder of messages of `table`, which leaves out what a `RecordDecoder` does.
  package init(table: ReplyTable, namespace: NamespaceID = .own, isDump: Bool = false) {
    self.table = table
    self.namespace = namespace
    records = RecordDecoder(table: table, namespace: namespace, isDump: isDump)
  }

  /// The socket in `payload`, whose record is also appended to `builder`; nil when it is left out, or
  /// the payload is too short or not of the table's family.
  package func decode(
    _ payload: Range<Int>, in datagram: RawSpan, into builder: inout SnapshotBuilder
  ) -> SocketDetail? {
    var decoded: SocketDetail?
    _ = decode(payload, in: datagram, into: &builder) { decoded = $0 }
    return decoded
  }

  /// Hands the socket in `payload` over as soon as it is decoded, unless it is left out; false when
  /// the payload is too short or not of the table's family.
  func decode(
    _ payload: Range<Int>, in datagram: RawSpan, into builder: inout SnapshotBuilder,
    _ each: (SocketDetail) -> Void
  ) -> Bool {
    let place = builder.records.count
    guard records.decode(payload, in: datagram, into: &builder) else { return false }
    guard place < builder.records.count else { return true }
    let record = builder.records[place]
    var detail = SocketDetail(record: record)
    detail.gauges = records.gauges(in: payload, of: datagram)
    switch table {
    case .internet(let kind):
      detail.congestionControl = builder.arena.congestionName(record.congestionControl)
      Self.fillInternet(
        &detail, kind, from: datagram.extracting(payload), at: RecordDecoder.internetHeader)
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
    each(detail)
    return true
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
