/// The one function between the outside and the screen.
enum Sanitizer {
  /// Appends the safe form of `bytes` to `output`.
  static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    for index in bytes.indices {
      let byte = bytes[index]
      output.append(byte >= 0x20 && byte < 0x7f ? byte : 0x3f)
    }
  }
}
