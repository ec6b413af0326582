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
    let number = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard number >= 0 else { throw Errno.current }
    let file = FileDescriptor(owning: number)
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { throw Errno.current }
    guard status.st_mode & S_IFMT == S_IFREG, isOwn(status) else { throw .notPermitted }
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
    unsafe unlink(draft)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = unsafe open(draft, flags, 0o600)
    guard number >= 0 else { throw Errno.current }
    let file = FileDescriptor(owning: number)
    do throws(Errno) {
      try write(contents, to: file)
      guard unsafe rename(draft, path) == 0 else { throw Errno.current }
    } catch {
      unsafe unlink(draft)
      throw error
    }
  }

  /// Makes the directory at `path` with mode 0700 if it is not there, and checks whose it is.
  ///
  /// - Throws: the errno of `mkdir` or `stat`; `EPERM` when it is another user's, or others may
  ///   write to it.
  package static func makeDirectory(_ path: String) throws(Errno) {
    let isNew = unsafe mkdir(path, 0o700) == 0
    guard isNew || Glibc.errno == EEXIST else { throw Errno.current }
    guard try isOwnDirectory(path) else { throw .notPermitted }
  }

  /// Whether a directory is the effective user's, and nobody else may write to it.
  ///
  /// - Throws: the errno of `stat`.
  package static func isOwnDirectory(_ path: String) throws(Errno) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw Errno.current }
    return status.st_mode & S_IFMT == S_IFDIR && isOwn(status)
  }

  private static func isOwn(_ status: stat) -> Bool {
    status.st_uid == geteuid() && status.st_mode & (S_IWGRP | S_IWOTH) == 0
  }

  private static func write(
    _ contents: [UInt8], to file: borrowing FileDescriptor
  ) throws(Errno) {
    var rest = contents[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(file.number, $0.baseAddress, $0.count)
      }
      if count < 0, Errno.current == .interrupted { continue }
      guard count > 0 else { throw Errno.current }
      rest = rest.dropFirst(count)
    }
  }
}
