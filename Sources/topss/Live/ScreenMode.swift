internal import CursesTerminal
internal import Dispatch
internal import Glibc
internal import LinuxHost
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import TerminalUI
internal import TextSafety

/// The full screen: takes the terminal, starts the session, and leaves the rest to the main queue.
enum ScreenMode {
  /// Runs until the user quits or a signal ends it; returns only when it cannot begin.
  @MainActor
  static func run(_ options: Options) throws {
    let names = SystemNames { MonitorSession.onMain { $0.handle(.namesResolved) } }
    var filter = FilterState(base: try base(of: options))
    let proposed = try apply(options.filterWords, to: &filter, names: names)
    parkStandardError()
    installCrashHandler()
    let screen = try openScreen(options)
    let depth = ColorDepth(colorCount: screen.colors)
    screen.setAppearance { Theme.terminal.appearance(of: $0, depth: depth) }
    let settings = MonitorState.Settings(
      hostName: HostName.current(in: options.namespace), isReadOnly: options.own.isReadOnly,
      glyphs: Glyphs(options.own.isASCII ? .ascii : .unicode), names: names,
      signals: signalChoices, utcOffset: LocalTime.utcOffset)
    let state = MonitorState(
      settings: settings, size: screen.size, interval: options.own.interval ?? 1,
      table: table(for: options), filter: filter,
      showsAllNamespaces: options.namespace == .all)
    let signaller = ProcessSignaller(names: names, allowsAncestors: options.own.allowsAncestors)
    let session = MonitorSession(
      state: state, screen: screen, signaller: signaller, names: names,
      history: options.own.ignoresConfiguration ? nil : FilterHistoryFile())
    session.start(plan: CollectionPlan(), events: options.own.eventPolicy)
    if let proposed { session.propose(proposed) }
    dispatchMain()
  }

  private static func base(of options: Options) throws -> FilterState.Base {
    let selected = try options.resolved(states: options.initialStates)
    return FilterState.Base(
      tables: selected.tables, families: selected.families, states: selected.states)
  }

  /// Puts the filter of the command line in force; returns it when it waits for host names.
  private static func apply(
    _ words: [String], to filter: inout FilterState, names: SystemNames
  ) throws -> SafeText? {
    guard !words.isEmpty else { return nil }
    let text = SafeText(RawText(utf8: words.joined(separator: " ")))
    switch filter.apply(text, names: names) {
    case .parsed: return nil
    case .needsHosts: return text
    case .failed(let error): throw FilterFailure(error: error, text: FilterText(words: words))
    }
  }

  private static func openScreen(_ options: Options) throws -> CursesScreen {
    let mode: ColorMode =
      switch options.own.color {
      case nil, .automatic: .automatic
      case .always: .always
      case .never: .never
      }
    do throws(ScreenError) {
      return try CursesScreen.open(
        CursesScreen.Options(colorMode: mode, usesMouse: !options.own.ignoresMouse))
    } catch {
      restoreStandardError()
      throw error
    }
  }

  private static func table(for options: Options) -> SocketTableState {
    let columns = options.own.columns ?? SocketTableState.standardColumns
    guard let order = options.own.order else { return SocketTableState(columns: columns) }
    let isDescending = order.isDescending ?? order.field.definition.unit.sortsDescending
    return SocketTableState(
      columns: columns, order: RowOrder(order.field, descending: isDescending))
  }

  /// TERM first, then all others by number.
  private static var signalChoices: [SignalChoice] {
    let first = SignalName.terminate
    let others = SignalName.all.filter { $0.number != first.number }
    return ([first] + others).map { SignalChoice(number: $0.number, name: $0.name) }
  }
}
