internal import Netlink
internal import SocketModel

/// The part of `tcp_info` that tables and rates need.
///
/// Thirteen sizes of the struct are in the field; distributions backport, so what is known follows
/// from the attribute's length alone. Kernel: `struct tcp_info` in `include/uapi/linux/tcp.h`.
extension RecordDecoder {
  /// Bytes of the oldest struct (Linux 2.6 to 3.14).
  private static let oldestTCPInfo = 104

  static func fillTCP(
    _ record: inout SocketRecord, from attribute: NetlinkAttribute, in datagram: RawSpan
  ) {
    let count = attribute.count
    guard count >= oldestTCPInfo, !record.known.contains(.tcpInfo) else { return }
    fillOldest(&record.tcp, at: attribute.start, in: datagram)
    record.known.insert(.tcpInfo)
    if count >= 112 { record.tcp.pacingRate = datagram.checkedUInt64(at: attribute.start &+ 104) }
    guard count >= 136 else { return }
    fillCounters(&record, count, at: attribute.start, in: datagram)
  }

  private static func fillOldest(_ tcp: inout TCPCounters, at start: Int, in datagram: RawSpan) {
    tcp.congestionState = datagram.checkedUInt8(at: start &+ 1)
    tcp.isApplicationLimited = datagram.checkedUInt8(at: start &+ 7) & 1 != 0
    tcp.retransmitTimeoutMicroseconds = datagram.checkedUInt32(at: start &+ 8)
    tcp.sendMSS = datagram.checkedUInt32(at: start &+ 16)
    tcp.unacked = datagram.checkedUInt32(at: start &+ 24)
    tcp.lost = datagram.checkedUInt32(at: start &+ 32)
    tcp.lastSentMilliseconds = datagram.checkedUInt32(at: start &+ 44)
    tcp.lastReceivedMilliseconds = datagram.checkedUInt32(at: start &+ 52)
    tcp.roundTripMicroseconds = datagram.checkedUInt32(at: start &+ 68)
    tcp.roundTripVarianceMicroseconds = datagram.checkedUInt32(at: start &+ 72)
    tcp.slowStartThreshold = datagram.checkedUInt32(at: start &+ 76)
    tcp.congestionWindow = datagram.checkedUInt32(at: start &+ 80)
    tcp.retransmits = datagram.checkedUInt32(at: start &+ 100)
  }

  /// What came with Linux 4.1 and later.
  private static func fillCounters(
    _ record: inout SocketRecord, _ count: Int, at start: Int, in datagram: RawSpan
  ) {
    record.tcp.bytesAcked = datagram.checkedUInt64(at: start &+ 120)
    record.tcp.bytesReceived = datagram.checkedUInt64(at: start &+ 128)
    record.known.insert(.bytesAcked)
    guard count >= 144 else { return }
    record.tcp.segmentsOut = datagram.checkedUInt32(at: start &+ 136)
    record.tcp.segmentsIn = datagram.checkedUInt32(at: start &+ 140)
    record.known.insert(.segments)
    guard count >= 160 else { return }
    record.tcp.notSentBytes = datagram.checkedUInt32(at: start &+ 144)
    record.tcp.minimumRTTMicroseconds = datagram.checkedUInt32(at: start &+ 148)
    record.known.insert(.minimumRTT)
    guard count >= 168 else { return }
    record.tcp.deliveryRate = datagram.checkedUInt64(at: start &+ 160)
    record.known.insert(.deliveryRate)
    guard count >= 192 else { return }
    record.tcp.busyMicroseconds = datagram.checkedUInt64(at: start &+ 168)
    record.tcp.receiverLimitedMicroseconds = datagram.checkedUInt64(at: start &+ 176)
    record.tcp.sendBufferLimitedMicroseconds = datagram.checkedUInt64(at: start &+ 184)
    record.known.insert(.limits)
    guard count >= 216 else { return }
    record.tcp.bytesSent = datagram.checkedUInt64(at: start &+ 200)
    record.tcp.bytesRetransmitted = datagram.checkedUInt64(at: start &+ 208)
    record.known.insert(.bytesSent)
    guard count >= 232 else { return }
    record.tcp.sendWindow = datagram.checkedUInt32(at: start &+ 228)
    record.known.insert(.sendWindow)
  }
}
