/// Whole structs out of bytes from outside, for loops over all sockets.
///
/// These are the only unsafe expressions of the target. They stand here and not in `Netlink`
/// because the compiler inlines nothing of `package` access across modules: a call for each field
/// costs several times what the field does.
extension RawSpan {
  /// Whether `count` bytes stand at `offset`: as the standard library asks, whose own check falls
  /// away behind this one.
  @inline(__always) func has(_ count: Int, at offset: Int) -> Bool {
    UInt(bitPattern: offset) <= UInt(bitPattern: byteCount) && byteCount &- offset >= count
  }

  /// The struct at `offset`, which must be there (`has`): the standard library checks once more,
  /// and traps.
  @inline(__always) func load<Struct: BitwiseCopyable>(_ type: Struct.Type, at offset: Int)
    -> Struct
  {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
  }

  /// The first `count` bytes of a struct that begins here, zero behind them.
  @inline(never) func loadPrefix<Struct: BitwiseCopyable>(_ blank: Struct, count: Int) -> Struct {
    guard count >= 0, has(count, at: 0) else { return blank }
    var result = blank
    unsafe withUnsafeMutableBytes(of: &result) { target in
      unsafe extracting(first: count).withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source.prefix(target.count)))
      }
    }
    return result
  }

  /// Walks the attributes behind `offset` as `NetlinkAttributes` does, for loops over all sockets:
  /// `body` gets the type of each, without flags, and its payload, without padding.
  @inline(__always) func eachAttribute(from offset: Int, _ body: (UInt16, RawSpan) -> Void) {
    var rest = extracting(droppingFirst: offset)
    while rest.has(4, at: 0) {
      let word = UInt32(littleEndian: rest.load(UInt32.self, at: 0))
      let length = Int(UInt16(truncatingIfNeeded: word))
      guard length >= 4, rest.has(length, at: 0) else { return }
      body(UInt16(truncatingIfNeeded: word >> 16) & 0x3fff, rest.extracting(4..<length))
      rest = rest.extracting(droppingFirst: (length &+ 3) & ~3)
    }
  }
}

extension [UInt8] {
  /// Lends the bytes to `body` as a datagram.
  package func asDatagram<Result>(_ body: (RawSpan) -> Result) -> Result {
    body(unsafe span.bytes)
  }
}
