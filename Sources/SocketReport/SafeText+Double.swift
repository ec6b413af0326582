internal import TextSafety

extension SafeText {
  /// Appends `value` as JSON has it: the shortest digits that read back the same, whole numbers
  /// without a point, null for one that is not finite or not known.
  mutating func appendJSON(_ value: Double?) {
    guard let value, value.isFinite else { return append("null") }
    guard let whole = Int64(exactly: value), whole.magnitude < 1 << 53 else {
      return append(RawText(utf8: value.description))
    }
    append(whole)
  }
}
