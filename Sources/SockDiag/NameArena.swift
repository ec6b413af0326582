internal import Netlink
internal import SocketModel
internal import TextSafety

/// The names that the records of a dump point to: apart from the records, so that both can be
/// filled at once.
struct NameArena: Sendable {
  /// Names of unix sockets, back to back.
  var names: [UInt8] = []
  /// Names of congestion controls; index 0 is the empty name of "not known".
  private(set) var congestionNames: [RawText] = [RawText([])]
  /// The names again, as two words each: an index is found by comparing integers.
  private var congestionKeys: [CongestionKey] = [CongestionKey()]

  /// Appends `range` of `bytes` to the names; an empty range for what does not fit into them.
  mutating func appendName(_ range: Range<Int>, of bytes: RawSpan) -> NameRange {
    guard let offset = UInt32(exactly: names.count), let length = UInt16(exactly: range.count)
    else { return NameRange() }
    bytes.append(range, to: &names)
    return NameRange(offset: offset, length: length)
  }

  /// The index of a congestion control's name; 0 for an empty one and when there are over 255.
  mutating func internCongestionName(_ range: Range<Int>, of bytes: RawSpan) -> UInt8 {
    let key = CongestionKey(range, of: bytes)
    if let index = congestionKeys.firstIndex(of: key) { return UInt8(truncatingIfNeeded: index) }
    guard congestionKeys.count <= Int(UInt8.max) else { return 0 }
    congestionKeys.append(key)
    congestionNames.append(RawText(key.bytes))
    return UInt8(truncatingIfNeeded: congestionKeys.count &- 1)
  }

  /// The name with index `index`; nil for 0, "not known".
  func congestionName(_ index: UInt8) -> RawText? {
    index > 0 && Int(index) < congestionNames.count ? congestionNames[Int(index)] : nil
  }
}

/// A congestion control's name: at most 16 bytes (`TCP_CA_NAME_MAX`), packed, padded with zeros.
private struct CongestionKey: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  /// The bytes of `range` before the first NUL, at most 16.
  init(_ range: Range<Int>, of source: RawSpan) {
    for index in 0..<min(range.count, 16) {
      let byte = UInt64(source.uint8(at: range.lowerBound &+ index))
      guard byte != 0 else { return }
      if index < 8 {
        low |= byte &<< UInt64(8 &* index)
      } else {
        high |= byte &<< UInt64(8 &* (index &- 8))
      }
    }
  }

  /// The name.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<16 {
      let word = index < 8 ? low : high
      let byte = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index % 8)))
      guard byte != 0 else { break }
      bytes.append(byte)
    }
    return bytes
  }
}
