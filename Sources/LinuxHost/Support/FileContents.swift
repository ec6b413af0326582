/// Whole small files, read with a limit.
package enum FileContents {
  /// The first `limit` bytes of the file at `path`.
  ///
  /// For `/proc`, `/sys` and `/etc`: a file that ends early, or that a process's exit cuts short,
  /// gives what came. Throws the errno of opening, or of reading when nothing came.
  package static func read(
    _ path: String, at directory: Int32 = Syscall.workingDirectory, limit: Int = 65536
  ) throws(Errno) -> [UInt8] {
    let file = try Syscall.open(path, at: directory)
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(limit, 1), 16384))
    while contents.count < limit {
      let count: Int
      do throws(Errno) {
        count = try Syscall.read(file, into: &chunk)
      } catch {
        guard !contents.isEmpty else { throw error }
        break
      }
      guard count > 0 else { break }
      contents.append(contentsOf: chunk.prefix(min(count, limit - contents.count)))
    }
    return contents
  }

  /// All that can be read from a descriptor that others own, from where it stands.
  ///
  /// Throws the errno of reading, and `EFBIG` when more than `limit` bytes come.
  package static func whole(of number: Int32, limit: Int) throws(Errno) -> [UInt8] {
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = try Syscall.read(number: number, into: &chunk)
      guard count > 0 else { return contents }
      contents.append(contentsOf: chunk.prefix(count))
      guard contents.count <= limit else { throw .tooLarge }
    }
  }
}
