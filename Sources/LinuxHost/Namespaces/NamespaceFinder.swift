internal import Glibc
package import SocketModel
internal import TextSafety

/// A network namespace that the monitor does not live in.
package struct FoundNamespace: Hashable, Sendable {
  /// Its name for people, and its inode.
  package var name: NetworkNamespaceName
  /// The file that leads into it: `/run/netns/NAME` or `/proc/PID/ns/net`.
  package var path: String

  package init(name: NetworkNamespaceName, path: String) {
    self.name = name
    self.path = path
  }

  /// Opens the way into it; throws the errno, `ESTALE` when another namespace is behind the path
  /// by now.
  package func open() throws(Errno) -> FileDescriptor {
    let file = try Syscall.open(path)
    guard try Syscall.inode(of: file) == name.inode else { throw Errno(rawValue: ESTALE) }
    return file
  }
}

/// Looks for network namespaces: those with a name under `/run/netns`, and those that a process
/// lives in.
package struct NamespaceFinder: Sendable {
  /// What a search found.
  package struct Result: Sendable {
    /// One element per namespace, its own excluded; named ones first, then by pid.
    package var namespaces: [FoundNamespace] = []
    /// The inode of the calling thread's own namespace; nil when it may not be read.
    package var own: UInt64?
    /// Processes whose namespace may not be read: some of them may live in others.
    package var unreadableProcesses = 0
  }

  private let procRoot: String
  private let directory: String

  /// A finder over these directories.
  package init(procRoot: String = "/proc", directory: String = "/run/netns") {
    self.procRoot = procRoot
    self.directory = directory
  }

  /// Searches now: one link per process.
  package func find() -> Result {
    var proc = ProcFS(root: procRoot)
    var result = Result()
    result.own = proc.ownNetworkNamespace()
    var seen: Set<UInt64> = []
    if let own = result.own { seen.insert(own) }
    for found in named() where seen.insert(found.name.inode).inserted {
      result.namespaces.append(found)
    }
    for entry in proc.processes() {
      guard let inode = proc.networkNamespace(of: entry.number) else {
        if Self.isHidden(entry.number, &proc) { result.unreadableProcesses += 1 }
        continue
      }
      guard seen.insert(inode).inserted else { continue }
      let name = Self.name(of: entry.number, inode: inode, &proc)
      result.namespaces.append(
        FoundNamespace(
          name: NetworkNamespaceName(name: name, inode: inode),
          path: "\(procRoot)/\(entry.number)/ns/net"))
    }
    return result
  }

  /// The files of the directory behind which there is a namespace, by name.
  private func named() -> [FoundNamespace] {
    guard let device = Self.device(of: "\(procRoot)/thread-self/ns/net") else { return [] }
    var found: [FoundNamespace] = []
    for name in Self.names(in: directory) {
      let path = "\(directory)/\(String(decoding: name, as: UTF8.self))"
      guard Self.device(of: path) == device, let inode = Self.inode(of: path) else { continue }
      found.append(
        FoundNamespace(
          name: NetworkNamespaceName(name: RawText(name), inode: inode), path: path))
    }
    return found
  }

  private static func names(in directory: String) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var chunk = [UInt8](repeating: 0, count: 32768)
    do throws(Errno) {
      let file = try Syscall.open(directory, isDirectory: true)
      while true {
        let count = try Syscall.readDirectory(file, into: &chunk)
        guard count > 0 else { break }
        DirectoryChunk.forEach(chunk, count: count) { _, name, _ in names.append(Array(name)) }
      }
    } catch {
      return []
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func inode(of path: String) -> UInt64? {
    do throws(Errno) {
      return try Syscall.inode(of: try Syscall.open(path))
    } catch {
      return nil
    }
  }

  /// All namespaces are files of one file system; what else lies in the directory is none.
  private static func device(of path: String) -> UInt64? {
    do throws(Errno) {
      return try Syscall.device(of: try Syscall.open(path))
    } catch {
      return nil
    }
  }

  private static func isHidden(_ pid: Int32, _ proc: inout ProcFS) -> Bool {
    do throws(Errno) {
      let stat = try proc.stat(of: pid)
      return !stat.isKernelThread && !stat.isZombie
    } catch {
      return false
    }
  }

  /// The container that a process lives in, else `net:[INODE]`.
  private static func name(of pid: Int32, inode: UInt64, _ proc: inout ProcFS) -> RawText {
    proc.group(of: pid)?.container?.label ?? RawText(utf8: "net:[\(inode)]")
  }
}
