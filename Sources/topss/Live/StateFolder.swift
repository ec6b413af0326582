internal import LinuxHost

/// The folder for what the program keeps from run to run: below `$XDG_STATE_HOME`, else
/// `~/.local/state`.
struct StateFolder: Sendable {
  /// Each below the one before; the last is the folder.
  private let directories: [String]

  /// Nil without a place of the user's own, as under sudo with the caller's home.
  static var standard: StateFolder? {
    guard let (base, below) = place else { return nil }
    guard (try? PrivateFile.isOwnDirectory(base)) == true else { return nil }
    var directories: [String] = []
    for name in below + ["topss"] { directories.append("\(directories.last ?? base)/\(name)") }
    return StateFolder(directories: directories)
  }

  /// A directory that must be there already, and those that are made below it.
  private static var place: (base: String, below: [String])? {
    if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") { return (state, []) }
    guard let home = Environment.value("HOME"), home.hasPrefix("/") else { return nil }
    return (home, [".local", "state"])
  }

  /// A file in the folder.
  func path(_ name: String) -> String { "\(directories.last ?? "")/\(name)" }

  /// Makes what is missing; refuses what others own or can write to.
  func make() throws(Errno) {
    for directory in directories { try PrivateFile.makeDirectory(directory) }
  }
}
