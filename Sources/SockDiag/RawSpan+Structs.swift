/// Whole structs out of bytes from outside, for loops over all sockets.
///
/// These are the only unsafe expressions of the target. They stand here and not in `Netlink`
/// because the compiler inlines nothing of `package` access across modules: a call for each field
/// costs several times what the field does.
extension RawSpan {
  /// Whether `count` bytes stand at `offset`.
  @inline(__always) func has(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && offset <= byteCount && byteCount &- offset >= count
  }

  /// The struct at `offset`, which must be there (`has`): the standard library checks once more,
  /// and traps.
  @inline(__always) func load<Struct: BitwiseCopyable>(_ type: Struct.Type, at offset: Int)
    -> Struct
  {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
  }

  /// The first `count` bytes of a struct at `offset`, zero behind them.
  func loadPrefix<Struct: BitwiseCopyable>(_ blank: Struct, count: Int, at offset: Int) -> Struct {
    guard count >= 0, has(count, at: offset) else { return blank }
    var result = blank
    unsafe withUnsafeMutableBytes(of: &result) { target in
      unsafe extracting(offset..<(offset &+ count)).withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source.prefix(target.count)))
      }
    }
    return result
  }
}

extension [UInt8] {
  /// Lends the bytes to `body` as a datagram.
  package func asDatagram<Result>(_ body: (RawSpan) -> Result) -> Result {
    body(unsafe span.bytes)
  }
}

/// Walks attributes as `NetlinkAttributes` does, for loops over all sockets.
struct AttributeCursor {
  private var offset: Int
  private let end: Int
  /// The attribute that `advance` came to: its type without flags, where its payload stands.
  private(set) var type: UInt16 = 0
  private(set) var start = 0
  private(set) var count = 0

  /// Where the payload stands, without padding.
  var payload: Range<Int> { start..<(start &+ count) }

  /// The attributes from `start` to `end`, an end within the datagram.
  @inline(__always) init(from start: Int, to end: Int) {
    offset = start
    self.end = end
  }

  /// Goes to the next attribute; false at the end, or at one that is shorter than its header or
  /// longer than what is left.
  @inline(__always) mutating func advance(in datagram: RawSpan) -> Bool {
    guard end &- offset >= 4, datagram.has(4, at: offset) else { return false }
    let word = datagram.load(UInt32.self, at: offset)
    let length = Int(UInt16(truncatingIfNeeded: UInt32(littleEndian: word)))
    guard length >= 4, length <= end &- offset else { return false }
    type = UInt16(truncatingIfNeeded: UInt32(littleEndian: word) >> 16) & 0x3fff
    start = offset &+ 4
    count = length &- 4
    offset = offset &+ ((length &+ 3) & ~3)
    return true
  }
}
