internal import CSockDiag
internal import Netlink
internal import SocketModel

/// inet_diag. Kernel: `struct inet_diag_msg` in `include/uapi/linux/inet_diag.h`.
extension RecordDecoder {
  /// Bytes of `struct inet_diag_msg`.
  static let internetHeader = 72

  static func fillInternet(
    _ record: inout SocketRecord, _ kind: SocketKind, from payload: Range<Int>,
    in datagram: RawSpan, _ builder: inout SnapshotBuilder
  ) -> Bool {
    let start = payload.lowerBound
    guard payload.count >= internetHeader, datagram.holds(internetHeader, at: start) else {
      return false
    }
    switch datagram.checkedUInt8(at: start) {
    case topss_af_inet: fillAddresses4(&record, at: start, in: datagram)
    case topss_af_inet6: fillAddresses6(&record, at: start, in: datagram)
    default: return false
    }
    record.kind = kind
    fillInternetHeader(&record, at: start, in: datagram)
    var attributes = NetlinkAttributes((start &+ internetHeader)..<payload.upperBound)
    while let attribute = attributes.next(in: datagram) {
      fillInternet(&record, kind, from: attribute, in: datagram, &builder)
    }
    return true
  }

  private static func fillAddresses4(
    _ record: inout SocketRecord, at start: Int, in datagram: RawSpan
  ) {
    record.family = .inet
    record.localAddress = AddressBits(
      word: UInt32(bigEndian: datagram.checkedUInt32(at: start &+ 8)))
    record.remoteAddress = AddressBits(
      word: UInt32(bigEndian: datagram.checkedUInt32(at: start &+ 24)))
  }

  private static func fillAddresses6(
    _ record: inout SocketRecord, at start: Int, in datagram: RawSpan
  ) {
    record.family = .inet6
    record.localAddress = AddressBits(
      high: UInt64(bigEndian: datagram.checkedUInt64(at: start &+ 8)),
      low: UInt64(bigEndian: datagram.checkedUInt64(at: start &+ 16)))
    record.remoteAddress = AddressBits(
      high: UInt64(bigEndian: datagram.checkedUInt64(at: start &+ 24)),
      low: UInt64(bigEndian: datagram.checkedUInt64(at: start &+ 32)))
  }

  private static func fillInternetHeader(
    _ record: inout SocketRecord, at start: Int, in datagram: RawSpan
  ) {
    record.state = SocketState(kernel: datagram.checkedUInt8(at: start &+ 1))
    record.timer = SocketTimer(kernel: datagram.checkedUInt8(at: start &+ 2))
    record.timerRetransmits = datagram.checkedUInt8(at: start &+ 3)
    record.localPort = UInt32(UInt16(bigEndian: datagram.checkedUInt16(at: start &+ 4)))
    record.remotePort = UInt32(UInt16(bigEndian: datagram.checkedUInt16(at: start &+ 6)))
    record.interfaceIndex = datagram.checkedUInt32(at: start &+ 40)
    record.cookie = datagram.checkedUInt64(at: start &+ 44)
    record.timerMilliseconds = datagram.checkedUInt32(at: start &+ 52)
    record.receiveQueue = datagram.checkedUInt32(at: start &+ 56)
    record.sendQueue = datagram.checkedUInt32(at: start &+ 60)
    record.uid = datagram.checkedUInt32(at: start &+ 64)
    record.inode = datagram.checkedUInt32(at: start &+ 68)
    // TIME-WAIT, SYN-RECV and orphans report 0 and 0: nobody, not root.
    record.known = .queues
    if record.uid != 0 || record.inode != 0 { record.known.insert(.owner) }
  }

  /// Reads one attribute. `INET_DIAG_MD5SIG` is not among them: it is never read.
  private static func fillInternet(
    _ record: inout SocketRecord, _ kind: SocketKind, from attribute: NetlinkAttribute,
    in datagram: RawSpan, _ builder: inout SnapshotBuilder
  ) {
    let (start, count) = (attribute.start, attribute.count)
    switch attribute.type {
    case topss_inet_info where kind == .tcp:
      fillTCP(&record, from: attribute, in: datagram)
    case topss_inet_skmeminfo:
      fillMemory(&record, from: attribute, in: datagram)
    case topss_inet_cong:
      record.congestionControl = builder.internCongestionName(attribute.payload, of: datagram)
    case topss_inet_shutdown where count >= 1:
      record.shutdown = datagram.uint8(at: start)
      record.known.insert(.shutdown)
    case topss_inet_skv6only where count >= 1:
      record.known.remove(.v6Only)
      record.known.insert(.v6OnlyTold)
      if datagram.uint8(at: start) != 0 { record.known.insert(.v6Only) }
    case topss_inet_mark where count >= 4:
      record.mark = datagram.uint32(at: start)
      record.known.insert(.mark)
    case topss_inet_cgroup_id where count >= 8:
      record.cgroup = datagram.uint64(at: start)
      record.known.insert(.cgroup)
    case topss_inet_protocol where count >= 1:
      record.protocolNumber = kind == .raw ? UInt16(datagram.uint8(at: start)) : 0
    default: break
    }
  }
}
