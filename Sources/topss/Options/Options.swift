internal import SocketModel
internal import SocketReport

/// A command line, understood: what to do, which sockets to show, and what of them.
struct Options: Hashable, Sendable {
  /// What the program does.
  enum Mode: Hashable, Sendable {
    case help, version, diagnose, printConfiguration
    /// The full screen.
    case screen
    /// One listing as `ss` prints it, or one JSON object, or CSV.
    case once
    /// A listing each interval.
    case batch
    /// What opens, changes and ends, a line each.
    case follow
    /// `-E`: sockets as they are destroyed, until interrupted.
    case events
    /// `-K`: the listing's sockets are destroyed.
    case kill
    /// `-D`: raw messages to a file; a name that begins with `-` is standard output.
    case dump(file: String)

    /// Whether the mode looks at sockets, and so at a network namespace.
    var readsSockets: Bool {
      switch self {
      case .help, .version, .printConfiguration: false
      case .diagnose, .screen, .once, .batch, .follow, .events, .kill, .dump: true
      }
    }
  }

  /// `-s`.
  enum Summary: Hashable, Sendable {
    case none
    /// Nothing but the summary: neither a table nor a filter was asked for.
    case alone
    case beforeListing
  }

  /// What is a terminal.
  struct Terminals: Hashable, Sendable {
    var input: Bool
    var output: Bool
  }

  var mode = Mode.once
  var summary = Summary.none
  var selection = Selection()
  /// What a listing shows; `showsNetid` and `showsState` follow from `report(for:)`.
  var shown = ReportOptions()
  /// The filter's words in order, leading `state` and `exclude` words included.
  var filterWords: [String] = []
  /// `-F`: the filter goes on in this file; a name that begins with `-` is standard input. One
  /// that cannot be opened is exit status 255.
  var filterFile: String?
  /// `-N` and `--netns`; nil for the program's own.
  var namespace: OwnOptions.Namespace?
  var own = OwnOptions()
  /// Whether there are security contexts to show.
  var hasContexts = false

  /// The states that the filter's leading words go on from; see `Selection.initialStates`.
  var initialStates: StateSet? {
    selection.initialStates(forScreen: isLive).map { states in
      let grouped = states.intersection(groupedStates)
      return grouped.isEmpty ? states : grouped
    }
  }

  /// The states that groups hold. Listings are those of `ss` before 6.8: sockets that are bound and
  /// nothing else are in them only when their state was asked for by its name. Its manual page has
  /// it so to this day, and the kernel walks a table of its own for them, a tenth of the time of a
  /// dump.
  var groupedStates: StateSet { mode == .screen ? .all : .allButBound }

  /// Whether, as on the screen, all states and the internet tables show unless others were chosen.
  private var isLive: Bool { mode == .screen || mode == .follow }

  /// Tables, families and states, `states` being those after the filter's leading words.
  ///
  /// Throws when nothing is left to show, or when the mode has no use for what is left.
  func resolved(states: StateSet?) throws(OptionError) -> ResolvedSelection {
    var result =
      try isLive
      ? selection.resolvedForScreen(states: states) : selection.resolved(states: states)
    if states?.isEmpty ?? true { result.states.formIntersection(groupedStates) }
    guard !isLive else { return result }
    if case .dump = mode, !result.tables.contains(.tcp) { throw OptionError(.dumpWithoutTCP) }
    if mode == .events, !result.canHearEvents { throw OptionError(.noEvents) }
    return result
  }

  /// The listing's options with the columns that vanish, and the width it is spread over: nil
  /// when standard output is not a terminal.
  func report(for resolved: ResolvedSelection, width: Int?) -> ReportOptions {
    var report = shown
    report.showsNetid = !resolved.hidesNetid
    report.showsState = !resolved.hidesState
    report.width = width
    return report
  }
}
