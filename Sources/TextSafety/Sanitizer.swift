/// The one function between the outside and the screen.
///
/// Malformed UTF-8 becomes U+FFFD, one for each maximal bad subpart. What could steer a terminal,
/// hide, or change the direction of text becomes `placeholder`. A base character keeps at most
/// two combining marks; further ones, and marks without a base, become `placeholder` too.
enum Sanitizer {
  /// `·`, the stand-in of one cell for a character that is not shown.
  static let placeholder: [UInt8] = [0xc2, 0xb7]

  /// U+FFFD, the stand-in for bytes that are no character.
  static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]

  /// Marks that a base character may carry.
  static let markLimit = 2

  /// Appends the safe form of `bytes` to `output`. Complexity: O(n).
  static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    output.reserveCapacity(output.count &+ bytes.count)
    // What stands in `output` already is not a base: marks must not change other text.
    var marks = KeptMarks()
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7f {
        output.append(byte)
        marks.passASCII()
        index &+= 1
        continue
      }
      let decoded = UTF8Decoder.decode(bytes, at: index)
      if marks.keeps(decoded) {
        for offset in 0..<decoded.length { output.append(bytes[index &+ offset]) }
      } else {
        output.append(contentsOf: decoded.isValid ? placeholder : replacement)
      }
      index &+= decoded.length
    }
  }
}
