internal import CSys
internal import Glibc
package import TextSafety

/// What the program finds around it: variables, the host's name, the time zone, the terminal.
package enum Surroundings {
  /// Whether the kernel gave the program more rights than its caller has (set-uid, file
  /// capabilities).
  ///
  /// The corresponding entry of the auxiliary vector is `AT_SECURE`.
  package static var areForeign: Bool { topss_at_secure() != 0 }

  /// The user whose rights count.
  package static var effectiveUser: UInt32 { geteuid() }

  /// The value of a variable of the environment, whoever set it; nil when it is not set.
  package static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// As `hostname` prints it, without a domain; `localhost` when it cannot be read.
  package static var hostName: SafeText {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let bytes = buffer.map { UInt8(bitPattern: $0) }
    return SafeText(RawText(bytes.prefix { $0 != 0 && $0 != UInt8(ascii: ".") }))
  }

  /// The kernel's release, as `uname -r` prints it; nil when it cannot be read.
  package static var kernelRelease: RawText? {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return nil }
    return RawText(
      unsafe withUnsafeBytes(of: &names.release) { unsafe Array($0.prefix { $0 != 0 }) })
  }

  /// Seconds to add to Unix time for the local time of day, as of now.
  package static var utcOffset: Int {
    var now = time_t()
    unsafe time(&now)
    var parts = unsafe tm()
    guard unsafe localtime_r(&now, &parts) != nil else { return 0 }
    return unsafe parts.tm_gmtoff
  }

  /// The cells that the terminal behind standard output has in a line; nil when it is none.
  package static var outputColumns: Int? {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
