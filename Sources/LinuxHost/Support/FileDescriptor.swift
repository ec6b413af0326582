internal import Glibc

/// An open file, closed when its owner lets go of it.
package struct FileDescriptor: ~Copyable, Sendable {
  /// The descriptor's number; negative for one that could not be opened.
  package let number: Int32

  /// Takes over an open descriptor: nobody else may close it.
  package init(owning number: Int32) { self.number = number }

  /// Whether a file is open behind it.
  package var isOpen: Bool { number >= 0 }

  /// Gives the number away: the caller closes it.
  package consuming func release() -> Int32 {
    let released = number
    discard self
    return released
  }

  deinit {
    if number >= 0 { _ = close(number) }
  }
}
