internal import MonitorConfiguration
internal import SocketMonitor
internal import TextSafety

extension UserConfiguration.Saving {
  /// Keeps the layouts of the views for the next start; what to say when it is done, or why it is
  /// not.
  func save(_ layouts: [(view: ViewKind, layout: ViewLayout)]) -> StatusMessage {
    var values = Configuration()
    for (view, layout) in layouts { values.layouts[view] = layout }
    return save(ConfigurationPrinter.state(of: values), in: \.state)
  }

  /// The same for filters with names.
  func save(_ filters: [SavedFilter]) -> StatusMessage {
    save(ConfigurationPrinter.file(of: filters), in: \.filters)
  }

  private func save(
    _ text: SafeText, in file: KeyPath<ConfigurationFolder, String>
  ) -> StatusMessage {
    switch self {
    case .refused(let reason): return StatusMessage(reason, severity: .warning)
    case .into(let folder):
      do throws(FileError) {
        try folder.save(text.utf8, in: folder[keyPath: file])
        return StatusMessage("saved in \(RawText(utf8: folder[keyPath: file]))")
      } catch {
        return StatusMessage(error.sentence, severity: .error)
      }
    }
  }
}
