internal import TextSafety

/// The control groups below a cgroup2 mount, by id.
///
/// The id of a group is the inode of its directory where inodes have 64 bits; that is also what
/// `name_to_handle_at` tells.
struct CgroupTree: Sendable {
  /// The mount point; nil without a cgroup2 hierarchy.
  let mount: String?
  private var paths: [UInt64: RawText] = [:]

  /// A walk stops at this many groups: beyond, ids stay without a name.
  static let limit = 50_000

  init(mount: String?) { self.mount = mount }

  /// The tree mounted in the caller's mount namespace, nothing of it read yet.
  static func mounted() -> CgroupTree {
    do throws(Errno) {
      let text = try FileContents.read("/proc/self/mountinfo", limit: 1 << 20)
      return CgroupTree(mount: MountTable.cgroup2(text).map { String(decoding: $0, as: UTF8.self) })
    } catch {
      return CgroupTree(mount: nil)
    }
  }

  /// The path of a group below the mount, `/` for its root; nil when the last walk did not see it.
  func path(_ id: UInt64) -> RawText? { paths[id] }

  /// Reads all groups anew. O(groups); about 30 µs each.
  mutating func walk() {
    paths = [:]
    guard let mount, let root = Syscall.cgroupID(of: mount) else { return }
    paths[root] = RawText(utf8: "/")
    var pending: [[UInt8]] = [[]]
    var chunk = [UInt8](repeating: 0, count: 32768)
    while let directory = pending.popLast(), paths.count < Self.limit {
      for (name, inode) in Self.children(of: directory, below: mount, &chunk) {
        let path = directory + [UInt8(ascii: "/")] + name
        paths[inode] = RawText(path)
        pending.append(path)
      }
    }
  }

  /// The id of the group at `path`: a path of the file system first, else one below the mount, as
  /// `ss` reads it; nil when there is none.
  func id(path: String) -> UInt64? {
    if let id = Syscall.cgroupID(of: path) { return id }
    return mount.flatMap { Syscall.cgroupID(of: "\($0)/\(path)") }
  }

  private static func children(
    of directory: [UInt8], below mount: String, _ chunk: inout [UInt8]
  ) -> [(name: [UInt8], inode: UInt64)] {
    var found: [(name: [UInt8], inode: UInt64)] = []
    do throws(Errno) {
      let path = Array(mount.utf8) + directory
      let file = try Syscall.open(bytes: path, isDirectory: true)
      while true {
        let count = try Syscall.readDirectory(file, into: &chunk)
        guard count > 0 else { break }
        DirectoryChunk.forEachDirectory(chunk, count: count) { inode, name in
          found.append((Array(name), inode))
        }
      }
    } catch {
      return found
    }
    return found
  }
}
