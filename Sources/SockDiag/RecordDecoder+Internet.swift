internal import CSockDiag
internal import SocketModel

/// inet_diag. Kernel: `struct inet_diag_msg` in `include/uapi/linux/inet_diag.h`.
extension RecordDecoder {
  /// Bytes of `struct inet_diag_msg`.
  static let internetHeader = 72

  static func fillInternet(
    _ record: inout SocketRecord, _ kind: SocketKind, from message: RawSpan,
    _ arena: inout NameArena
  ) -> Bool {
    guard message.has(internetHeader, at: 0) else { return false }
    // First, while there is nothing to keep across the call that this makes.
    record.state = SocketState(kernel: header(of: message).idiag_state)
    switch header(of: message).idiag_family {
    case topss_af_inet: fillAddresses4(&record, from: header(of: message).id)
    case topss_af_inet6: fillAddresses6(&record, from: header(of: message).id)
    default: return false
    }
    record.kind = kind
    fillHeader(&record, from: header(of: message))
    message.eachAttribute(from: internetHeader) { type, value in
      fill(&record, type, from: value, &arena)
    }
    return true
  }

  /// The header, which was found to be there: read anew where something of it is needed, since to
  /// hold all of it takes more registers than there are.
  @inline(__always) private static func header(of message: RawSpan) -> inet_diag_msg {
    message.load(inet_diag_msg.self, at: 0)
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
    // TIME-WAIT, SYN-RECV and orphans report 0 and 0: nobody, not root.
    let isOwned = message.idiag_uid | message.idiag_inode != 0
    record.known = isOwned ? [.queues, .owner] : .queues
  }

  /// Reads one attribute. `INET_DIAG_MD5SIG` is not among them: it is never read.
  @inline(__always) private static func fill(
    _ record: inout SocketRecord, _ type: UInt16, from value: RawSpan, _ arena: inout NameArena
  ) {
    switch type {
    case topss_inet_info:
      guard case .tcp = record.kind, !record.known.contains(.tcpInfo) else { return }
      record.known.insert(fillTCP(&record.tcp, from: value))
    case topss_inet_skmeminfo where value.has(28, at: 0):
      if value.has(36, at: 0) { record.drops = value.load(topss_sk_meminfo.self, at: 0).drops }
      record.known.insert(.memory)
    case topss_inet_cong:
      record.congestionControl = arena.internCongestionName(0..<value.byteCount, of: value)
    case topss_inet_shutdown where value.has(1, at: 0):
      record.shutdown = value.load(UInt8.self, at: 0)
      record.known.insert(.shutdown)
    case topss_inet_skv6only where value.has(1, at: 0):
      record.known.remove(.v6Only)
      record.known.insert(.v6OnlyTold)
      if value.load(UInt8.self, at: 0) != 0 { record.known.insert(.v6Only) }
    case topss_inet_mark where value.has(4, at: 0):
      record.mark = value.load(UInt32.self, at: 0)
      record.known.insert(.mark)
    case topss_inet_cgroup_id where value.has(8, at: 0):
      record.cgroup = value.load(UInt64.self, at: 0)
      record.known.insert(.cgroup)
    case topss_inet_protocol where value.has(1, at: 0):
      guard case .raw = record.kind else { return }
      record.protocolNumber = UInt16(value.load(UInt8.self, at: 0))
    default: break
    }
  }
}
