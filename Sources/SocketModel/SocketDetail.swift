package import TextSafety

/// Everything that one reply says about one socket: what `ss -tieom` prints, and the detail pane.
///
/// It is made for one-shot listings and single sockets; tables live on `SocketRecord`. A part that
/// the reply does not carry is nil. TCP-MD5 keys are dropped at decoding and have no place here.
package struct SocketDetail: Sendable {
  package var record: SocketRecord
  package var gauges = SocketGauges()
  package var tcpInfo: TCPInfo?
  /// The old `INET_DIAG_MEMINFO`, where `INET_DIAG_SKMEMINFO` is missing.
  package var legacyMemory: LegacyMemory?
  /// The name of the congestion control.
  package var congestionControl: RawText?
  package var congestionState: CongestionState?
  /// `INET_DIAG_TOS`.
  package var typeOfService: UInt8?
  /// `INET_DIAG_TCLASS`.
  package var trafficClass: UInt8?
  /// `INET_DIAG_CLASS_ID`.
  package var classID: UInt32?
  /// The two bytes of `INET_DIAG_SOCKOPT` (`struct inet_diag_sockopt`), in memory order.
  package var socketOptions: UInt16?
  /// What few sockets have: one element, or none.
  private var rest: [RareDetail] = []

  package init(record: SocketRecord) { self.record = record }
}

/// What few sockets have stands apart, so that a hundred thousand others pass without being
/// touched for it.
extension SocketDetail {
  private struct RareDetail: Sendable {
    var upperLayer: UpperLayerProtocol?
    var mptcp: MPTCPInfo?
    var sctp: SCTPInfo?
    var unix: UnixDetail?
    var packet: PacketDetail?
    var netlinkGroups: [UInt32]?
    var tipc: TIPCDetail?
    var xdp: XDPDetail?
    var name: RawText?
  }

  /// The rare part, made when it is first written.
  private var rare: RareDetail {
    get { rest.first ?? RareDetail() }
    set { if rest.isEmpty { rest = [newValue] } else { rest[0] = newValue } }
  }

  package var upperLayer: UpperLayerProtocol? {
    get { rest.first?.upperLayer }
    set { rare.upperLayer = newValue }
  }

  package var mptcp: MPTCPInfo? {
    get { rest.first?.mptcp }
    set { rare.mptcp = newValue }
  }

  package var sctp: SCTPInfo? {
    get { rest.first?.sctp }
    set { rare.sctp = newValue }
  }

  package var unix: UnixDetail? {
    get { rest.first?.unix }
    set { rare.unix = newValue }
  }

  package var packet: PacketDetail? {
    get { rest.first?.packet }
    set { rare.packet = newValue }
  }

  /// Multicast groups of a netlink socket, one bit a group, in words of 32.
  package var netlinkGroups: [UInt32]? {
    get { rest.first?.netlinkGroups }
    set { rare.netlinkGroups = newValue }
  }

  package var tipc: TIPCDetail? {
    get { rest.first?.tipc }
    set { rare.tipc = newValue }
  }

  package var xdp: XDPDetail? {
    get { rest.first?.xdp }
    set { rare.xdp = newValue }
  }

  /// The name of a unix socket; an abstract name begins with NUL.
  package var name: RawText? {
    get { rest.first?.name }
    set { rare.name = newValue }
  }
}

/// `struct inet_diag_meminfo`; bytes.
package struct LegacyMemory: Hashable, Sendable {
  package var receive: UInt32
  package var write: UInt32
  package var forward: UInt32
  package var transmit: UInt32

  package init(receive: UInt32, write: UInt32, forward: UInt32, transmit: UInt32) {
    self.receive = receive
    self.write = write
    self.forward = forward
    self.transmit = transmit
  }
}

/// What a congestion control tells of itself.
///
/// Kernel: `union tcp_cc_info` in `include/uapi/linux/inet_diag.h`.
package enum CongestionState: Hashable, Sendable {
  /// `rtt` and `minimumRTT` in microseconds.
  case vegas(enabled: UInt32, rttCount: UInt32, rtt: UInt32, minimumRTT: UInt32)
  case dctcp(enabled: UInt16, state: UInt16, alpha: UInt32, ecnBytes: UInt32, totalBytes: UInt32)
  /// `bandwidth` in bytes per second, `minimumRTT` in microseconds, gains in 1/256.
  case bbr(bandwidth: UInt64, minimumRTT: UInt32, pacingGain: UInt32, windowGain: UInt32)
}

/// `INET_DIAG_ULP_INFO`.
package struct UpperLayerProtocol: Hashable, Sendable {
  package var name: RawText?
  package var tls: TLSInfo?
  package var subflow: MPTCPSubflow?

  package init(name: RawText?, tls: TLSInfo? = nil, subflow: MPTCPSubflow? = nil) {
    self.name = name
    self.tls = tls
    self.subflow = subflow
  }
}

/// Kernel TLS of a connection. Kernel: `TLS_INFO_*` in `include/uapi/linux/tls.h`.
package struct TLSInfo: Hashable, Sendable {
  package var version: UInt16?
  package var cipher: UInt16?
  package var receiveConfiguration: UInt16?
  package var sendConfiguration: UInt16?
  package var zeroCopySend = false
  package var noPaddingReceive = false

  package init() {}
}

/// An MPTCP subflow. Kernel: `MPTCP_SUBFLOW_ATTR_*` in `include/uapi/linux/mptcp.h`.
package struct MPTCPSubflow: Hashable, Sendable {
  package var flags: UInt32?
  package var remoteToken: UInt32?
  package var localToken: UInt32?
  package var remoteID: UInt8?
  package var localID: UInt8?
  package var mapSequence: UInt64?
  package var mapSubflowSequence: UInt32?
  package var subflowOffset: UInt32?
  package var mapLength: UInt16?

  package init() {}
}

/// What unix_diag tells beyond the record.
package struct UnixDetail: Hashable, Sendable {
  /// The filesystem inode and device (`UNIX_DIAG_VFS`) of a bound path.
  package var fileInode: UInt32?
  package var fileDevice: UInt32?
  /// Inodes of connections that wait to be accepted (`UNIX_DIAG_ICONS`).
  package var pendingPeers: [UInt32]?

  package init() {}
}

/// What packet_diag tells. Kernel: `include/uapi/linux/packet_diag.h`.
package struct PacketDetail: Hashable, Sendable {
  package struct Ring: Hashable, Sendable {
    package var blockSize: UInt32
    package var blockCount: UInt32
    package var frameSize: UInt32
    package var frameCount: UInt32
    package var retireTimeout: UInt32
    package var privateSize: UInt32
    package var features: UInt32

    package init(
      blockSize: UInt32, blockCount: UInt32, frameSize: UInt32, frameCount: UInt32,
      retireTimeout: UInt32, privateSize: UInt32, features: UInt32
    ) {
      self.blockSize = blockSize
      self.blockCount = blockCount
      self.frameSize = frameSize
      self.frameCount = frameCount
      self.retireTimeout = retireTimeout
      self.privateSize = privateSize
      self.features = features
    }
  }

  /// One instruction of classic BPF (`struct sock_filter`).
  package struct Instruction: Hashable, Sendable {
    package var code: UInt16
    package var jumpTrue: UInt8
    package var jumpFalse: UInt8
    package var operand: UInt32

    package init(code: UInt16, jumpTrue: UInt8, jumpFalse: UInt8, operand: UInt32) {
      self.code = code
      self.jumpTrue = jumpTrue
      self.jumpFalse = jumpFalse
      self.operand = operand
    }
  }

  package var version: UInt32?
  package var copyThreshold: UInt32?
  package var flags: UInt32?
  package var receiveRing: Ring?
  package var sendRing: Ring?
  /// The fanout's id in the lower, its type in the upper 16 bits.
  package var fanout: UInt32?
  package var filter: [Instruction]?

  package init() {}
}

/// What TIPC tells. Kernel: `TIPC_NLA_SOCK_*` in `include/uapi/linux/tipc_netlink.h`.
package struct TIPCDetail: Hashable, Sendable {
  /// `SOCK_STREAM` 1, `SOCK_DGRAM` 2, `SOCK_RDM` 4, `SOCK_SEQPACKET` 5.
  package var socketType: UInt32?
  /// The connection is congested (`TIPC_NLA_SOCK_STAT_CONN_CONG`).
  package var isCongested = false
  package var isLinkCongested = false
  package var drops: UInt32?
  package var hasPublication = false
  package var viaType: UInt32?
  package var viaInstance: UInt32?

  package init() {}
}

/// What xdp_diag tells. Kernel: `include/uapi/linux/xdp_diag.h`.
package struct XDPDetail: Hashable, Sendable {
  package struct UMEM: Hashable, Sendable {
    package var size: UInt64
    package var id: UInt32
    package var pages: UInt32
    package var chunkSize: UInt32
    package var headroom: UInt32
    package var interfaceIndex: UInt32
    package var queue: UInt32
    package var flags: UInt32
    package var references: UInt32

    package init(
      size: UInt64, id: UInt32, pages: UInt32, chunkSize: UInt32, headroom: UInt32,
      interfaceIndex: UInt32, queue: UInt32, flags: UInt32, references: UInt32
    ) {
      self.size = size
      self.id = id
      self.pages = pages
      self.chunkSize = chunkSize
      self.headroom = headroom
      self.interfaceIndex = interfaceIndex
      self.queue = queue
      self.flags = flags
      self.references = references
    }
  }

  /// Entries of each ring.
  package var receiveRing: UInt32?
  package var sendRing: UInt32?
  package var fillRing: UInt32?
  package var completionRing: UInt32?
  package var umem: UMEM?
  /// The words of `XDP_DIAG_STATS` in the kernel's order: dropped, invalid and full on receiving,
  /// fill ring empty, invalid on sending, send ring empty.
  package var statistics: [UInt64]?

  package init() {}
}
