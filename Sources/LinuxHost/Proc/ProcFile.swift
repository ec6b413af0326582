/// A file of `/proc` that is read again and again through one descriptor.
///
/// It shows the network namespace of the thread that opened it, whoever reads it later.
package final class ProcFile {
  private let file: FileDescriptor

  /// Opens the file at `path`; nil when that fails.
  package init?(path: String) {
    guard let file = try? Syscall.open(path, []) else { return nil }
    self.file = file
  }

  /// Reads the whole file, at most `limit` bytes of it, into `bytes`, whose storage is reused.
  ///
  /// Returns false when a read fails; `bytes` then holds what came before.
  @discardableResult
  package func read(into bytes: inout [UInt8], limit: Int = ProcFile.limit) -> Bool {
    var count = 0
    if bytes.count < Self.page { bytes = [UInt8](repeating: 0, count: Self.page) }
    while count < limit {
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: count)) }
      let got = try? Syscall.read(file.number, at: count, into: &bytes, from: count)
      guard let got else {
        bytes.removeSubrange(count...)
        return false
      }
      if got == 0 { break }
      count &+= got
    }
    bytes.removeSubrange(min(count, bytes.count)...)
    return true
  }

  /// The contents of the file at `path`; nil when it cannot be opened or read.
  package static func contents(path: String, limit: Int = ProcFile.limit) -> [UInt8]? {
    guard let file = ProcFile(path: path) else { return nil }
    var bytes: [UInt8] = []
    return file.read(into: &bytes, limit: limit) ? bytes : nil
  }

  /// More than any table of `/proc/net` that a monitor should read.
  package static let limit = 64 << 20
  private static let page = 16 << 10
}
