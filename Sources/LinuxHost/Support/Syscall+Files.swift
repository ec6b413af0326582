internal import CSys
internal import Glibc

/// What the kernel tells of a file.
package struct FileStatus: Hashable, Sendable {
  /// What the file is.
  package enum Kind: Hashable, Sendable {
    case regular, directory, other
  }

  package var kind: Kind
  /// Bytes; meaningful for regular files.
  package var size: Int
  /// The user it belongs to.
  package var owner: UInt32
  /// The permission bits.
  package var mode: UInt32
  /// How many names it has.
  package var links: Int
  /// The inode.
  package var inode: UInt64
  /// The device of the file system that it is on.
  package var device: UInt64

  /// A status from its parts.
  package init(
    kind: Kind, size: Int, owner: UInt32, mode: UInt32, links: Int = 1, inode: UInt64 = 0,
    device: UInt64 = 0
  ) {
    self.kind = kind
    self.size = size
    self.owner = owner
    self.mode = mode
    self.links = links
    self.inode = inode
    self.device = device
  }

  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    size = Int(clamping: status.st_size)
    owner = status.st_uid
    mode = status.st_mode & 0o7777
    links = Int(clamping: status.st_nlink)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }
}

/// System calls that look at, make, write and remove files.
extension Syscall {
  /// Whether what is written to `descriptor` may still be read: false for a pipe whose other end is
  /// closed. Does not wait.
  package static func hasReader(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: 0, revents: 0)
    guard unsafe poll(&request, 1, 0) > 0 else { return true }
    return Int32(request.revents) & POLLERR == 0
  }

  /// How `open(_:_:mode:)` opens a file; close-on-exec in any case.
  package struct OpenFlags: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// For writing, else for reading.
    package static let writing = OpenFlags(rawValue: O_WRONLY)
    /// A new file; fails with `EEXIST` when there is one.
    package static let new = OpenFlags(rawValue: O_CREAT | O_EXCL)
    /// A link in the place of the file is an error.
    package static let withoutLinks = OpenFlags(rawValue: O_NOFOLLOW)
    /// Neither waits for a pipe's other end nor takes a terminal.
    package static let withoutWaiting = OpenFlags(rawValue: O_NONBLOCK | O_NOCTTY)
    /// Does not take a terminal.
    package static let withoutTerminal = OpenFlags(rawValue: O_NOCTTY)
  }

  /// Opens the file at `path`; `mode` holds the permission bits of a new one.
  ///
  /// Throws the errno of `open`.
  package static func open(
    _ path: String, _ flags: OpenFlags, mode: UInt32 = 0o600
  ) throws(Errno) -> FileDescriptor {
    while true {
      let number = unsafe Glibc.open(path, flags.rawValue | O_CLOEXEC, mode_t(mode))
      if number >= 0 { return FileDescriptor(owning: number) }
      guard Errno.current == .interrupted else { throw Errno.current }
    }
  }

  /// What the kernel tells of an open file.
  package static func status(
    of descriptor: borrowing FileDescriptor
  ) throws(Errno) -> FileStatus {
    var status = stat()
    guard unsafe fstat(descriptor.number, &status) == 0 else { throw Errno.current }
    return FileStatus(status)
  }

  /// What the kernel tells of the file at `path`; links are followed.
  package static func status(of path: String) throws(Errno) -> FileStatus {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw Errno.current }
    return FileStatus(status)
  }

  /// Empties an open file and gives it these permission bits.
  package static func empty(
    _ descriptor: borrowing FileDescriptor, mode: UInt32
  ) throws(Errno) {
    guard fchmod(descriptor.number, mode_t(mode)) == 0, ftruncate(descriptor.number, 0) == 0 else {
      throw Errno.current
    }
  }

  /// Writes all of `bytes`, however few the descriptor takes at a time; waits where it takes none.
  ///
  /// Throws the errno of `write`; part of the bytes may be out already.
  package static func write(_ bytes: [UInt8], to number: Int32) throws(Errno) {
    try write(bytes.span, to: number)
  }

  /// Writes all of `bytes`, as the other one does.
  package static func write(_ bytes: Span<UInt8>, to number: Int32) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count > 0 {
        written += count
        continue
      }
      guard count < 0 else { throw .inputOutput }
      switch Errno.current {
      case .interrupted: continue
      case .tryAgain: wait(for: Int16(POLLOUT), on: number)
      default: throw Errno.current
      }
    }
  }

  /// Sleeps until something can be read from one of the descriptors, or it fails, at most `seconds`;
  /// nil for however long.
  static func waitUntilReadable(_ numbers: [Int32], seconds: Double?) {
    var requests = numbers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let limit = seconds.map { Int32(max(0, min($0, 86_400)) * 1000) } ?? -1
    _ = unsafe poll(&requests, nfds_t(requests.count), limit)
  }

  private static func wait(for events: Int16, on number: Int32) {
    var request = pollfd(fd: number, events: events, revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }

  /// Puts the file at `path` into the place of the one at `target`, in one step.
  static func rename(_ path: String, to target: String) throws(Errno) {
    guard unsafe Glibc.rename(path, target) == 0 else { throw Errno.current }
  }

  /// Removes the file at `path` if there is one.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// Makes a directory with these permission bits; false when something of that name is there.
  static func makeDirectory(_ path: String, mode: UInt32) throws(Errno) -> Bool {
    if unsafe mkdir(path, mode_t(mode)) == 0 { return true }
    guard Glibc.errno == EEXIST else { throw Errno.current }
    return false
  }

  /// Fills `buffer` from `start` with what stands in the file at `offset`, and tells how many bytes
  /// came; 0 at the end.
  ///
  /// The corresponding C function is `pread`.
  static func read(
    _ number: Int32, at offset: Int, into buffer: inout [UInt8], from start: Int
  ) throws(Errno) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(
          number, $0.baseAddress?.advanced(by: start), max(0, $0.count - start), off_t(offset))
      }
      if count >= 0 { return count }
      guard Errno.current == .interrupted else { throw Errno.current }
    }
  }

  /// The id of the control group whose directory is at `path`; nil when there is none.
  static func cgroupID(of path: String) -> UInt64? {
    var id: UInt64 = 0
    guard unsafe topss_cgroup_id(workingDirectory, path, &id) == 0 else { return nil }
    return id
  }
}
