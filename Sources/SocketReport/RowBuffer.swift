internal import TextSafety

/// Safe text that is made in bulk: the rows of a listing, thousands at a time.
///
/// It holds what `SafeText` holds and takes in nothing but that: literals, numbers, safe text, and
/// raw text by way of the sanitiser. What it adds is speed: one
/// piece of memory that stays, written word by word, and literals whose copying is a store or two
/// where they stand. Everything unsafe about that is in this file: no byte is written before
/// `makeRoom` has been asked for it, `slack` bytes behind the capacity bear the rest of a word, and
/// no byte behind `count` is read.
@safe package struct RowBuffer: ~Copyable {
  var start: UnsafeMutablePointer<UInt8>
  var capacity: Int
  /// The bytes of the text.
  package private(set) var count = 0

  /// Bytes behind the capacity that copying in words may touch.
  private static var slack: Int { 32 }

  /// Empty text with room for `capacity` bytes before its storage moves.
  init(capacity: Int = 1024) {
    self.capacity = max(64, capacity)
    unsafe start = UnsafeMutablePointer.allocate(capacity: self.capacity &+ Self.slack)
  }

  deinit { unsafe start.deallocate() }

  /// Makes the text empty and keeps its storage.
  mutating func removeAll() { count = 0 }

  /// Hands the bytes over, valid UTF-8.
  package func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe UnsafeBufferPointer(start: start, count: count).span)
  }

  /// Sees to it that `bytes` more bytes fit.
  @inline(__always) mutating func makeRoom(_ bytes: Int) {
    if capacity &- count < bytes { grow(bytes) }
  }

  @inline(never) mutating func grow(_ bytes: Int) {
    let larger = max(capacity * 2, count + bytes)
    let next = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.slack)
    unsafe next.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = next
    capacity = larger
  }

  /// Copies `bytes` bytes from `source`, for which there is room; `readable` bytes stand there.
  @inline(__always) mutating func copyInWords(
    _ source: UnsafePointer<UInt8>, _ bytes: Int, readable: Int
  ) {
    let from = unsafe UnsafeRawPointer(source)
    let target = unsafe UnsafeMutableRawPointer(start + count)
    if bytes <= 16, readable >= 16 {
      let words = unsafe from.loadUnaligned(as: SIMD2<UInt64>.self)
      unsafe target.storeBytes(of: words, as: SIMD2<UInt64>.self)
    } else {
      unsafe target.copyMemory(from: from, byteCount: bytes)
    }
    count &+= bytes
  }

  /// Writes the lowest `bytes` (at most 8) bytes of `word`, for which there is room.
  @inline(__always) mutating func store(_ word: UInt64, _ bytes: Int) {
    unsafe UnsafeMutableRawPointer(start + count).storeBytes(
      of: word.littleEndian, as: UInt64.self)
    count &+= bytes
  }
}

/// Text.
extension RowBuffer {
  /// Appends a literal of the program.
  @inline(__always) package mutating func append(_ literal: StaticString) {
    let bytes = literal.utf8CodeUnitCount
    makeRoom(bytes)
    unsafe (start + count).update(from: literal.utf8Start, count: bytes)
    count &+= bytes
  }

  /// Appends safe text.
  @_disfavoredOverload mutating func append(_ text: SafeText) { append(safe: text.utf8) }

  /// Appends what of `raw` is safe to show; everything else becomes a visible stand-in.
  mutating func append(_ raw: RawText) {
    let isPlain = raw.bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    append(safe: isPlain ? raw.bytes : SafeText(raw).utf8)
  }

  private mutating func append(safe bytes: [UInt8]) {
    makeRoom(bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      unsafe (start + count).update(from: first, count: source.count)
    }
    count &+= bytes.count
  }

  /// Appends `blanks` blanks; none when it is not positive.
  @inline(__always) package mutating func append(blanks: Int) {
    guard blanks > 0 else { return }
    makeRoom(blanks)
    var left = blanks
    while left > 0 {
      store(0x2020_2020_2020_2020, min(left, 8))
      left &-= 8
    }
  }

  /// Appends `blanks` blanks and the bytes in `range` of `other`; both ends must lie between
  /// characters inside it.
  mutating func append(
    _ other: borrowing RowBuffer, bytes range: Range<Int>, afterBlanks blanks: Int
  ) {
    guard range.lowerBound >= 0, range.upperBound <= other.count else { return }
    append(blanks: blanks)
    makeRoom(range.count)
    unsafe copyInWords(
      other.start + range.lowerBound, range.count, readable: other.count &- range.lowerBound)
  }

  /// The terminal cells of the bytes in `range`, both ends of which must lie between characters.
  func columns(in range: Range<Int>) -> Int {
    guard range.lowerBound >= 0, range.upperBound <= count else { return 0 }
    let bytes = unsafe UnsafeBufferPointer(start: start + range.lowerBound, count: range.count)
    return CharacterWidth.columns(ofUTF8: unsafe bytes.span)
  }

  /// The byte at `offset`, 0 outside the text.
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? unsafe start[offset] : 0
  }

  /// The four bytes that `append(word:)` wrote at `offset`, 0 outside.
  @inline(__always) func word(at offset: Int) -> UInt32 {
    guard offset >= 0, offset &+ 4 <= count else { return 0 }
    return unsafe UnsafeRawPointer(start + offset).loadUnaligned(as: UInt32.self)
  }
}

/// Addresses, digit by digit.
extension RowBuffer {
  /// Appends an IPv4 address, the first octet in the highest byte: `10.0.0.1`.
  mutating func append(ipv4 address: UInt32) {
    makeRoom(16)
    appendOctet(address >> 24)
    store(0x2e, 1)
    appendOctet(address >> 16 & 0xff)
    store(0x2e, 1)
    appendOctet(address >> 8 & 0xff)
    store(0x2e, 1)
    appendOctet(address & 0xff)
  }

  @inline(__always) private mutating func appendOctet(_ octet: UInt32) {
    let value = UInt64(octet)
    if value < 10 { return store(0x30 &+ value, 1) }
    let tens = (value &* 205) &>> 11
    let ones = value &- tens &* 10
    if value < 100 { return store(0x3030 &+ tens &+ ones &<< 8, 2) }
    let hundreds = (value &* 41) &>> 12
    store(0x30_3030 &+ hundreds &+ (tens &- hundreds &* 10) &<< 8 &+ ones &<< 16, 3)
  }
}
