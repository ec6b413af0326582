package import TextSafety

/// A filter that the configuration gives a name, to be picked from a list.
package struct SavedFilter: Hashable, Sendable {
  /// What the list shows on the left.
  package var name: SafeText
  /// The filter as it would be typed.
  package var text: SafeText

  package init(name: SafeText, text: SafeText) {
    self.name = name
    self.text = text
  }
}
