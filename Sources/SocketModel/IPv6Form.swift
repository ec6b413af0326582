/// How an IPv6 address is written, as RFC 5952 and `inet_ntop` have it.
package struct IPv6Form: Sendable {
  /// The groups that `::` stands for: the longest run of zeros, the first of several, at least two;
  /// empty for none.
  package let zeros: Range<Int>
  /// Whether the last two groups are an IPv4 address: a mapped or a compatible one.
  package let isDotted: Bool

  package init(_ bits: AddressBits) {
    var best = 0..<0
    var start = 0
    for index in 0..<8 {
      if Self.group(index, of: bits) != 0 {
        start = index + 1
      } else if index + 1 - start > best.count, index > start {
        best = start..<index + 1
      }
    }
    zeros = best
    isDotted =
      best.lowerBound == 0 && (best.count == 6 || (best.count == 5 && bits.isMappedIPv4))
  }

  /// One of the eight groups of 16 bits.
  package static func group(_ index: Int, of bits: AddressBits) -> UInt16 {
    let half = index < 4 ? bits.high : bits.low
    return UInt16(truncatingIfNeeded: half &>> UInt64(48 &- (index & 3) &* 16))
  }
}
