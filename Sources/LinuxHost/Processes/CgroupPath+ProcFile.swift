package import SocketModel
internal import TextSafety

extension CgroupPath {
  /// Reads the bytes of `/proc/PID/cgroup`: the cgroup2 line unless it is the root, else systemd's
  /// own hierarchy, else the longest path of the version 1 hierarchies. Nil when there is none.
  package init?(procFile text: [UInt8]) {
    var best: (rank: Int, path: ArraySlice<UInt8>)?
    for line in ByteFields.lines(text) {
      let fields = line.split(
        separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let rank = Self.rank(controllers: Array(fields[1]), path: fields[2])
      if best.map({ rank > $0.rank }) ?? true { best = (rank, fields[2]) }
    }
    guard let best else { return nil }
    self.init(RawText(best.path))
  }

  private static func rank(controllers: [UInt8], path: ArraySlice<UInt8>) -> Int {
    guard path.count > 1 else { return controllers.isEmpty ? 1 : 0 }
    if controllers.isEmpty { return Int.max }
    if controllers == Array("name=systemd".utf8) { return Int.max - 1 }
    return 1 + path.count
  }
}

extension ProcFS {
  /// The control group of a process; nil when it may not be read.
  mutating func group(of pid: Int32) -> CgroupPath? {
    do throws(Errno) {
      return CgroupPath(procFile: try contents("cgroup", of: pid, limit: 16384))
    } catch {
      return nil
    }
  }
}
