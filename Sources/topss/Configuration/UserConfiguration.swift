internal import Glibc
internal import MonitorConfiguration
internal import SocketModel
internal import SocketMonitor
internal import TerminalUI
internal import TextSafety

/// The configuration of this start: what the files say, and what is wrong with them.
struct UserConfiguration: Sendable {
  /// Where layouts and filters can be saved.
  enum Saving: Hashable, Sendable {
    case into(ConfigurationFolder)
    /// Not at all; why.
    case refused(SafeText)
  }

  private(set) var values = Configuration()
  private(set) var theme = Theme.terminal
  /// Sentences on what could not be used, in the order of the files.
  private(set) var notices: [SafeText] = []
  private(set) var saving: Saving
  private let files: TrustedFile
  private let names: any SocketNames

  /// Reads the files that the options leave: `--config` that file only, `--no-config` none, else
  /// `config` and on top of it `state` and `filters` in the user's folder.
  ///
  /// - Throws: `ConfigurationError` when the file of `--config` cannot be used at all.
  init(
    _ options: OwnOptions, folder: ConfigurationFolder? = .standard,
    files: TrustedFile = .current, names: any SocketNames = NoNames()
  ) throws(ConfigurationError) {
    self.files = files
    self.names = names
    if options.ignoresConfiguration {
      saving = .refused("not saved: --no-config was given")
      return
    }
    if let file = options.configurationFile {
      saving = .refused("not saved: --config was given")
      do throws(TrustedFile.Refusal) {
        read(try files.contents(file), name: RawText(utf8: file))
      } catch {
        throw ConfigurationError(file: RawText(utf8: file), refusal: error)
      }
      loadTheme(beside: Self.folder(of: file))
      return
    }
    guard let folder else {
      saving = .refused("not saved: neither XDG_CONFIG_HOME nor HOME is set")
      return
    }
    saving = .into(folder)
    readIfThere(folder.configuration)
    readIfThere(folder.state)
    let configured = values.filters
    readIfThere(folder.filters)
    for place in values.filters.indices where !configured.contains(values.filters[place]) {
      values.filters[place].isOwn = true
    }
    loadTheme(beside: folder)
  }

  /// Adds a sentence on what could not be used.
  mutating func note(_ sentence: SafeText) { notices.append(sentence) }

  private static func folder(of file: String) -> ConfigurationFolder {
    guard let slash = file.lastIndex(of: "/") else { return ConfigurationFolder(path: ".") }
    return ConfigurationFolder(path: String(file[..<slash]))
  }

  private mutating func readIfThere(_ file: String) {
    do throws(TrustedFile.Refusal) {
      read(try files.contents(file), name: RawText(utf8: file))
    } catch {
      guard error != .cannotOpen(ENOENT), error != .cannotOpen(ENOTDIR) else { return }
      notices.append("\(RawText(utf8: file)): \(error.sentence)")
    }
  }

  private mutating func read(_ bytes: [UInt8], name: RawText) {
    let (read, problems) = ConfigurationParser.parse(RawText(bytes), onto: values, names: names)
    values = read
    notices += problems.map { "\(name), \($0.text(showsWords: !files.isPrivileged))" }
  }

  /// The theme that the configuration names: built in, or a file.
  private mutating func loadTheme(beside folder: ConfigurationFolder) {
    if let known = Theme.named(values.theme) {
      theme = known
      return
    }
    let file = folder.theme(values.theme)
    let name = RawText(utf8: file)
    do throws(TrustedFile.Refusal) {
      let bytes = try files.contents(file)
      let (read, problems) = ThemeParser.parse(
        RawText(bytes), name: SafeText(RawText(utf8: values.theme)))
      theme = read
      notices += problems.map { problem in
        guard !files.isPrivileged else { return "\(name), line \(problem.line): not understood" }
        return "\(name), line \(problem.line): \(problem.reason.text)"
      }
    } catch {
      notices.append("\(name): \(error.sentence)")
    }
  }
}

/// The file of `--config` cannot be used.
struct ConfigurationError: Error {
  var file: RawText
  var refusal: TrustedFile.Refusal

  var sentence: SafeText { "cannot use the configuration \(file): \(refusal.sentence)" }
}
