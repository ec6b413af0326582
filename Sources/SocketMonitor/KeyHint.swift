import TextSafety

/// Keys as sentences mention them: as the user bound them.
extension MonitorState {
  /// `f lets go of it`, behind `lead`; nothing when no key does it.
  func hint(
    _ action: MonitorAction, _ what: SafeText, after lead: SafeText = SafeText()
  ) -> SafeText {
    guard let name = settings.keys.hint(for: action) else { return SafeText() }
    return "\(lead)\(name) \(what)"
  }
}
