package import TextSafety

/// A filter with a name, to be picked from a list.
package struct SavedFilter: Hashable, Sendable {
  /// What the list shows on the left.
  package var name: SafeText
  /// The filter as it would be typed.
  package var text: SafeText
  /// Saved from the prompt; the others stand in the configuration.
  package var isOwn: Bool

  /// Bytes of a name.
  private static let longestName = 64

  package init(name: SafeText, text: SafeText, isOwn: Bool = false) {
    self.name = name
    self.text = text
    self.isOwn = isOwn
  }

  /// Whether a filter can be called so: letters, digits, `-` and `_`, at most 64 of them.
  package static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.count <= longestName
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
        default: false
        }
      }
  }
}
