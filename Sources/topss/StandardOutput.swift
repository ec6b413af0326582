internal import Glibc
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
    try FileOutput.write(text.utf8, to: STDOUT_FILENO)
  }
}

/// Standard error.
enum StandardError {
  /// Writes `text`; what cannot be written there cannot be told at all.
  static func write(_ text: SafeText) {
    try? FileOutput.write(text.utf8, to: STDERR_FILENO)
  }
}

enum FileOutput {
  /// Writes all of `bytes`, however few the descriptor takes at a time.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count > 0 {
        written += count
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        throw OutputError(code: count == 0 ? EIO : errno)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      }
    }
  }
}

/// The three descriptors that every program may count on.
enum StandardDescriptors {
  /// Puts something in the place of those that are closed, so that no socket or file of ours comes
  /// to stand there; reading or writing it still fails.
  static func occupy() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
