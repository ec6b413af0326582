internal import Dispatch
internal import LinuxHost
internal import TextSafety

/// The filters that were committed, kept from run to run: one a line, the oldest first.
///
/// It is a convenience: what cannot be read or written is left out in silence.
final class FilterHistoryFile: Sendable {
  /// The most filters that are kept.
  private static let limit = 200

  private let folder: StateFolder
  private let queue = DispatchQueue(label: "history")

  /// The file below `$XDG_STATE_HOME`, else `~/.local/state`; nil without a place of the user's
  /// own, as under sudo with the caller's home.
  init?() {
    guard let folder = StateFolder.standard else { return nil }
    self.folder = folder
  }

  private var path: String { folder.path("filter-history") }

  /// Reads the file; `answer` is called on the file's queue.
  func load(answer: @escaping @Sendable ([SafeText]) -> Void) {
    queue.async { [self] in answer(lines()) }
  }

  /// Adds a filter to what the file holds now: other runs may have added theirs.
  func remember(_ filter: SafeText) {
    queue.async { [self] in
      var lines = lines().filter { $0 != filter }
      lines.append(filter)
      let bytes = lines.suffix(Self.limit).flatMap { $0.utf8 + [UInt8(ascii: "\n")] }
      do throws(Errno) {
        try folder.make()
        try PrivateFile.replace(path, with: bytes)
      } catch {
        return
      }
    }
  }

  /// Ends when everything that was to be remembered is written.
  func finish() { queue.sync {} }

  private func lines() -> [SafeText] {
    guard let bytes = try? PrivateFile.read(path) else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.limit)
    return lines.map { SafeText(RawText(Array($0))) }
  }
}
