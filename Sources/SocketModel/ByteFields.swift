extension [UInt8] {
  /// The little-endian integer at `offset`; nil beyond the end.
  ///
  /// Every machine that Swift supports on Linux is little-endian, as its kernel's structs are.
  func field<Value: FixedWidthInteger & UnsignedInteger>(at offset: Int) -> Value? {
    let size = Value.bitWidth / 8
    guard offset >= 0, count >= size, offset <= count - size else { return nil }
    return (0..<size).reduce(0) { $0 | Value(self[offset + $1]) << Value(8 * $1) }
  }
}
