internal import LinuxHost
internal import TextSafety

/// The folder that holds `config`, `state`, `filters` and `themes`.
struct ConfigurationFolder: Hashable, Sendable {
  var path: String

  /// `$XDG_CONFIG_HOME/topss`, else `$HOME/.config/topss`; nil without either. The variables count
  /// also in a program with more rights than its caller, because each file is checked.
  static var standard: ConfigurationFolder? {
    func absolute(_ name: String) -> String? {
      guard let path = Surroundings.variable(name), path.hasPrefix("/") else { return nil }
      return path
    }
    if let folder = absolute("XDG_CONFIG_HOME") {
      return ConfigurationFolder(path: folder + "/topss")
    }
    return absolute("HOME").map { ConfigurationFolder(path: $0 + "/.config/topss") }
  }

  var configuration: String { path + "/config" }
  var state: String { path + "/state" }
  var filters: String { path + "/filters" }
  func theme(_ name: String) -> String { path + "/themes/" + name }

  /// Puts `bytes` into `file`, one of the folder's, in one step; see `PrivateFile`.
  ///
  /// The folder is made when it is missing; one that others own or can write to is refused.
  func save(_ bytes: [UInt8], in file: String) throws(FileError) {
    do throws(Errno) {
      try makeFolders()
      try PrivateFile.replace(file, with: bytes)
    } catch {
      throw FileError(
        name: RawText(utf8: file), isReading: false, code: error.rawValue, exitStatus: 1)
    }
  }

  /// Makes the folder and the one it is in, nothing above them.
  private func makeFolders() throws(Errno) {
    guard let slash = path.lastIndex(of: "/") else { return try PrivateFile.makeDirectory(path) }
    // `~/.config` may be anything that is there; only what is missing is made.
    let parent = String(path[..<slash])
    if (try? Syscall.status(of: parent)) == nil { try PrivateFile.makeDirectory(parent) }
    try PrivateFile.makeDirectory(path)
  }
}
