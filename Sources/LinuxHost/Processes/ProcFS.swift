internal import TextSafety

/// How often the process tree was asked, by kind of question; for tests and diagnosis.
package struct ProcCalls: Hashable, Sendable {
  /// Listings of the tree itself, of all processes.
  package var processListings = 0
  /// Descriptor directories opened.
  package var descriptorDirectories = 0
  /// Chunks of descriptor directories listed (`getdents64`).
  package var descriptorListings = 0
  /// Descriptors looked at (`readlinkat`).
  package var descriptorLinks = 0
  /// `stat` files read.
  package var stats = 0
  /// Network namespaces looked at.
  package var namespaceLinks = 0

  package init() {}

  /// All questions together.
  package var total: Int {
    processListings + descriptorDirectories + descriptorListings + descriptorLinks + stats
      + namespaceLinks
  }
}

/// The process tree under one root, usually `/proc`; counts what it is asked.
///
/// Processes end while they are read: `ESRCH` and `ENOENT` are usual answers here.
package struct ProcFS: ~Copyable, Sendable {
  /// What a descriptor leads to.
  package enum Target: Hashable, Sendable {
    case socket(inode: UInt32)
    /// A file, a pipe, anything but a socket.
    case other
    case failed(Errno)
  }

  /// The questions so far.
  package private(set) var calls = ProcCalls()
  private let root: FileDescriptor
  private var chunk = [UInt8](repeating: 0, count: 32768)
  private var link = [UInt8](repeating: 0, count: 64)
  private var name: [UInt8] = []

  /// A tree at `path`; one that cannot be opened looks empty.
  package init(root path: String = "/proc") {
    do throws(Errno) {
      root = try Syscall.open(path, isDirectory: true)
    } catch {
      root = FileDescriptor(owning: -1)
    }
  }

  /// The processes, ascending, each with the inode of its directory: a pid that comes back for
  /// another process has another one.
  mutating func processes() -> [DirectoryChunk.Entry] {
    calls.processListings += 1
    guard root.isOpen else { return [] }
    return numbers(in: ".").sorted { $0.number < $1.number }
  }

  /// The threads of a process, ascending.
  mutating func threads(of pid: Int32) -> [Int32] {
    calls.processListings += 1
    return numbers(in: "\(pid)/task").map(\.number).sorted()
  }

  /// Opens the descriptor directory of a process, or of a thread by `PID/task/TID`.
  mutating func descriptors(of process: String) throws(Errno) -> FileDescriptor {
    calls.descriptorDirectories += 1
    return try Syscall.open("\(process)/fd", at: root.number, isDirectory: true)
  }

  /// Appends the next descriptors of an open directory; false at its end, or when it breaks off.
  mutating func nextDescriptors(
    _ directory: borrowing FileDescriptor, into entries: inout [DirectoryChunk.Entry]
  ) throws(Errno) -> Bool {
    calls.descriptorListings += 1
    let count = try Syscall.readDirectory(directory, into: &chunk)
    guard count > 0 else { return false }
    DirectoryChunk.appendNumbers(of: chunk, count: count, to: &entries)
    return true
  }

  /// What descriptor `number` of an open descriptor directory leads to.
  mutating func target(of number: Int32, in directory: borrowing FileDescriptor) -> Target {
    calls.descriptorLinks += 1
    ByteFields.writeName(number, into: &name)
    do throws(Errno) {
      let count = try Syscall.readLink(name, at: directory.number, into: &link)
      guard let inode = Self.bracketed(link, count, after: Self.socketPrefix) else { return .other }
      return UInt32(exactly: inode).map { .socket(inode: $0) } ?? .other
    } catch {
      return .failed(error)
    }
  }

  /// The `stat` of a process; throws the errno, `EINVAL` for text that makes no sense.
  mutating func stat(of pid: Int32) throws(Errno) -> ProcessStat {
    calls.stats += 1
    let text = try FileContents.read("\(pid)/stat", at: root.number, limit: 4096)
    guard let stat = ProcessStat(text) else { throw .invalidArgument }
    return stat
  }

  /// The inode of a process's network namespace; nil when it may not be read.
  mutating func networkNamespace(of pid: Int32) -> UInt64? {
    calls.namespaceLinks += 1
    return readNamespace("\(pid)/ns/net")
  }

  /// The inode of the network namespace of the calling thread.
  mutating func ownNetworkNamespace() -> UInt64? {
    readNamespace("thread-self/ns/net") ?? readNamespace("self/ns/net")
  }

  /// The contents of a file of a process, such as `status` or `cgroup`.
  mutating func contents(_ file: StaticString, of pid: Int32, limit: Int) throws(Errno) -> [UInt8] {
    try FileContents.read("\(pid)/\(file)", at: root.number, limit: limit)
  }

  private mutating func readNamespace(_ path: String) -> UInt64? {
    do throws(Errno) {
      let count = try Syscall.readLink(Array(path.utf8) + [0], at: root.number, into: &link)
      return Self.bracketed(link, count, after: Self.namespacePrefix)
    } catch {
      return nil
    }
  }

  private mutating func numbers(in path: String) -> [DirectoryChunk.Entry] {
    var entries: [DirectoryChunk.Entry] = []
    do throws(Errno) {
      let directory = try Syscall.open(path, at: root.number, isDirectory: true)
      while true {
        let count = try Syscall.readDirectory(directory, into: &chunk)
        guard count > 0 else { break }
        DirectoryChunk.appendNumbers(of: chunk, count: count, to: &entries)
      }
    } catch {
      return entries
    }
    return entries
  }

  private static let socketPrefix = Array("socket:[".utf8)
  private static let namespacePrefix = Array("net:[".utf8)

  /// The number in `prefix` `NUMBER` `]`, which is all of the first `count` bytes of `text`.
  private static func bracketed(
    _ text: [UInt8], _ count: Int, after prefix: [UInt8]
  ) -> UInt64? {
    guard count > prefix.count + 1, count <= text.count, text[count - 1] == UInt8(ascii: "]")
    else { return nil }
    for index in prefix.indices where text[index] != prefix[index] { return nil }
    return ByteFields.decimal(text[prefix.count..<(count - 1)])
  }
}
