internal import LinuxHost
internal import TextSafety

/// The name of this host.
enum HostName {
  /// The name, with that of the network namespace that was entered.
  static func current(in namespace: OwnOptions.Namespace?) -> SafeText {
    let host = Surroundings.hostName
    guard case .named(let name) = namespace else { return host }
    return "\(host) netns \(RawText(utf8: name))"
  }
}
