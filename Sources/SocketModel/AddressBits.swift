/// The 128 bits that the kernel keeps for an address, most significant first.
///
/// IPv6 fills all of it; IPv4 the upper 32 bits, as in `inet_diag_sockid.idiag_src`. Other families
/// keep one number in the upper 32 bits: packet and netlink their protocol (of a netlink peer its
/// groups), vsock its CID, tipc its node, xdp its interface.
package struct AddressBits: Hashable, Sendable {
  package var high: UInt64
  package var low: UInt64

  @inlinable @inline(__always) package static var zero: AddressBits { AddressBits(high: 0, low: 0) }

  @inlinable @inline(__always) package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address, or another family's number.
  @inlinable @inline(__always) package init(word value: UInt32) {
    high = UInt64(value) << 32
    low = 0
  }

  /// The IPv4 address, or another family's number: the upper 32 bits.
  package var word: UInt32 { UInt32(truncatingIfNeeded: high >> 32) }

  package var isZero: Bool { high == 0 && low == 0 }

  /// Whether this IPv6 address is `::ffff:a.b.c.d`.
  package var isMappedIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// The IPv4 address within an IPv4-mapped IPv6 address.
  package var mappedIPv4: UInt32 { UInt32(truncatingIfNeeded: low) }

  /// Whether the first `length` bits equal those of `prefix`; a length over 128 counts as 128.
  package func hasPrefix(_ prefix: AddressBits, length: Int) -> Bool {
    guard length > 0 else { return true }
    if length <= 64 { return (high ^ prefix.high) >> UInt64(64 - length) == 0 }
    guard high == prefix.high else { return false }
    return (low ^ prefix.low) >> UInt64(128 - min(length, 128)) == 0
  }
}
