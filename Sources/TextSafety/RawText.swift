/// Bytes that came from outside: a process name, a unix path, a cgroup, a DNS answer.
///
/// It cannot be drawn or printed. `SafeText.append(_:)` is the way to a screen or a pipe; JSON
/// carries the lossless form.
package struct RawText: Hashable, Sendable {
  /// The bytes as they came; any value, not necessarily UTF-8.
  package var bytes: [UInt8]

  /// Wraps `bytes` unchanged.
  package init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// The UTF-8 bytes of `string`; for tests and for text that the program itself received as
  /// `String` (arguments).
  package init(utf8 string: String) {
    bytes = Array(string.utf8)
  }

  /// Whether there are no bytes.
  package var isEmpty: Bool { bytes.isEmpty }
}

@available(*, unavailable, message: "text from outside is shown as SafeText")
extension RawText: CustomStringConvertible {
  /// Never to be had.
  package var description: String { "" }
}
