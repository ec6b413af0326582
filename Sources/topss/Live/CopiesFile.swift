internal import LinuxHost
internal import SocketMonitor
internal import TextSafety

/// The file that takes copies where the terminal has no clipboard: one a line, the newest last,
/// readable by nobody else.
enum CopiesFile {
  /// Adds a line, and says where it stands or why it does not.
  static func add(_ text: SafeText) -> StatusMessage {
    guard let folder = StateFolder.standard else {
      return StatusMessage("not copied: no folder of this user's own for it", severity: .warning)
    }
    let path = folder.path("copies")
    do throws(Errno) {
      try folder.make()
      try PrivateFile.replace(path, with: try earlier(path) + text.utf8 + [newline])
    } catch {
      return StatusMessage(
        "not copied: \(RawText(utf8: path)): \(error.text)", severity: .error)
    }
    return StatusMessage("copied to \(RawText(utf8: path))")
  }

  private static let newline = UInt8(ascii: "\n")

  /// Bytes of earlier copies that are kept.
  private static let limit = 1 << 19

  /// The lines that the file holds, of very many the last; nothing when there is none yet.
  private static func earlier(_ path: String) throws(Errno) -> ArraySlice<UInt8> {
    do throws(Errno) {
      let bytes = try PrivateFile.read(path)[...]
      guard bytes.count > limit else { return bytes }
      return bytes.suffix(limit).drop { $0 != newline }.dropFirst()
    } catch {
      guard error == .noSuchFile else { throw error }
      return []
    }
  }
}
