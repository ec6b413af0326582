/// The header of a netlink message.
///
/// Kernel: `struct nlmsghdr` in `include/uapi/linux/netlink.h`; the numbers are asserted in
/// `CSockDiag.c`.
package struct NetlinkHeader: Hashable, Sendable {
  /// Bytes of header and payload, without the padding. The corresponding C field is `nlmsg_len`.
  package var length: UInt32
  /// What the message is: below 16 the protocol's own, above the subsystem's.
  package var type: UInt16
  package var flags: NetlinkFlags
  /// The number that the asker chose; replies carry it, announcements carry 0.
  package var sequence: UInt32
  /// The port id of the asker. The corresponding C field is `nlmsg_pid`.
  package var port: UInt32

  /// Bytes of the header.
  package static let byteCount = 16

  package init(
    length: UInt32, type: UInt16, flags: NetlinkFlags, sequence: UInt32, port: UInt32
  ) {
    self.length = length
    self.type = type
    self.flags = flags
    self.sequence = sequence
    self.port = port
  }

  /// Reads the header at `offset`; nil when fewer than 16 bytes are left.
  @inlinable package init?(in bytes: RawSpan, at offset: Int) {
    guard bytes.holds(16, at: offset) else { return nil }
    length = bytes.checkedUInt32(at: offset)
    type = bytes.checkedUInt16(at: offset &+ 4)
    flags = NetlinkFlags(rawValue: bytes.checkedUInt16(at: offset &+ 6))
    sequence = bytes.checkedUInt32(at: offset &+ 8)
    port = bytes.checkedUInt32(at: offset &+ 12)
  }
}

/// Flags of a netlink message. Kernel: `NLM_F_*` in `include/uapi/linux/netlink.h`.
package struct NetlinkFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable package static var request: NetlinkFlags { NetlinkFlags(rawValue: 0x1) }
  /// One of several messages, ended by `done`.
  @inlinable package static var multipart: NetlinkFlags { NetlinkFlags(rawValue: 0x2) }
  /// Asks for an answer even when all went well.
  @inlinable package static var acknowledge: NetlinkFlags { NetlinkFlags(rawValue: 0x4) }
  /// The table changed while it was dumped.
  @inlinable package static var dumpInterrupted: NetlinkFlags { NetlinkFlags(rawValue: 0x10) }
  /// Asks for a whole table (`NLM_F_ROOT | NLM_F_MATCH`).
  @inlinable package static var dump: NetlinkFlags { NetlinkFlags(rawValue: 0x300) }
  /// In an error: the request is quoted without its payload.
  @inlinable package static var capped: NetlinkFlags { NetlinkFlags(rawValue: 0x100) }
  /// In an error or a `done`: attributes that explain it follow.
  @inlinable package static var explained: NetlinkFlags { NetlinkFlags(rawValue: 0x200) }
}

extension NetlinkFlags {
  /// Whether all of `other` are set; spelled out because the generic one is not specialised across
  /// modules, and a dump asks it for every socket.
  @inlinable package func contains(_ other: NetlinkFlags) -> Bool {
    rawValue & other.rawValue == other.rawValue
  }
}
