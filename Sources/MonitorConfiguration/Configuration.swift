package import SocketMonitor
package import TextSafety

/// What a user may fix for the screen: every value has a default, the program's own.
///
/// A configuration file changes some of them, the state file that the program writes itself changes
/// layouts on top, and the command line outranks both. Listings, JSON and CSV do not depend on it:
/// scripts get the same everywhere.
package struct Configuration: Hashable, Sendable {
  /// When colours or the announcements of ends are used.
  package enum Wish: CaseIterable, Hashable, Sendable {
    case automatic, always, never
  }

  /// Seconds between two polls.
  package var interval = 1.0
  /// The view that is shown first.
  package var view = ViewKind.sockets
  /// Options and a filter for a command line that chooses no sockets.
  package var options: [String] = []
  /// Ports and users as numbers.
  package var isNumeric = true
  /// A built-in theme, or a file of that name in the folder `themes`.
  package var theme = "default"
  package var color = Wish.automatic
  package var isASCII = false
  package var usesMouse = true
  /// Rates in bytes or bits; all amounts in powers of 1000 or 1024.
  package var quantity = QuantityText()
  package var isReadOnly = false
  /// Samples for which a new row stands out.
  package var flashingSamples = 2
  /// Samples for which a row that ended stays.
  package var lingeringSamples = 2
  /// Percent of one core that polls may take before the interval stretches; 0 for no limit.
  package var stretchPercent = Int(IntervalStretch.standardShare * 100)
  /// Whether the ends of sockets are heard.
  package var destroyEvents = Wish.automatic
  /// Ends per second from which on listening to them pauses.
  package var closeRate = 16_000
  /// Columns and order of each view.
  package var layouts: [ViewKind: ViewLayout] = Dictionary(
    uniqueKeysWithValues: ViewKind.allCases.map { ($0, .standard($0)) })
  package var keys = KeyMap()
  /// In the order of the file.
  package var filters: [SavedFilter] = []

  /// The program's own values.
  package init() {}

  /// The saved filter of that name; nil when there is none.
  package func filter(named name: String) -> SafeText? {
    filters.last { $0.name.string == name }?.text
  }
}
