internal import CSockDiag
internal import Netlink
internal import SocketModel

/// inet_diag: TCP, UDP, RAW, MPTCP, SCTP, DCCP.
extension DetailDecoder {
  static func fillInternet(
    _ detail: inout SocketDetail, _ kind: SocketKind, from attributes: AttributeCursor,
    in datagram: RawSpan
  ) {
    var attribute = attributes
    while attribute.advance(in: datagram) {
      switch attribute.type {
      case topss_inet_info: fillInfo(&detail, kind, from: attribute, in: datagram)
      case topss_inet_vegasinfo, topss_inet_dctcpinfo, topss_inet_bbrinfo:
        detail.congestionState = congestionState(attribute, in: datagram) ?? detail.congestionState
      case topss_inet_ulp_info:
        detail.upperLayer = upperLayer(attribute, in: datagram)
      case topss_inet_locals: detail.addSCTP(local: addresses(attribute, in: datagram))
      case topss_inet_peers: detail.addSCTP(peers: addresses(attribute, in: datagram))
      default: fillSmall(&detail, from: attribute, in: datagram)
      }
    }
  }

  /// Attributes of one value.
  private static func fillSmall(
    _ detail: inout SocketDetail, from attribute: AttributeCursor, in datagram: RawSpan
  ) {
    let (start, count) = (attribute.start, attribute.count)
    switch attribute.type {
    case topss_inet_meminfo where count >= 16:
      detail.legacyMemory = LegacyMemory(
        receive: datagram.uint32(at: start), write: datagram.uint32(at: start &+ 4),
        forward: datagram.uint32(at: start &+ 8), transmit: datagram.uint32(at: start &+ 12))
    case topss_inet_tos where count >= 1: detail.typeOfService = datagram.uint8(at: start)
    case topss_inet_tclass where count >= 1: detail.trafficClass = datagram.uint8(at: start)
    case topss_inet_class_id where count >= 4: detail.classID = datagram.uint32(at: start)
    case topss_inet_sockopt where count >= 2: detail.socketOptions = datagram.uint16(at: start)
    default: break
    }
  }

  /// `INET_DIAG_INFO`, whose struct is the protocol's own.
  private static func fillInfo(
    _ detail: inout SocketDetail, _ kind: SocketKind, from attribute: AttributeCursor,
    in datagram: RawSpan
  ) {
    switch kind {
    case .tcp, .dccp:
      // As in the record, the first whole one counts.
      guard detail.tcpInfo.map({ $0.count < 104 }) ?? true else { return }
      detail.tcpInfo = tcpInfo(attribute, in: datagram)
    case .mptcp: detail.mptcp = MPTCPInfo(datagram.copy(attribute.payload))
    case .sctp: detail.addSCTP(bytes: datagram.copy(attribute.payload))
    case .udp, .udpLite, .raw, .unixStream, .unixDatagram, .unixSequenced, .packetRaw,
      .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram,
      .tipcReliable, .tipcSequenced, .xdp:
      break
    }
  }

  /// `tcp_info` without an allocation.
  private static func tcpInfo(_ attribute: AttributeCursor, in datagram: RawSpan) -> TCPInfo {
    let (start, count) = (attribute.start, min(attribute.count, TCPInfo.capacity))
    let blank = InlineArray<35, UInt64>(repeating: 0)
    guard count == TCPInfo.capacity, datagram.has(count, at: start) else {
      return TCPInfo(words: datagram.loadPrefix(blank, count: count, at: start), count: count)
    }
    return TCPInfo(
      words: datagram.load(InlineArray<35, UInt64>.self, at: start), count: count)
  }

  /// A member of `union tcp_cc_info`; the attribute's type says which.
  private static func congestionState(
    _ attribute: AttributeCursor, in datagram: RawSpan
  ) -> CongestionState? {
    let start = attribute.start
    func word(_ index: Int) -> UInt32 { datagram.uint32(at: start &+ 4 &* index) }
    guard attribute.count >= 16 else { return nil }
    switch attribute.type {
    case topss_inet_dctcpinfo:
      return .dctcp(
        enabled: datagram.uint16(at: start), state: datagram.uint16(at: start &+ 2),
        alpha: word(1), ecnBytes: word(2), totalBytes: word(3))
    case topss_inet_bbrinfo:
      guard attribute.count >= 20 else { return nil }
      return .bbr(
        bandwidth: UInt64(word(1)) << 32 | UInt64(word(0)), minimumRTT: word(2),
        pacingGain: word(3), windowGain: word(4))
    default:
      return .vegas(enabled: word(0), rttCount: word(1), rtt: word(2), minimumRTT: word(3))
    }
  }

  /// `sockaddr_storage` after `sockaddr_storage`, 128 bytes each; other families are left out.
  private static func addresses(
    _ attribute: AttributeCursor, in datagram: RawSpan
  ) -> [HostAddress] {
    (0..<(attribute.count / 128)).compactMap { index in
      let start = attribute.start &+ 128 &* index
      switch datagram.uint16(at: start) {
      case UInt16(topss_af_inet):
        let word = UInt32(bigEndian: datagram.uint32(at: start &+ 4))
        return HostAddress(family: .inet, bits: AddressBits(word: word))
      case UInt16(topss_af_inet6):
        let high = UInt64(bigEndian: datagram.uint64(at: start &+ 8))
        let low = UInt64(bigEndian: datagram.uint64(at: start &+ 16))
        return HostAddress(family: .inet6, bits: AddressBits(high: high, low: low))
      default: return nil
      }
    }
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
