/// One socket as the kernel told it: fixed size (168 bytes), without references, so that a hundred
/// thousand stand side by side.
///
/// A quantity that a kernel or a state does not tell is absent from `known`; read it through the
/// optional accessors of `SocketRecord+Known.swift` unless the loop is hot.
///
/// What is looked at on demand only stands apart, in `SocketGauges`; what every poll reads of every
/// socket stands together at the beginning.
package struct SocketRecord: Sendable {
  /// The kernel's 64-bit identity, unique within its namespace while the machine runs; 0 when it
  /// comes from `/proc`. The corresponding C field is `idiag_cookie`.
  package var cookie: UInt64 = 0
  package var kind = SocketKind.tcp
  package var family = AddressFamily.inet
  package var state = SocketState.unknown
  package var timer = SocketTimer.none
  /// Which of the snapshot's namespaces the socket lives in.
  package var namespace = NamespaceID.own
  /// Expired retransmission timeouts in a row, or probes. The corresponding C field is
  /// `idiag_retrans`.
  package var timerRetransmits: UInt8 = 0
  /// The congestion control's name in `CongestionNames`; 0 when not known.
  package var congestionControl: UInt8 = 0
  /// Which of the optional quantities below the kernel told.
  package var known: KnownFields = []
  /// TCP, UDP and vsock: the port. Unix: the socket's inode. Packet: the bound interface's index.
  /// Netlink: the port id. Xdp: the queue. As `ss` compares `sport` for each family.
  package var localPort: UInt32 = 0
  /// As `localPort`; unix: the peer's inode; netlink: the peer's port id, `UInt32.max` without one.
  package var remotePort: UInt32 = 0
  /// The inode of the socket's file, 0 for one without a file.
  package var inode: UInt32 = 0
  package var localAddress = AddressBits.zero
  package var remoteAddress = AddressBits.zero
  /// Owner's user id; not known for TIME-WAIT, SYN-RECV and orphans, which report 0.
  package var uid: UInt32 = 0
  /// Packets dropped by this socket since it exists; known with `KnownFields.memory`.
  package var drops: UInt32 = 0
  package var tcp = TCPCounters()

  /// The name of a unix socket within the snapshot's `names`.
  package var name = NameRange()
  /// Raw: the IP protocol. Packet: the ethertype. Netlink: the netlink protocol.
  package var protocolNumber: UInt16 = 0
  /// The bound or scope interface's index, 0 for none. The corresponding C field is `idiag_if`.
  package var interfaceIndex: UInt32 = 0
  /// The firewall mark; told to privileged callers only.
  package var mark: UInt32 = 0
  /// Milliseconds until `timer` expires.
  package var timerMilliseconds: UInt32 = 0
  /// Bytes not yet read; of a listener the connections not yet accepted.
  package var receiveQueue: UInt32 = 0
  /// Bytes not yet acknowledged; of a listener the limit of its accept queue.
  package var sendQueue: UInt32 = 0
  /// The control group's id (`INET_DIAG_CGROUP_ID`), cgroup v2.
  package var cgroup: UInt64 = 0

  package init() {}
}

/// The part of `tcp_info` that every poll looks at: what rates come from, and what tables show
/// unasked. Counters since the connection began.
///
/// Kernel: `struct tcp_info` in `include/uapi/linux/tcp.h`.
package struct TCPCounters: Hashable, Sendable {
  package var bytesSent: UInt64 = 0
  package var bytesRetransmitted: UInt64 = 0
  package var bytesAcked: UInt64 = 0
  package var bytesReceived: UInt64 = 0
  /// The kernel counts these three in ticks of 1 to 10 ms; here they stay at the greatest value.
  package var busyMilliseconds: UInt32 = 0
  package var receiverLimitedMilliseconds: UInt32 = 0
  package var sendBufferLimitedMilliseconds: UInt32 = 0
  package var retransmits: UInt32 = 0
  package var roundTripMicroseconds: UInt32 = 0
  /// Segments.
  package var congestionWindow: UInt32 = 0
  /// Segments.
  package var unacked: UInt32 = 0

  package init() {}
}

/// The running timer of a socket. The corresponding C field is `idiag_timer`.
package enum SocketTimer: UInt8, CaseIterable, Sendable {
  case none = 0
  case retransmit, keepalive, timeWait, persist, delayedAck, unknown

  /// The timer with the kernel's number `value`.
  package init(kernel value: UInt8) { self = SocketTimer(rawValue: value) ?? .unknown }
}

/// A place in a snapshot's name arena.
package struct NameRange: Hashable, Sendable {
  package var offset: UInt32 = 0
  package var length: UInt16 = 0

  package init(offset: UInt32 = 0, length: UInt16 = 0) {
    self.offset = offset
    self.length = length
  }
}

/// A network namespace of the snapshot: 0 is the monitor's own, others index
/// `Snapshot.namespaces`.
package struct NamespaceID: RawRepresentable, Hashable, Sendable {
  package var rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let own = NamespaceID(rawValue: 0)
}
