/// Integers out of bytes from outside: every read is checked, none traps.
///
/// These are the only unsafe expressions of the target. They are inlinable because a decoder calls
/// them some forty times a socket.
extension RawSpan {
  /// Whether `count` bytes stand at `offset`.
  @inlinable @inline(__always) package func holds(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && count >= 0 && offset <= byteCount && byteCount &- offset >= count
  }

  /// The byte at `offset`; 0 beyond the end.
  @inlinable @inline(__always) package func uint8(at offset: Int) -> UInt8 {
    guard holds(1, at: offset) else { return 0 }
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// Two bytes in the host's order; 0 beyond the end.
  @inlinable @inline(__always) package func uint16(at offset: Int) -> UInt16 {
    guard holds(2, at: offset) else { return 0 }
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
  }

  /// Four bytes in the host's order; 0 beyond the end.
  @inlinable @inline(__always) package func uint32(at offset: Int) -> UInt32 {
    guard holds(4, at: offset) else { return 0 }
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Eight bytes in the host's order, at any alignment; 0 beyond the end.
  @inlinable @inline(__always) package func uint64(at offset: Int) -> UInt64 {
    guard holds(8, at: offset) else { return 0 }
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The byte at `offset`, which must be there: for structs whose length was checked as a whole.
  ///
  /// The standard library checks it once more and traps. Unlike `uint8(at:)` it adds no branch, so
  /// that a decoder of forty fields stays within what the optimiser inlines.
  @inlinable @inline(__always) package func checkedUInt8(at offset: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// Two bytes in the host's order, as `checkedUInt8(at:)`.
  @inlinable @inline(__always) package func checkedUInt16(at offset: Int) -> UInt16 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
  }

  /// Four bytes in the host's order, as `checkedUInt8(at:)`.
  @inlinable @inline(__always) package func checkedUInt32(at offset: Int) -> UInt32 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Eight bytes in the host's order, as `checkedUInt8(at:)`.
  @inlinable @inline(__always) package func checkedUInt64(at offset: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The bytes of `range`, cut at the end; empty for a range outside.
  package func copy(_ range: Range<Int>) -> [UInt8] {
    var output: [UInt8] = []
    append(range, to: &output)
    return output
  }

  /// Appends the bytes of `range`, cut at the end, to `output`.
  package func append(_ range: Range<Int>, to output: inout [UInt8]) {
    let start = Swift.max(range.lowerBound, 0)
    let end = Swift.min(range.upperBound, byteCount)
    guard start < end else { return }
    unsafe extracting(start..<end).withUnsafeBytes { unsafe output.append(contentsOf: $0) }
  }
}
