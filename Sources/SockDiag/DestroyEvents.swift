internal import CSockDiag
internal import Netlink
package import SocketModel

/// The kernel's announcement that a socket was destroyed.
package struct DestroyEvent: Sendable {
  /// The final counters; the owner is not told, `known` contains `.final`.
  package var record: SocketRecord
  /// The final gauges.
  package var gauges: SocketGauges
  /// How `payload` is read by `DetailDecoder`.
  package var table: ReplyTable
  /// Where the message's payload stands in the datagram.
  package var payload: Range<Int>
}

/// Walks the announcements in one datagram of the groups `DestroyGroup`.
package struct DestroyEventReader: Sendable {
  private var reader = NetlinkMessageReader()
  private let namespace: NamespaceID
  /// Messages that could not be read: announcements were lost.
  package private(set) var unreadable = 0

  package init(namespace: NamespaceID = .own) { self.namespace = namespace }

  /// The next announcement; nil at the end of the datagram.
  package mutating func next(in datagram: RawSpan) -> DestroyEvent? {
    while let message = reader.next(in: datagram) {
      switch message.content {
      case .data(let type, let payload) where type == topss_sock_diag_by_family:
        if let event = event(payload, in: datagram) { return event }
        unreadable &+= 1
      case .malformed, .truncated, .overrun: unreadable &+= 1
      case .data, .done, .error, .acknowledged, .noop: break
      }
    }
    return nil
  }

  private func event(_ payload: Range<Int>, in datagram: RawSpan) -> DestroyEvent? {
    guard payload.count >= RecordDecoder.internetHeader,
      let number = RecordDecoder.nest(
        topss_inet_protocol,
        in: (payload.lowerBound &+ RecordDecoder.internetHeader)..<payload.upperBound,
        of: datagram), !number.isEmpty,
      let kind = Self.kind(datagram.uint8(at: number.lowerBound))
    else { return nil }
    var record = SocketRecord()
    // Announcements carry no name of a congestion control: the arena stays empty.
    var scratch = NameArena()
    let decoder = RecordDecoder(table: .internet(kind), namespace: namespace)
    guard decoder.fill(&record, from: payload, in: datagram, &scratch) else { return nil }
    record.congestionControl = 0
    record.uid = 0
    record.inode = 0
    record.known.remove(.owner)
    record.known.insert(.final)
    let gauges = decoder.gauges(in: payload, of: datagram)
    if gauges.tellsConnection { record.known.insert(.connected) }
    return DestroyEvent(record: record, gauges: gauges, table: decoder.table, payload: payload)
  }

  private static func kind(_ number: UInt8) -> SocketKind? {
    switch number {
    case 6: .tcp
    case 17: .udp
    case 136: .udpLite
    default: nil
    }
  }
}

extension SocketGauges {
  /// Whether a TCP socket with these was connected at some time.
  fileprivate var tellsConnection: Bool {
    sendWindow > 0 || (minimumRTTMicroseconds != 0 && minimumRTTMicroseconds != .max)
  }
}

/// Multicast groups of `NETLINK_SOCK_DIAG`; anybody may join, but only a socket that was bound.
package enum DestroyGroup: CaseIterable, Sendable {
  case tcp4, udp4, tcp6, udp6

  /// The group's number, for `NETLINK_ADD_MEMBERSHIP`. Kernel: `enum sknetlink_groups`.
  package var number: UInt32 {
    switch self {
    case .tcp4: topss_group_inet_tcp_destroy
    case .udp4: topss_group_inet_udp_destroy
    case .tcp6: topss_group_inet6_tcp_destroy
    case .udp6: topss_group_inet6_udp_destroy
    }
  }
}
