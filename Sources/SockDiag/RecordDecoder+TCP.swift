internal import CSockDiag
internal import SocketModel

/// The part of `tcp_info` that every poll looks at.
///
/// Thirteen sizes of the struct are in the field; distributions backport, so what is known follows
/// from the attribute's length alone. Kernel: `struct tcp_info` in `include/uapi/linux/tcp.h`.
extension RecordDecoder {
  /// Bytes up to `tcpi_snd_wnd`, which Linux 5.4 and later send.
  static let wholeTCPInfo = 232

  /// Fills `tcp` from the attribute `value`; returns what it told, nothing when it is shorter than
  /// the oldest struct (Linux 2.6 to 3.14).
  @inline(__always) static func fillTCP(
    _ tcp: inout TCPCounters, from value: RawSpan
  ) -> KnownFields {
    guard value.has(wholeTCPInfo, at: 0) else { return fillShortTCP(&tcp, from: value) }
    fill(&tcp, from: value.load(topss_tcp_info.self, at: 0))
    return [
      .tcpInfo, .bytesAcked, .segments, .minimumRTT, .deliveryRate, .limits, .bytesSent,
      .sendWindow,
    ]
  }

  /// The structs of older kernels; what is behind their end stays 0.
  @inline(never) private static func fillShortTCP(
    _ tcp: inout TCPCounters, from value: RawSpan
  ) -> KnownFields {
    guard let told = toldTCPInfo(value.byteCount) else { return [] }
    fill(&tcp, from: value.loadPrefix(topss_tcp_info(), count: told))
    var known = KnownFields.tcpInfo
    if told >= 136 { known.insert(.bytesAcked) }
    if told >= 144 { known.insert(.segments) }
    if told >= 160 { known.insert(.minimumRTT) }
    if told >= 168 { known.insert(.deliveryRate) }
    if told >= 192 { known.insert(.limits) }
    if told >= 216 { known.insert(.bytesSent) }
    return known
  }

  /// Bytes of the longest known struct within `count` bytes; nil when even the oldest is longer.
  static func toldTCPInfo(_ count: Int) -> Int? {
    guard count < wholeTCPInfo else { return wholeTCPInfo }
    return [216, 192, 168, 160, 144, 136, 112, 104].first { $0 <= count }
  }

  @inline(__always) private static func fill(_ tcp: inout TCPCounters, from info: topss_tcp_info) {
    tcp.unacked = info.unacked
    tcp.roundTripMicroseconds = info.rtt
    tcp.congestionWindow = info.snd_cwnd
    tcp.retransmits = info.total_retrans
    tcp.bytesAcked = info.bytes_acked
    tcp.bytesReceived = info.bytes_received
    tcp.busyMilliseconds = milliseconds(info.busy_time)
    // Few are limited: two divisions less for all others.
    if info.rwnd_limited | info.sndbuf_limited != 0 {
      tcp.receiverLimitedMilliseconds = milliseconds(info.rwnd_limited)
      tcp.sendBufferLimitedMilliseconds = milliseconds(info.sndbuf_limited)
    }
    tcp.bytesSent = info.bytes_sent
    tcp.bytesRetransmitted = info.bytes_retrans
  }

  @inline(__always) private static func milliseconds(_ microseconds: UInt64) -> UInt32 {
    UInt32(clamping: microseconds / 1000)
  }
}
