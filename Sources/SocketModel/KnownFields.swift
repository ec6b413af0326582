/// Which quantities of a `SocketRecord` the kernel told.
@frozen package struct KnownFields: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  @inlinable @inline(__always) package init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable @inline(__always) package static var owner: KnownFields {
    KnownFields(rawValue: 1 << 0)
  }
  @inlinable @inline(__always) package static var memory: KnownFields {
    KnownFields(rawValue: 1 << 1)
  }
  /// The fields of `tcp_info` that every kernel has (104 bytes): round trip, windows, counts.
  @inlinable @inline(__always) package static var tcpInfo: KnownFields {
    KnownFields(rawValue: 1 << 2)
  }
  /// `tcpi_bytes_acked` and `tcpi_bytes_received`; since Linux 4.1 (136 bytes).
  @inlinable @inline(__always) package static var bytesAcked: KnownFields {
    KnownFields(rawValue: 1 << 3)
  }
  /// `tcpi_bytes_sent` and `tcpi_bytes_retrans`; since Linux 4.19 (216 bytes).
  @inlinable @inline(__always) package static var bytesSent: KnownFields {
    KnownFields(rawValue: 1 << 4)
  }
  /// `tcpi_min_rtt`, `tcpi_notsent_bytes`, data segments; since Linux 4.6 (160 bytes).
  @inlinable @inline(__always) package static var minimumRTT: KnownFields {
    KnownFields(rawValue: 1 << 5)
  }
  /// `tcpi_delivery_rate`; since Linux 4.9 (168 bytes).
  @inlinable @inline(__always) package static var deliveryRate: KnownFields {
    KnownFields(rawValue: 1 << 6)
  }
  /// `tcpi_busy_time`, `tcpi_rwnd_limited`, `tcpi_sndbuf_limited`; since Linux 4.10 (192 bytes).
  @inlinable @inline(__always) package static var limits: KnownFields {
    KnownFields(rawValue: 1 << 7)
  }
  @inlinable @inline(__always) package static var mark: KnownFields {
    KnownFields(rawValue: 1 << 8)
  }
  @inlinable @inline(__always) package static var cgroup: KnownFields {
    KnownFields(rawValue: 1 << 9)
  }
  /// The kernel told which directions are shut down, with them in `shutDirections`.
  @inlinable @inline(__always) package static var shutdown: KnownFields {
    KnownFields(rawValue: 1 << 10)
  }
  @inlinable @inline(__always) package static var queues: KnownFields {
    KnownFields(rawValue: 1 << 11)
  }
  /// `INET_DIAG_SKV6ONLY` came, with the value in `v6Only`.
  @inlinable @inline(__always) package static var v6OnlyTold: KnownFields {
    KnownFields(rawValue: 1 << 12)
  }
  /// The IPv6 socket takes no IPv4 (meaningful with `v6OnlyTold`).
  @inlinable @inline(__always) package static var v6Only: KnownFields {
    KnownFields(rawValue: 1 << 13)
  }
  /// `tcpi_segs_out`, `tcpi_segs_in`; since Linux 4.2 (144 bytes).
  @inlinable @inline(__always) package static var segments: KnownFields {
    KnownFields(rawValue: 1 << 14)
  }
  /// `tcpi_snd_wnd`; since Linux 5.4 in 232-byte structs.
  @inlinable @inline(__always) package static var sendWindow: KnownFields {
    KnownFields(rawValue: 1 << 15)
  }
  /// The socket has a name (unix).
  @inlinable @inline(__always) package static var name: KnownFields {
    KnownFields(rawValue: 1 << 16)
  }
  /// The last word on a TCP socket tells that it was connected at some time: its peer offered a
  /// window, or a round trip was measured.
  @inlinable @inline(__always) package static var connected: KnownFields {
    KnownFields(rawValue: 1 << 18)
  }
  /// The record is the kernel's last word on a destroyed socket.
  @inlinable @inline(__always) package static var final: KnownFields {
    KnownFields(rawValue: 1 << 17)
  }
}

/// The operations of loops that see every socket, spelled out: across modules the generic ones of
/// `OptionSet` are not specialised and cost ten times a decoder's whole work.
extension KnownFields {
  @inlinable @inline(__always) package func contains(_ other: KnownFields) -> Bool {
    rawValue & other.rawValue == other.rawValue
  }

  @inlinable @inline(__always) package func union(_ other: KnownFields) -> KnownFields {
    KnownFields(rawValue: rawValue | other.rawValue)
  }

  /// The directions that are shut down: 1 receive, 2 send.
  @inlinable @inline(__always) package var shutDirections: UInt8 {
    get { UInt8(truncatingIfNeeded: rawValue >> 19 & 3) }
    set { self = KnownFields(rawValue: rawValue & ~(3 << 19) | UInt32(newValue & 3) << 19) }
  }

  /// Adds `other`.
  @inlinable @inline(__always) package mutating func insert(_ other: KnownFields) {
    self = union(other)
  }

  /// Takes `other` out.
  @inlinable @inline(__always) package mutating func remove(_ other: KnownFields) {
    self = KnownFields(rawValue: rawValue & ~other.rawValue)
  }
}
