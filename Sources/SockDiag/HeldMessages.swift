internal import CSockDiag
internal import Netlink

/// Messages about IPv6 sockets that wait for the end of a dump that tells both families.
struct HeldMessages: Sendable {
  /// The messages with their headers, some dozens in each element.
  private(set) var datagrams: [[UInt8]] = []

  /// About as many bytes as the kernel puts into one datagram.
  private static let datagramBytes = 32 << 10
  private static let headerBytes = 16

  /// Whether `payload` is that of an IPv6 socket.
  @inline(__always) static func concern(_ payload: Range<Int>, of datagram: RawSpan) -> Bool {
    datagram.has(1, at: payload.lowerBound)
      && datagram.load(UInt8.self, at: payload.lowerBound) == topss_af_inet6
  }

  /// Keeps the message that `payload` belongs to.
  mutating func append(_ payload: Range<Int>, of datagram: RawSpan) {
    let message = (payload.lowerBound &- Self.headerBytes)..<payload.upperBound
    guard message.lowerBound >= 0 else { return }
    if datagrams.isEmpty || datagrams[datagrams.count - 1].count > Self.datagramBytes {
      datagrams.append([])
      datagrams[datagrams.count - 1].reserveCapacity(Self.datagramBytes + 1024)
    }
    let last = datagrams.count - 1
    datagram.append(message, to: &datagrams[last])
    while datagrams[last].count & 3 != 0 { datagrams[last].append(0) }
  }
}
