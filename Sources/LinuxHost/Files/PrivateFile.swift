internal import Glibc

/// Small files of the user's own, readable by nobody else.
///
/// A link in the place of the file is not followed, and what another user could have put there is
/// refused.
package enum PrivateFile {
  /// The first `limit` bytes of the file at `path`.
  ///
  /// - Throws: the errno of `open` or `read`; `EPERM` for a file of another user, one that others
  ///   may write, or no regular file.
  package static func read(_ path: String, limit: Int = 1 << 20) throws(Errno) -> [UInt8] {
    let file = try Syscall.open(path, [.withoutLinks, .withoutWaiting])
    let status = try Syscall.status(of: file)
    guard status.kind == .regular, isOwn(status) else { throw .notPermitted }
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while contents.count < limit {
      let count = try Syscall.read(file, into: &chunk)
      guard count > 0 else { break }
      contents.append(contentsOf: chunk.prefix(min(count, limit - contents.count)))
    }
    return contents
  }

  /// Puts a file with these contents and mode 0600 in the place of what is at `path`, in one step:
  /// nobody sees half of it.
  ///
  /// - Throws: the errno of the call that failed; nothing is left behind then.
  package static func replace(_ path: String, with contents: [UInt8]) throws(Errno) {
    let draft = "\(path).\(getpid())"
    Syscall.remove(draft)
    let file = try Syscall.open(draft, [.writing, .new, .withoutLinks], mode: 0o600)
    do throws(Errno) {
      try Syscall.write(contents, to: file.number)
      try Syscall.rename(draft, to: path)
    } catch {
      Syscall.remove(draft)
      throw error
    }
  }

  /// Makes the directory at `path` with mode 0700 if it is not there, and checks whose it is.
  ///
  /// - Throws: the errno of `mkdir` or `stat`; `EPERM` when it is another user's, or others may
  ///   write to it.
  package static func makeDirectory(_ path: String) throws(Errno) {
    _ = try Syscall.makeDirectory(path, mode: 0o700)
    guard try isOwnDirectory(path) else { throw .notPermitted }
  }

  /// Whether a directory is the effective user's, and nobody else may write to it.
  ///
  /// - Throws: the errno of `stat`.
  package static func isOwnDirectory(_ path: String) throws(Errno) -> Bool {
    let status = try Syscall.status(of: path)
    return status.kind == .directory && isOwn(status)
  }

  private static func isOwn(_ status: FileStatus) -> Bool {
    status.owner == Surroundings.effectiveUser && status.mode & 0o022 == 0
  }
}
