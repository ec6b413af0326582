internal import SocketModel

/// A line of `/proc/net/tcp`, `udp`, `udplite`, `raw` and their IPv6 siblings.
///
/// Kernel: `get_tcp4_sock` in `net/ipv4/tcp_ipv4.c`, `udp4_format_sock`, `raw_sock_seq_show`.
struct ProcNetInternet {
  let kind: SocketKind
  let family: AddressFamily

  func record(_ fields: inout ProcFields) -> SocketRecord? {
    guard fields.skip(), let local = address(&fields), let remote = address(&fields),
      let state = fields.hex(UInt8.self), let (sent, received) = fields.hexPair(),
      let (timer, timerTicks) = fields.hexPair(), let retransmits = fields.hex(UInt32.self),
      let uid = fields.decimal(UInt32.self), fields.skip(), let inode = fields.decimal(UInt32.self)
    else { return nil }
    var record = SocketRecord()
    record.kind = kind
    record.family = family
    (record.localAddress, record.localPort) = local
    (record.remoteAddress, record.remotePort) = remote
    record.state = SocketState(kernel: state)
    record.sendQueue = sent
    record.receiveQueue = received
    record.timer = SocketTimer(kernel: UInt8(truncatingIfNeeded: timer))
    record.timerMilliseconds = Self.milliseconds(ticks: timerTicks)
    record.timerRetransmits = UInt8(clamping: retransmits)
    record.uid = uid
    record.inode = inode
    record.known = [.queues]
    if uid != 0 || inode != 0 { record.known.insert(.owner) }
    if kind == .raw { record.protocolNumber = UInt16(truncatingIfNeeded: record.localPort) }
    return record
  }

  /// Ticks of `/proc` are hundredths of a second on every architecture; a negative one is 0.
  private static func milliseconds(ticks: UInt32) -> UInt32 {
    let (product, overflow) = ticks.multipliedReportingOverflow(by: 10)
    return overflow ? 0 : product
  }

  private func address(_ fields: inout ProcFields) -> (AddressBits, UInt32)? {
    guard let text = fields.colonPair() else { return nil }
    let words = family == .inet6 ? 4 : 1
    guard text.address.count == words * 8,
      let port = fields.number(text.port, radix: 16, as: UInt16.self)
    else { return nil }
    var bits = AddressBits.zero
    for index in 0..<words {
      let start = text.address.lowerBound + index * 8
      guard let word = fields.number(start..<(start + 8), radix: 16, as: UInt32.self) else {
        return nil
      }
      let shifted = UInt64(UInt32(bigEndian: word)) << (index % 2 == 0 ? 32 : 0)
      if index < 2 { bits.high |= shifted } else { bits.low |= shifted }
    }
    return (bits, UInt32(port))
  }
}
