package import SocketMetrics
package import SocketModel
package import TerminalUI
package import TextSafety

/// All that the screen shows and all that a key depends on.
///
/// Only `apply` changes it, only `MonitorView` reads it; it touches nothing outside itself.
package struct MonitorState: Sendable {
  /// What the command line and the configuration fix for the whole run.
  package struct Settings: Sendable {
    package var hostName: SafeText
    /// Kills and destroys are not offered, and no key brings them back.
    package var isReadOnly: Bool
    package var glyphs: Glyphs
    package var names: any SocketNames
    /// What the signal menu offers, the default first.
    package var signals: [SignalChoice]
    /// Seconds to add to Unix time for the local time of day.
    package var utcOffset: Int

    package init(
      hostName: SafeText, isReadOnly: Bool, glyphs: Glyphs, names: any SocketNames,
      signals: [SignalChoice], utcOffset: Int
    ) {
      self.hostName = hostName
      self.isReadOnly = isReadOnly
      self.glyphs = glyphs
      self.names = names
      self.signals = signals
      self.utcOffset = utcOffset
    }
  }

  package let settings: Settings
  package internal(set) var size: Size
  /// The newest sample, nil before the first; the one that is shown while paused.
  package internal(set) var sample: Sample?
  /// The newest sample that came while the screen was paused.
  var heldSample: Sample?
  package internal(set) var owners = OwnerTable()
  /// Seconds between polls.
  package internal(set) var interval: Double
  package internal(set) var isPaused = false
  package internal(set) var isNumeric = true
  package internal(set) var table: SocketTableState
  package internal(set) var filter: FilterState
  package internal(set) var overlay = Overlay.none
  package internal(set) var status: StatusMessage?
  /// The menu position of the signal that was sent last.
  var lastSignal = 0
  /// Filters that were committed, oldest first.
  package internal(set) var filterHistory: [SafeText] = []
  /// The latest instant that an event brought.
  package internal(set) var now = MonotonicTime(nanoseconds: 0)

  package init(
    settings: Settings, size: Size, interval: Double, table: SocketTableState,
    filter: FilterState
  ) {
    self.settings = settings
    self.size = size
    self.interval = interval
    self.table = table
    self.filter = filter
  }

  /// The intervals that `+` and `-` step through, in seconds.
  package static let intervals: [Double] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60]

  /// The most filters that are remembered.
  static let historyLimit = 200
}

/// What lies over the table and takes the keys.
package enum Overlay: Sendable {
  case none
  case filterPrompt(FilterPrompt)
  case help(top: Int)
  case sortMenu(Menu)
  case signal(SignalDialog)
}
