internal import CSockDiag
internal import Netlink
internal import SocketModel

/// inet_diag: TCP, UDP, RAW, MPTCP, SCTP, DCCP.
extension DetailDecoder {
  /// Reads the attributes behind `offset`.
  static func fillInternet(
    _ detail: inout SocketDetail, _ kind: SocketKind, from message: RawSpan, at offset: Int
  ) {
    message.eachAttribute(from: offset) { type, value in
      switch type {
      case topss_inet_info: fillInfo(&detail, kind, from: value)
      case topss_inet_vegasinfo, topss_inet_dctcpinfo, topss_inet_bbrinfo:
        detail.congestionState = congestionState(type, value) ?? detail.congestionState
      case topss_inet_ulp_info: detail.upperLayer = upperLayer(value)
      case topss_inet_locals: detail.addSCTP(local: addresses(value))
      case topss_inet_peers: detail.addSCTP(peers: addresses(value))
      default: fillSmall(&detail, type, from: value)
      }
    }
  }

  /// Attributes of one value.
  private static func fillSmall(
    _ detail: inout SocketDetail, _ type: UInt16, from value: RawSpan
  ) {
    let count = value.byteCount
    switch type {
    case topss_inet_meminfo where count >= 16:
      detail.legacyMemory = LegacyMemory(
        receive: value.uint32(at: 0), write: value.uint32(at: 4), forward: value.uint32(at: 8),
        transmit: value.uint32(at: 12))
    case topss_inet_tos where count >= 1: detail.typeOfService = value.uint8(at: 0)
    case topss_inet_tclass where count >= 1: detail.trafficClass = value.uint8(at: 0)
    case topss_inet_class_id where count >= 4: detail.classID = value.uint32(at: 0)
    case topss_inet_sockopt where count >= 2: detail.socketOptions = value.uint16(at: 0)
    default: break
    }
  }

  /// `INET_DIAG_INFO`, whose struct is the protocol's own.
  private static func fillInfo(
    _ detail: inout SocketDetail, _ kind: SocketKind, from value: RawSpan
  ) {
    switch kind {
    case .tcp, .dccp:
      // As in the record, the first whole one counts.
      guard detail.tcpInfo.map({ $0.count < 104 }) ?? true else { return }
      detail.tcpInfo = tcpInfo(value)
    case .mptcp: detail.mptcp = MPTCPInfo(value.copy(0..<value.byteCount))
    case .sctp: detail.addSCTP(bytes: value.copy(0..<value.byteCount))
    case .udp, .udpLite, .raw, .unixStream, .unixDatagram, .unixSequenced, .packetRaw,
      .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram,
      .tipcReliable, .tipcSequenced, .xdp:
      break
    }
  }

  /// `tcp_info` without an allocation.
  private static func tcpInfo(_ value: RawSpan) -> TCPInfo {
    let count = min(value.byteCount, TCPInfo.capacity)
    guard value.has(TCPInfo.capacity, at: 0) else {
      let blank = InlineArray<35, UInt64>(repeating: 0)
      return TCPInfo(words: value.loadPrefix(blank, count: count), count: count)
    }
    return TCPInfo(words: value.load(InlineArray<35, UInt64>.self, at: 0), count: count)
  }

  /// A member of `union tcp_cc_info`; the attribute's type says which.
  private static func congestionState(_ type: UInt16, _ value: RawSpan) -> CongestionState? {
    func word(_ index: Int) -> UInt32 { value.uint32(at: 4 &* index) }
    guard value.byteCount >= 16 else { return nil }
    switch type {
    case topss_inet_dctcpinfo:
      return .dctcp(
        enabled: value.uint16(at: 0), state: value.uint16(at: 2), alpha: word(1),
        ecnBytes: word(2), totalBytes: word(3))
    case topss_inet_bbrinfo:
      guard value.byteCount >= 20 else { return nil }
      return .bbr(
        bandwidth: UInt64(word(1)) << 32 | UInt64(word(0)), minimumRTT: word(2),
        pacingGain: word(3), windowGain: word(4))
    default:
      return .vegas(enabled: word(0), rttCount: word(1), rtt: word(2), minimumRTT: word(3))
    }
  }

  /// `sockaddr_storage` after `sockaddr_storage`, 128 bytes each; other families are left out.
  private static func addresses(_ value: RawSpan) -> [HostAddress] {
    var addresses: [HostAddress] = []
    for start in stride(from: 0, through: value.byteCount &- 128, by: 128) {
      switch value.uint16(at: start) {
      case UInt16(topss_af_inet):
        let word = UInt32(bigEndian: value.uint32(at: start &+ 4))
        addresses.append(HostAddress(family: .inet, bits: AddressBits(word: word)))
      case UInt16(topss_af_inet6):
        let high = UInt64(bigEndian: value.uint64(at: start &+ 8))
        let low = UInt64(bigEndian: value.uint64(at: start &+ 16))
        addresses.append(HostAddress(family: .inet6, bits: AddressBits(high: high, low: low)))
      default: break
      }
    }
    return addresses
  }
}

extension SocketDetail {
  /// Adds a part of what is told about an SCTP association.
  fileprivate mutating func addSCTP(
    bytes: [UInt8]? = nil, local: [HostAddress]? = nil, peers: [HostAddress]? = nil
  ) {
    var info = sctp ?? SCTPInfo()
    if let bytes { info.bytes = bytes }
    if let local { info.localAddresses = local }
    if let peers { info.peerAddresses = peers }
    sctp = info
  }
}
