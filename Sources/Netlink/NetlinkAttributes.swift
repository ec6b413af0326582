/// Walks the attributes of a message, or of a nest, without allocating.
///
/// Kernel: `struct nlattr` in `include/uapi/linux/netlink.h`.
package struct NetlinkAttributes: Sendable {
  @usableFromInline var offset: Int
  @usableFromInline let end: Int
  /// Whether the walk stopped at an attribute that does not fit; what came before it holds.
  package private(set) var isMalformed = false

  /// The attributes in `range` of the datagram that every call gets.
  @inlinable @inline(__always) package init(_ range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The next attribute; nil at the end, or at one that is shorter than its header or longer than
  /// what is left.
  @inlinable @inline(__always) package mutating func next(in datagram: RawSpan) -> NetlinkAttribute?
  {
    let start = offset
    guard start < end else { return nil }
    guard end &- start >= 4, datagram.holds(4, at: start) else { return stop() }
    let length = Int(datagram.checkedUInt16(at: start))
    guard length >= 4, length <= end &- start, datagram.holds(length, at: start) else {
      return stop()
    }
    offset = start &+ ((length &+ 3) & ~3)
    let type = datagram.checkedUInt16(at: start &+ 2)
    return NetlinkAttribute(type: type, start: start, end: start &+ length)
  }

  @usableFromInline mutating func stop() -> NetlinkAttribute? {
    isMalformed = true
    offset = end
    return nil
  }
}

/// One attribute: a type and the place of its payload in the datagram.
@frozen package struct NetlinkAttribute: Hashable, Sendable {
  /// The type without the flags for nesting and byte order.
  package let type: UInt16
  /// Whether the kernel marked it as holding attributes (`NLA_F_NESTED`); not every nest is marked.
  package let isNested: Bool
  /// Where the payload begins and ends, without padding.
  package let start: Int
  package let end: Int

  /// An attribute whose header stands at `start`.
  @inlinable @inline(__always) init(type: UInt16, start: Int, end: Int) {
    self.type = type & 0x3fff
    isNested = type & 0x8000 != 0
    self.start = start &+ 4
    self.end = end
  }

  /// Bytes of the payload.
  @inlinable @inline(__always) package var count: Int { end &- start }

  /// Where the payload stands; never a reversed range.
  @inlinable @inline(__always) package var payload: Range<Int> { start..<end }
}
