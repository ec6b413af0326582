internal import CSys
internal import Glibc
package import TextSafety

/// The number by which a system call says why it failed.
///
/// The corresponding C variable is `errno`. Numbers that have no name here are kept as they are.
package struct Errno: RawRepresentable, Hashable, Error, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let notPermitted = Errno(rawValue: EPERM)
  package static let noSuchFile = Errno(rawValue: ENOENT)
  package static let noSuchProcess = Errno(rawValue: ESRCH)
  package static let interrupted = Errno(rawValue: EINTR)
  package static let accessDenied = Errno(rawValue: EACCES)
  package static let invalidArgument = Errno(rawValue: EINVAL)
  package static let notImplemented = Errno(rawValue: ENOSYS)
  package static let fileExists = Errno(rawValue: EEXIST)
  package static let inputOutput = Errno(rawValue: EIO)
  package static let tooLarge = Errno(rawValue: EFBIG)
  package static let tryAgain = Errno(rawValue: EAGAIN)

  /// The number that the calling thread's last failed system call left.
  static var current: Errno { Errno(rawValue: Glibc.errno) }

  /// Whether the caller lacks a right, rather than the thing itself.
  package var isDenied: Bool { self == .notPermitted || self == .accessDenied }

  /// Whether a process ended while it was being read.
  package var isGone: Bool { self == .noSuchFile || self == .noSuchProcess }

  /// What the C library says of the number: `No such file or directory`.
  package var text: RawText {
    var bytes = [UInt8](repeating: 0, count: 128)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      unsafe topss_error_text(rawValue, start, buffer.count)
    }
    return RawText(bytes.prefix { $0 != 0 })
  }
}
