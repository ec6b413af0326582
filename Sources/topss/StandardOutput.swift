internal import Glibc
internal import LinuxHost
internal import SocketReport
internal import TextSafety

/// Standard output could not be written.
struct OutputError: Error {
  var code: Int32

  var isBrokenPipe: Bool { code == EPIPE }

  var sentence: SafeText {
    switch code {
    case ENOSPC: "cannot write the output: no space left on device"
    case EBADF: "cannot write the output: standard output is closed"
    case EIO: "cannot write the output: input/output error"
    default: "cannot write the output: error \(code)"
    }
  }
}

/// Standard output, written whole or not at all silently.
enum StandardOutput {
  /// Writes all of `text`.
  ///
  /// - Throws: `OutputError`; part of the text may be out already.
  static func write(_ text: SafeText) throws(OutputError) {
    try write(text.utf8, to: STDOUT_FILENO)
  }

  /// Writes all of `text`, as the other one does.
  static func write(_ text: borrowing RowBuffer) throws(OutputError) {
    do throws(Errno) {
      try text.withBytes { bytes throws(Errno) in
        try Syscall.write(bytes, to: STDOUT_FILENO)
      }
    } catch {
      throw OutputError(code: error.rawValue)
    }
  }

  /// Writes all of `bytes` to what stands in for standard output.
  ///
  /// - Throws: `OutputError`; part of the bytes may be out already.
  static func write(_ bytes: [UInt8], to number: Int32) throws(OutputError) {
    do throws(Errno) {
      try Syscall.write(bytes, to: number)
    } catch {
      throw OutputError(code: error.rawValue)
    }
  }

  /// Throws `EPIPE` when standard output is a pipe that nobody reads any more; does not wait.
  static func checkReader() throws(OutputError) {
    guard !Syscall.hasReader(STDOUT_FILENO) else { return }
    throw OutputError(code: EPIPE)
  }
}

/// Standard error.
enum StandardError {
  /// Writes `text`; what cannot be written there cannot be told at all.
  static func write(_ text: SafeText) {
    try? Syscall.write(text.utf8, to: STDERR_FILENO)
  }
}

/// The three descriptors that every program may count on.
enum StandardDescriptors {
  /// Puts something in the place of those that are closed, so that no socket or file of ours comes
  /// to stand there; reading or writing it still fails.
  static func occupy() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      let flags: Syscall.OpenFlags = descriptor == STDIN_FILENO ? .writing : []
      _ = (try? Syscall.open("/dev/null", flags))?.release()
    }
  }
}
