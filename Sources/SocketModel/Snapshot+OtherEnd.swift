/// Both ends of a connection within one snapshot.
extension Snapshot {
  /// The row of the socket at the other end of `record`: the peer of a unix socket, the other side
  /// of a connection within one namespace. Nil when it is elsewhere, closed, or was not asked for.
  ///
  /// Unix sockets are paired by inode, which one host has but once, so their ends may stand in two
  /// namespaces; addresses mean something within a namespace only. O(sockets).
  package func otherEnd(of record: SocketRecord) -> Int? {
    switch record.kind {
    case .unixStream, .unixDatagram, .unixSequenced: unixPeer(of: record)
    case .tcp, .udp, .udpLite, .sctp, .dccp, .mptcp: internetPeer(of: record)
    case .raw, .packetRaw, .packetDatagram, .netlink, .vsockStream, .vsockDatagram, .tipcStream,
      .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      nil
    }
  }

  private func unixPeer(of record: SocketRecord) -> Int? {
    let inode = record.remotePort
    guard inode != 0 else { return nil }
    return records.firstIndex { $0.family == .unix && $0.localPort == inode }
  }

  private func internetPeer(of record: SocketRecord) -> Int? {
    guard record.remotePort != 0, record.localPort != 0 else { return nil }
    let local = PlainAddress(record.localAddress, record.family)
    let remote = PlainAddress(record.remoteAddress, record.family)
    // Connected to itself: there is no other socket.
    guard local != remote || record.localPort != record.remotePort else { return nil }
    return records.firstIndex { other in
      guard other.localPort == record.remotePort, other.remotePort == record.localPort,
        other.kind == record.kind, other.namespace == record.namespace
      else { return false }
      return PlainAddress(other.localAddress, other.family) == remote
        && PlainAddress(other.remoteAddress, other.family) == local
    }
  }
}

/// An address in which IPv4 is one thing, whether a socket of IPv4 or of IPv6 has it.
private struct PlainAddress: Equatable {
  var bits: AddressBits
  var isIPv4: Bool

  init(_ bits: AddressBits, _ family: AddressFamily) {
    let isMapped = family == .inet6 && bits.isMappedIPv4
    isIPv4 = isMapped || family == .inet
    self.bits = isMapped ? AddressBits(word: bits.mappedIPv4) : bits
  }
}
