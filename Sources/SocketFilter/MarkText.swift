/// Firewall marks as `ss` reads them: `VALUE[/MASK]`, what follows the numbers is ignored.
enum MarkText {
  /// The value and the mask; nil when one of them is missing.
  static func mark(_ text: [UInt8]) -> (value: UInt32, mask: UInt32)? {
    guard let (value, count) = NumberText.leading(text[...]) else { return nil }
    let low = UInt32(truncatingIfNeeded: value)
    let rest = text.dropFirst(count)
    guard rest.first == 0x2f else { return (low, .max) }
    guard let (mask, _) = NumberText.leading(rest.dropFirst()) else { return nil }
    return (low, UInt32(truncatingIfNeeded: mask))
  }
}
