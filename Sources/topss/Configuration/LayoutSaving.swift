internal import MonitorConfiguration
internal import SocketMonitor
internal import TextSafety

/// Keeps the layouts of the views for the next start.
enum LayoutSaving {
  /// What to say when it is done, or why it is not.
  static func save(
    _ layouts: [(view: ViewKind, layout: ViewLayout)], _ saving: UserConfiguration.Saving
  ) -> StatusMessage {
    switch saving {
    case .refused(let reason): return StatusMessage(reason, severity: .warning)
    case .into(let folder):
      var values = Configuration()
      for (view, layout) in layouts { values.layouts[view] = layout }
      do throws(FileError) {
        try folder.save(state: ConfigurationPrinter.state(of: values).utf8)
        return StatusMessage("saved in \(RawText(utf8: folder.state))")
      } catch {
        return StatusMessage(error.sentence, severity: .error)
      }
    }
  }
}
