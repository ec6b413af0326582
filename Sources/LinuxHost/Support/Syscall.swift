internal import CSys
internal import Glibc

/// System calls over files, with the C types left behind and `EINTR` repeated.
package enum Syscall {
  /// Relative paths begin at the working directory (`AT_FDCWD`).
  package static let workingDirectory = AT_FDCWD

  /// Opens `path` for reading, close-on-exec.
  ///
  /// Throws the errno of `openat`. `isDirectory` refuses anything but a directory.
  package static func open(
    _ path: String, at directory: Int32 = workingDirectory, isDirectory: Bool = false
  ) throws(Errno) -> FileDescriptor {
    try open(bytes: Array(path.utf8), at: directory, isDirectory: isDirectory)
  }

  /// Opens a path that need not be UTF-8; see `open(_:at:isDirectory:)`.
  package static func open(
    bytes path: [UInt8], at directory: Int32 = workingDirectory, isDirectory: Bool = false
  ) throws(Errno) -> FileDescriptor {
    guard !path.contains(0) else { throw .noSuchFile }
    let text = (path + [0]).map { CChar(bitPattern: $0) }
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | (isDirectory ? O_DIRECTORY : 0)
    while true {
      let number = unsafe topss_open_at(directory, text, flags)
      if number >= 0 { return FileDescriptor(owning: number) }
      guard Errno.current == .interrupted else { throw Errno.current }
    }
  }

  /// Fills `buffer` from its start and tells how many bytes came; 0 at the end.
  package static func read(
    _ descriptor: borrowing FileDescriptor, into buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    try read(number: descriptor.number, into: &buffer)
  }

  /// Reads from a descriptor that others own, as standard input; see `read(_:into:)`.
  package static func read(number: Int32, into buffer: inout [UInt8]) throws(Errno) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(number, $0.baseAddress, $0.count)
      }
      if count >= 0 { return count }
      guard Errno.current == .interrupted else { throw Errno.current }
    }
  }

  /// The value of an extended attribute of the file that `path` leads to, at most 4,096 bytes.
  package static func attribute(_ name: String, of path: String) throws(Errno) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe topss_get_attribute(path, name, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw Errno.current }
    return Array(buffer.prefix(count))
  }

  /// The next entries of a directory as `linux_dirent64`; 0 bytes at the end.
  package static func readDirectory(
    _ descriptor: borrowing FileDescriptor, into buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe topss_read_directory(descriptor.number, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw Errno.current }
    return count
  }

  /// Where the link named `name` points to: how many bytes of `buffer` it fills.
  ///
  /// `name` ends in a NUL. The corresponding C function is `readlinkat`.
  package static func readLink(
    _ name: [UInt8], at directory: Int32, into buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    let count = unsafe name.withUnsafeBytes { name in
      unsafe buffer.withUnsafeMutableBytes { target in
        let path = unsafe name.baseAddress?.assumingMemoryBound(to: CChar.self)
        let start = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let path = unsafe path, let start = unsafe start else { return -1 }
        return unsafe readlinkat(directory, path, start, target.count)
      }
    }
    guard count >= 0 else { throw Errno.current }
    return count
  }

  /// The inode of an open file.
  package static func inode(of descriptor: borrowing FileDescriptor) throws(Errno) -> UInt64 {
    try status(of: descriptor).inode
  }

  /// The device of the file system that an open file is on.
  package static func device(of descriptor: borrowing FileDescriptor) throws(Errno) -> UInt64 {
    try status(of: descriptor).device
  }

  /// The capabilities in effect for the calling thread, bit N for capability N; 0 when unknown.
  package static func effectiveCapabilities() -> UInt64 {
    var capabilities: UInt64 = 0
    guard unsafe topss_effective_capabilities(&capabilities) == 0 else { return 0 }
    return capabilities
  }

  /// Unmaps code and constants of the program, which come back from the page cache where they are
  /// used: after the start that is a third of them.
  package static func forgetStart() { topss_forget_start() }

  /// Asks for large pages in the first `bytes` of the room of an empty array, whose elements begin
  /// `head` bytes into a block of their own; nothing happens where they do not, or there are none.
  static func adviseLargePages<Element>(_ array: inout [Element], head: Int, bytes: Int) {
    unsafe array.withUnsafeMutableBufferPointer { room in
      guard let first = room.baseAddress else { return }
      let start = unsafe UnsafeMutableRawPointer(first) - head
      guard Int(bitPattern: start) & 4095 == 0 else { return }
      _ = unsafe madvise(start, bytes, MADV_HUGEPAGE)
    }
  }
}
