internal import CursesTerminal
internal import Dispatch
internal import Glibc
internal import LinuxHost
internal import MonitorConfiguration
internal import SocketFilter
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import SocketReport
internal import TerminalUI
internal import TextSafety

/// The full screen: takes the terminal, starts the session, and leaves the rest to the main queue.
enum ScreenMode {
  /// Runs until the user quits or a signal ends it; returns only when it cannot begin.
  @MainActor
  static func run(
    _ options: Options, _ user: UserConfiguration, names: SystemNames
  ) throws {
    let values = user.values
    var filter = FilterState(base: try base(of: options))
    let proposed = try apply(options.filterWords, saved: values, to: &filter, names: names)
    // Also above the screen: who quits finds them there.
    for notice in user.notices { StandardError.write("topss: \(notice)\n") }
    parkStandardError()
    installCrashHandler()
    let screen = try openScreen(options, values)
    let depth = ColorDepth(colorCount: screen.colors)
    let theme = self.theme(user)
    screen.setAppearance { theme.appearance(of: $0, depth: depth) }
    let signaller = ProcessSignaller(names: names, allowsAncestors: options.own.allowsAncestors)
    let session = MonitorSession(
      state: state(options, user, filter: filter, size: screen.size, names: names),
      screen: screen, signaller: signaller, names: names,
      history: options.own.ignoresConfiguration ? nil : FilterHistoryFile(), saving: user.saving)
    // Totals tell the whole of the internet tables, whatever is shown.
    var plan = CollectionPlan(tables: filter.base.tables.union(.internet))
    plan.readsGauges = false
    let closeRate = values.closeRate
    let events = options.own.eventPolicy(values)
    let share = values.stretchPercent == 0 ? nil : Double(values.stretchPercent) / 100
    // Already on the main queue, which another thread serves from now on.
    DispatchQueue.main.async { [plan] in
      MainActor.assumeIsolated {
        session.start(plan: plan, events: events, closeRate: closeRate, share: share)
        if let proposed { session.propose(proposed) }
      }
    }
    dispatchMain()
  }

  /// The default theme follows the terminal's background where `COLORFGBG` tells it.
  private static func theme(_ user: UserConfiguration) -> Theme {
    guard user.theme == .terminal, let colors = Environment.value("COLORFGBG") else {
      return user.theme
    }
    let background = colors.split(separator: ";").last
    return background == "7" || background == "15" ? .terminalOnLight : .terminal
  }

  /// What the screen begins with: the command line's wishes before the configuration's.
  private static func state(
    _ options: Options, _ user: UserConfiguration, filter: FilterState, size: Size,
    names: SystemNames
  ) -> MonitorState {
    let values = user.values
    let isASCII = options.own.isASCII || values.isASCII
    var settings = MonitorState.Settings(
      hostName: HostName.current(in: options.namespace),
      isReadOnly: options.own.isReadOnly || values.isReadOnly,
      glyphs: Glyphs(isASCII ? .ascii : .unicode), names: names, signals: signalChoices,
      utcOffset: Surroundings.utcOffset, lingeringSamples: values.lingeringSamples,
      keys: values.keys,
      quantity: values.quantity)
    settings.savedFilters = values.filters
    settings.flashingSamples = values.flashingSamples
    var state = MonitorState(
      settings: settings, size: size, interval: options.own.interval ?? values.interval,
      table: SocketTableState(), filter: filter,
      showsAllNamespaces: options.namespace == .all)
    for (view, layout) in values.layouts { state.arrange(view, as: layout) }
    state.arrange(.sockets, as: socketLayout(options, values))
    let isNumeric = options.shown.isNumeric || values.isNumeric
    state.begin(in: values.view, isNumeric: isNumeric && !options.shown.resolvesHosts)
    guard let first = user.notices.first else { return state }
    let more = user.notices.count - 1
    let text: SafeText = more > 0 ? "\(first) (and \(more) more)" : first
    _ = state.apply(.finished(.message(StatusMessage(text, severity: .warning))))
    return state
  }

  private static func socketLayout(_ options: Options, _ values: Configuration) -> ViewLayout {
    var layout = values.layouts[.sockets] ?? .standard(.sockets)
    if let columns = options.own.columns { layout.columns = columns.map(ViewColumn.field) }
    guard let order = options.own.order else { return layout }
    let column = ViewColumn.field(order.field)
    let isDescending = order.isDescending ?? TableOrder.sortsDescending(column)
    layout.order = TableOrder(column, descending: isDescending)
    return layout
  }

  private static func base(of options: Options) throws -> FilterState.Base {
    let selected = try options.resolved(states: options.initialStates)
    return FilterState.Base(
      tables: selected.tables, families: selected.families, states: selected.states,
      preferredFamily: selected.preferredFamily)
  }

  /// Puts the filter of the command line in force, the saved one for `@NAME`; returns it when it
  /// waits for host names.
  private static func apply(
    _ words: [String], saved values: Configuration, to filter: inout FilterState,
    names: SystemNames
  ) throws -> SafeText? {
    guard let first = words.first else { return nil }
    let saved =
      words.count == 1 && first.hasPrefix("@")
      ? values.filter(named: String(first.dropFirst())) : nil
    let text = saved ?? SafeText(RawText(utf8: words.joined(separator: " ")))
    switch filter.apply(text, names: names) {
    case .parsed: return nil
    case .needsHosts: return text
    case .failed(let error): throw FilterFailure(error: error, text: FilterText(words: words))
    }
  }

  private static func openScreen(
    _ options: Options, _ values: Configuration
  ) throws -> CursesScreen {
    let mode: ColorMode =
      switch (options.own.color, values.color) {
      case (.always, _), (nil, .always): .always
      case (.never, _), (nil, .never): .never
      case (.automatic, _), (nil, .automatic): .automatic
      }
    let usesMouse = values.usesMouse && !options.own.ignoresMouse
    do throws(ScreenError) {
      return try CursesScreen.open(
        CursesScreen.Options(colorMode: mode, usesMouse: usesMouse))
    } catch {
      restoreStandardError()
      throw error
    }
  }

  /// TERM first, then all others by number.
  private static var signalChoices: [SignalChoice] {
    let first = SignalName.terminate
    let others = SignalName.all.filter { $0.number != first.number }
    return ([first] + others).map { SignalChoice(number: $0.number, name: $0.name) }
  }
}
