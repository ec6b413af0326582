internal import CSockDiag
internal import SocketModel

/// inet_diag. Kernel: `struct inet_diag_msg` in `include/uapi/linux/inet_diag.h`.
extension RecordDecoder {
  /// Bytes of `struct inet_diag_msg`.
  static let internetHeader = 72

  func fillInternet(
    _ record: inout SocketRecord, _ kind: SocketKind, from payload: Range<Int>,
    in datagram: RawSpan, _ arena: inout NameArena
  ) -> Bool {
    let start = payload.lowerBound
    let end = payload.upperBound
    guard end &- start >= Self.internetHeader, datagram.has(end &- start, at: start) else {
      return false
    }
    let message = datagram.load(inet_diag_msg.self, at: start)
    switch message.idiag_family {
    case topss_af_inet: Self.fillAddresses4(&record, from: message.id)
    case topss_af_inet6: Self.fillAddresses6(&record, from: message.id)
    default: return false
    }
    record.kind = kind
    Self.fillHeader(&record, from: message)
    // TIME-WAIT, SYN-RECV and orphans report 0 and 0: nobody, not root.
    var known = bits.queues
    if message.idiag_uid != 0 || message.idiag_inode != 0 { known |= bits.owner }
    var isTCP = false
    if case .tcp = kind { isTCP = true }
    var cursor = AttributeCursor(from: start &+ Self.internetHeader, to: end)
    while cursor.advance(in: datagram) {
      if cursor.type == topss_inet_info {
        guard isTCP, known & bits.tcpInfo == 0 else { continue }
        known |= fillTCP(&record.tcp, cursor.start, count: cursor.count, in: datagram)
      } else if cursor.type == topss_inet_skmeminfo {
        guard let words = Self.memory(cursor.start, count: cursor.count, in: datagram) else {
          continue
        }
        record.drops = words.drops
        known |= bits.memory
      } else {
        fillSmall(&record, &known, from: cursor, in: datagram, &arena)
      }
    }
    record.known = KnownFields(rawValue: known)
    return true
  }

  @inline(__always) private static func fillAddresses4(
    _ record: inout SocketRecord, from id: inet_diag_sockid
  ) {
    record.family = .inet
    record.localAddress.high = UInt64(UInt32(bigEndian: id.idiag_src.0)) << 32
    record.remoteAddress.high = UInt64(UInt32(bigEndian: id.idiag_dst.0)) << 32
  }

  @inline(__always) private static func fillAddresses6(
    _ record: inout SocketRecord, from id: inet_diag_sockid
  ) {
    record.family = .inet6
    record.localAddress.high = joined(id.idiag_src.0, id.idiag_src.1)
    record.localAddress.low = joined(id.idiag_src.2, id.idiag_src.3)
    record.remoteAddress.high = joined(id.idiag_dst.0, id.idiag_dst.1)
    record.remoteAddress.low = joined(id.idiag_dst.2, id.idiag_dst.3)
  }

  /// Two words in network order.
  @inline(__always) private static func joined(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(UInt32(bigEndian: first)) << 32 | UInt64(UInt32(bigEndian: second))
  }

  @inline(__always) private static func fillHeader(
    _ record: inout SocketRecord, from message: inet_diag_msg
  ) {
    record.state = SocketState(kernel: message.idiag_state)
    record.timer = SocketTimer(kernel: message.idiag_timer)
    record.timerRetransmits = message.idiag_retrans
    record.localPort = UInt32(UInt16(bigEndian: message.id.idiag_sport))
    record.remotePort = UInt32(UInt16(bigEndian: message.id.idiag_dport))
    record.interfaceIndex = message.id.idiag_if
    let cookie = message.id.idiag_cookie
    record.cookie = UInt64(cookie.1) << 32 | UInt64(cookie.0)
    record.timerMilliseconds = message.idiag_expires
    record.receiveQueue = message.idiag_rqueue
    record.sendQueue = message.idiag_wqueue
    record.uid = message.idiag_uid
    record.inode = message.idiag_inode
  }

  /// Reads one attribute of a value or two. `INET_DIAG_MD5SIG` is not among them: it is never read.
  @inline(__always) private func fillSmall(
    _ record: inout SocketRecord, _ known: inout UInt32, from attribute: AttributeCursor,
    in datagram: RawSpan, _ arena: inout NameArena
  ) {
    let (start, count) = (attribute.start, attribute.count)
    guard datagram.has(count, at: start) else { return }
    switch attribute.type {
    case topss_inet_cong:
      record.congestionControl = arena.internCongestionName(
        start..<(start &+ count), of: datagram)
    case topss_inet_shutdown where count >= 1:
      var told = KnownFields(rawValue: known)
      told.shutDirections = datagram.load(UInt8.self, at: start)
      known = told.rawValue | bits.shutdown
    case topss_inet_skv6only where count >= 1:
      known = known & ~bits.v6Only | bits.v6OnlyTold
      if datagram.load(UInt8.self, at: start) != 0 { known |= bits.v6Only }
    case topss_inet_mark where count >= 4:
      record.mark = datagram.load(UInt32.self, at: start)
      known |= bits.mark
    case topss_inet_cgroup_id where count >= 8:
      record.cgroup = datagram.load(UInt64.self, at: start)
      known |= bits.cgroup
    case topss_inet_protocol where count >= 1:
      guard case .raw = record.kind else { return }
      record.protocolNumber = UInt16(datagram.load(UInt8.self, at: start))
    default: break
    }
  }
}
