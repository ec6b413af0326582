/// Reads one code point from bytes that need not be UTF-8.
package enum UTF8Decoder {
  /// What stands at a place.
  package struct Decoded {
    /// The code point; U+FFFD for a malformed sequence.
    package var value: UInt32
    /// The bytes it took, at least 1; for a malformed sequence the maximal bad subpart.
    package var length: Int
    /// False for a malformed sequence.
    package var isValid: Bool
  }

  /// Decodes at `index`, which must be inside `bytes`.
  package static func decode(_ bytes: Span<UInt8>, at index: Int) -> Decoded {
    let lead = bytes[index]
    if lead < 0x80 { return Decoded(value: UInt32(lead), length: 1, isValid: true) }
    let count = continuationCount(after: lead)
    guard count > 0 else { return Decoded(value: 0xfffd, length: 1, isValid: false) }
    var value = UInt32(lead) & (0x3f >> UInt32(count))
    for offset in 1...count {
      let next = index &+ offset
      guard next < bytes.count, isContinuation(bytes[next], offset: offset, lead: lead) else {
        return Decoded(value: 0xfffd, length: offset, isValid: false)
      }
      value = value << 6 | UInt32(bytes[next] & 0x3f)
    }
    return Decoded(value: value, length: count &+ 1, isValid: true)
  }

  private static func continuationCount(after lead: UInt8) -> Int {
    switch lead {
    case 0xc2...0xdf: 1
    case 0xe0...0xef: 2
    case 0xf0...0xf4: 3
    default: 0
    }
  }

  /// The second byte is where overlong forms, surrogates and what lies beyond U+10FFFF show.
  private static func isContinuation(_ byte: UInt8, offset: Int, lead: UInt8) -> Bool {
    guard offset == 1 else { return byte & 0xc0 == 0x80 }
    switch lead {
    case 0xe0: return (0xa0...0xbf).contains(byte)
    case 0xed: return (0x80...0x9f).contains(byte)
    case 0xf0: return (0x90...0xbf).contains(byte)
    case 0xf4: return (0x80...0x8f).contains(byte)
    default: return byte & 0xc0 == 0x80
    }
  }
}
