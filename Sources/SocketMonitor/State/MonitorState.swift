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
    /// Samples for which a row that ended stays; 0 for not at all.
    package var lingeringSamples: Int
    /// Samples for which a new row stands out; 0 for not at all.
    package var flashingSamples = 2
    package var keys: KeyMap
    /// Filters with names, in the order of the configuration.
    package var savedFilters: [SavedFilter] = []
    /// How amounts are written.
    package var quantity: QuantityText

    package init(
      hostName: SafeText, isReadOnly: Bool, glyphs: Glyphs, names: any SocketNames,
      signals: [SignalChoice], utcOffset: Int, lingeringSamples: Int = 2,
      keys: KeyMap = KeyMap(),
      quantity: QuantityText = QuantityText()
    ) {
      self.hostName = hostName
      self.isReadOnly = isReadOnly
      self.glyphs = glyphs
      self.names = names
      self.signals = signals
      self.utcOffset = utcOffset
      self.lingeringSamples = lingeringSamples
      self.keys = keys
      self.quantity = quantity
    }
  }

  package let settings: Settings
  package internal(set) var size: Size
  /// The sample that is shown, nil before the first: the newest, with the rows that ended a moment
  /// ago at the end of its records; the one before while paused.
  package internal(set) var sample: Sample?
  /// Records of `sample` that live; those from here on have ended.
  package internal(set) var liveCount = 0
  /// The newest sample that came while the screen was held.
  var heldSample: Sample?
  /// Something that rows depend on changed while the screen was held.
  var isStale = false
  package internal(set) var owners = OwnerTable()
  /// The other ends of the rows in view, or of all rows where something needs them; nil before they
  /// are looked for.
  var others: OtherEndFinder?
  /// For which sockets of the sample `others` was made; nil for all.
  var othersWanted: [SocketIdentity]? = []
  /// Where to look for other ends in the sample; nil before the first are looked for.
  var endPlaces: OtherEndPlaces?
  /// Counts the changes of what rows are chosen and ordered by, owners apart.
  var rowsRevision = 0
  /// Counts the changes of owners.
  var ownersRevision = 0
  var commandLines = CommandLineBook()
  /// The sockets of all network namespaces are shown, not those of the own one only.
  package internal(set) var showsAllNamespaces: Bool
  /// Seconds between polls.
  package internal(set) var interval: Double
  /// Seconds between polls as they are made, where they cost too much for `interval`; else nil.
  package internal(set) var stretchedInterval: Double?
  package internal(set) var isPaused = false
  package internal(set) var isNumeric = true
  package internal(set) var view = ViewKind.sockets
  /// One per view, by its raw value.
  var tables: [SocketTableState]
  /// The groups of the view; empty when its rows do not stand in groups.
  package internal(set) var groups: [RowGroup] = []
  /// What `groups` and `listeners` were made of; nil for groups that cannot be used again.
  var groupsBasis: GroupBasis?
  var listenersBasis: RowBasis?
  /// The listeners, while that view shows.
  package internal(set) var listeners: [ListenerStats] = []
  /// The host at a glance, while that view shows.
  package internal(set) var summary: SummaryModel?
  /// The host's counters of the newest sample, and of the one before it.
  var latestHost: HostCounters?
  var hostBefore: HostCounters?
  package internal(set) var events = EventLog()
  package internal(set) var totals = TotalsHistory()
  package internal(set) var history = SocketHistory()
  package internal(set) var filter: FilterState
  package internal(set) var tags: Set<SocketIdentity> = []
  package internal(set) var taggedTotals: TaggedTotals?
  /// The process whose sockets are shown only.
  package internal(set) var followed: SocketOwner?
  /// The order that `f` holds.
  var frozen: FrozenOrder?
  package internal(set) var mark: CounterMark?
  package internal(set) var search: RowSearch?
  package internal(set) var detail: DetailState?
  package internal(set) var overlay = Overlay.none
  package internal(set) var status: StatusMessage?
  /// No key was pressed yet: the status line says how to begin.
  package internal(set) var isFresh = true
  /// The menu position of the signal that was sent last.
  var lastSignal = 0
  /// Filters that were committed, oldest first.
  package internal(set) var filterHistory: [SafeText] = []
  /// Filters with names; at first those of `settings`.
  package internal(set) var savedFilters: [SavedFilter]
  /// The first tick: since then data is waited for.
  var begun: MonotonicTime?
  /// Ends of sockets that were announced and lost since the start.
  package internal(set) var lostEnds = 0
  /// The latest instant that an event brought.
  package internal(set) var now = MonotonicTime(nanoseconds: 0)

  package init(
    settings: Settings, size: Size, interval: Double, table: SocketTableState,
    filter: FilterState, showsAllNamespaces: Bool = false
  ) {
    self.settings = settings
    self.size = size
    self.interval = interval
    tables = SocketTableState.all(sockets: table)
    self.filter = filter
    savedFilters = settings.savedFilters
    self.showsAllNamespaces = showsAllNamespaces
    if showsAllNamespaces { adjustNamespaceColumn() }
  }

  /// The table of the view that shows.
  package internal(set) var table: SocketTableState {
    get { tables[view.rawValue] }
    _modify { yield &tables[view.rawValue] }
  }

  /// The intervals that `+` and `-` step through, in seconds.
  package static let intervals: [Double] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60]

  /// The most filters that are remembered.
  static let historyLimit = 200

  /// Whether the rows stand still: paused, or under a dialog.
  var isHeld: Bool { isPaused || overlay.holdsRows }
}
