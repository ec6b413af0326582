internal import Glibc
internal import TextSafety

/// The name of this host.
enum HostName {
  /// The name, with that of the network namespace that was entered.
  static func current(in namespace: OwnOptions.Namespace?) -> SafeText {
    guard case .named(let name) = namespace else { return current }
    return "\(current) netns \(RawText(utf8: name))"
  }

  /// As `hostname` prints it, without a domain; `localhost` when it cannot be read.
  static var current: SafeText {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let bytes = buffer.map { UInt8(bitPattern: $0) }
    return SafeText(RawText(bytes.prefix { $0 != 0 && $0 != UInt8(ascii: ".") }))
  }
}

/// The local time zone.
enum LocalTime {
  /// Seconds to add to Unix time for the local time of day, as of now.
  static var utcOffset: Int {
    var now = time_t()
    unsafe time(&now)
    var parts = unsafe tm()
    guard unsafe localtime_r(&now, &parts) != nil else { return 0 }
    return unsafe parts.tm_gmtoff
  }
}
