/// Both ends of a socket, by which it is found as the other end of another one: that one's peer is
/// its own end, and the other way round.
///
/// A unix socket is found by its inode alone, a server of datagrams by its own end.
struct SocketEnds {
  struct End {
    var address = PlainAddress()
    /// Of a unix socket its inode.
    var port: UInt32 = 0

    /// 0 for the same end.
    @inline(__always)
    func difference(_ other: End) -> UInt64 {
      let (bits, others) = (address.bits, other.address.bits)
      let family: UInt64 = address.isIPv4 == other.address.isIPv4 ? 0 : 1
      return bits.high ^ others.high | bits.low ^ others.low | UInt64(port ^ other.port) | family
    }

    @inline(__always)
    func hash(_ seed: UInt64) -> UInt64 {
      let word = address.bits.high &* 0xbf58_476d_1ce4_e5b9 ^ address.bits.low
      let mixed = (word ^ UInt64(port) ^ seed) &* 0x9e37_79b9_7f4a_7c15
      return mixed ^ mixed >> 32
    }
  }

  private(set) var local: End
  private(set) var remote = End()
  /// Kind and namespace: within others the same addresses mean somebody else.
  private let scope: UInt32

  /// By what `record` is found; nil for what is nobody's other end.
  @inline(__always)
  init?(of record: SocketRecord) {
    guard record.localPort != 0 else { return nil }
    if case .unix = record.family {
      self.init(unix: record.localPort)
    } else if record.remotePort != 0 {
      self.init(internet: record)
      guard local.difference(remote) != 0 else { return nil }
    } else {
      guard record.kind.isDatagram else { return nil }
      self.init(internet: record)
      let isForIPv6 = local.address.bits.isZero && record.known.contains(.v6Only)
      remote = Self.nobody(takesIPv4: !isForIPv6)
    }
  }

  /// By what the socket at the other end of `record` is found; nil when there cannot be any.
  @inline(__always)
  init?(atOtherEndOf record: SocketRecord) {
    guard record.remotePort != 0, record.localPort != 0 else { return nil }
    if case .unix = record.family {
      self.init(unix: record.remotePort)
    } else {
      self.init(internet: record)
      // Connected to itself: there is no other socket.
      guard local.difference(remote) != 0 else { return nil }
      self = reversed
    }
  }

  /// Nil for what is not connected by addresses and ports.
  @inline(__always)
  private init?(internet record: SocketRecord) {
    switch record.kind {
    case .tcp, .udp, .udpLite, .sctp, .dccp, .mptcp: break
    case .raw, .unixStream, .unixDatagram, .unixSequenced, .packetRaw, .packetDatagram, .netlink,
      .vsockStream, .vsockDatagram, .tipcStream, .tipcDatagram, .tipcReliable, .tipcSequenced, .xdp:
      return nil
    }
    local = End(address: PlainAddress(record.localAddress, record.family), port: record.localPort)
    remote = End(
      address: PlainAddress(record.remoteAddress, record.family), port: record.remotePort)
    scope = UInt32(record.namespace.rawValue) << 8 | UInt32(record.kind.rawValue)
  }

  // One host has an inode but once, whatever the namespace and the kind.
  private init(unix inode: UInt32) {
    local = End(port: inode)
    scope = UInt32(SocketKind.unixStream.rawValue)
  }

  /// Whether both are found by the same.
  @inline(__always)
  func equals(_ other: SocketEnds) -> Bool {
    local.difference(other.local) | remote.difference(other.remote) | UInt64(scope ^ other.scope)
      == 0
  }

  /// The same, the other way round.
  var reversed: SocketEnds {
    var reversed = self
    (reversed.local, reversed.remote) = (remote, local)
    return reversed
  }

  /// A hash that is the same one way round and the other. Without the `seed` nobody can tell whose
  /// hashes will be alike, and open thousands of such sockets.
  @inline(__always)
  func hash(seed: UInt64) -> UInt64 {
    let mixed = (local.hash(seed) &+ remote.hash(seed) ^ UInt64(scope)) &* 0xbf58_476d_1ce4_e5b9
    return mixed ^ mixed >> 32
  }
}

/// Servers of datagrams, which have no peers themselves.
extension SocketEnds {
  /// Where on loopback nobody else can be meant: by what each server is found that receives what is
  /// sent to the local end. Bound to the address itself, or to all of its family or of both.
  var servers: [SocketEnds] {
    guard kindIsDatagram, local.address.isLoopback else { return [] }
    let any = PlainAddress()
    let any6 = PlainAddress(.zero, .inet6)
    return local.address.isIPv4
      ? [server(at: local.address), server(at: any), server(at: any6)]
      : [server(at: local.address), server(at: any6), server(at: any6, takesIPv4: false)]
  }

  private var kindIsDatagram: Bool {
    SocketKind(rawValue: UInt8(truncatingIfNeeded: scope))?.isDatagram ?? false
  }

  private func server(at address: PlainAddress, takesIPv4: Bool = true) -> SocketEnds {
    var server = self
    server.local.address = address
    server.remote = Self.nobody(takesIPv4: takesIPv4)
    return server
  }

  private static func nobody(takesIPv4: Bool) -> End {
    End(address: PlainAddress(.zero, takesIPv4 ? .inet : .inet6))
  }
}

/// An address in which IPv4 is one thing, whether a socket of IPv4 or of IPv6 has it.
struct PlainAddress {
  fileprivate(set) var bits = AddressBits.zero
  fileprivate(set) var isIPv4 = true

  /// 0.0.0.0.
  init() {}

  init(_ bits: AddressBits, _ family: AddressFamily) {
    self.bits = bits
    guard case .inet6 = family else { return }
    isIPv4 = bits.isMappedIPv4
    if isIPv4 { self.bits = AddressBits(word: bits.mappedIPv4) }
  }

  /// 127.0.0.0/8 and ::1.
  var isLoopback: Bool {
    isIPv4 ? bits.word >> 24 == 127 : bits.high == 0 && bits.low == 1
  }
}

extension SocketKind {
  var isDatagram: Bool { self == .udp || self == .udpLite }
}
