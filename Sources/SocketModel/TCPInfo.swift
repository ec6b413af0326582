/// `struct tcp_info` as long as the kernel sent it; a field beyond the end is nil.
///
/// It has fixed size and no references, since a listing holds one per socket. Accessors with their
/// offsets stand in `TCPInfo+Fields.swift`. Kernel: `include/uapi/linux/tcp.h`.
package struct TCPInfo: Sendable {
  /// The struct in words of eight bytes, little-endian; zero beyond `count` bytes.
  private var words: InlineArray<35, UInt64>
  /// Bytes that the kernel sent, at most `capacity`.
  package let count: Int

  /// The longest struct that is known (Linux 6.18); longer ones are cut.
  package static let capacity = 280

  /// Takes the first `capacity` bytes.
  package init(_ bytes: some Sequence<UInt8>) {
    var words = InlineArray<35, UInt64>(repeating: 0)
    var count = 0
    for byte in bytes.prefix(Self.capacity) {
      words[count / 8] |= UInt64(byte) << UInt64(8 * (count % 8))
      count += 1
    }
    self.words = words
    self.count = count
  }

  /// Takes the first `count` bytes, at most `capacity`, out of words as they lie in memory.
  package init(words: InlineArray<35, UInt64>, count: Int) {
    self.words = words
    self.count = min(max(count, 0), Self.capacity)
    guard self.count < Self.capacity else { return }
    let last = self.count / 8
    self.words[last] &= (1 &<< UInt64(8 &* (self.count % 8))) &- 1
    for index in (last + 1)..<35 { self.words[index] = 0 }
  }

  /// The bytes in the kernel's order.
  package var bytes: [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(8 * ($0 % 8))) }
  }
}

/// Fields by offset; every field of the struct is aligned to its size.
///
/// They are inlined into the accessors, so that a constant index reads one word: with an index that
/// is not known the compiler copies the whole struct first.
extension TCPInfo {
  @inline(__always) func uint8(at offset: Int) -> UInt8? {
    offset < count ? UInt8(truncatingIfNeeded: bits(at: offset)) : nil
  }

  @inline(__always) func uint16(at offset: Int) -> UInt16? {
    offset + 2 <= count ? UInt16(truncatingIfNeeded: bits(at: offset)) : nil
  }

  @inline(__always) func uint32(at offset: Int) -> UInt32? {
    offset + 4 <= count ? UInt32(truncatingIfNeeded: bits(at: offset)) : nil
  }

  @inline(__always) func uint64(at offset: Int) -> UInt64? {
    offset + 8 <= count ? bits(at: offset) : nil
  }

  @inline(__always) private func bits(at offset: Int) -> UInt64 {
    words[offset / 8] >> UInt64(8 * (offset % 8))
  }
}

/// Options that a connection negotiated. Kernel: `TCPI_OPT_*` in `include/uapi/linux/tcp.h`.
package struct TCPOptions: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let timestamps = TCPOptions(rawValue: 1)
  package static let sack = TCPOptions(rawValue: 2)
  package static let windowScale = TCPOptions(rawValue: 4)
  package static let ecn = TCPOptions(rawValue: 8)
  /// A packet with ECN was received.
  package static let ecnSeen = TCPOptions(rawValue: 16)
  /// The SYN carried data that was acknowledged (TCP Fast Open).
  package static let fastOpen = TCPOptions(rawValue: 32)
  /// Timestamps in microseconds; since Linux 6.8.
  package static let microsecondTimestamps = TCPOptions(rawValue: 64)
}
