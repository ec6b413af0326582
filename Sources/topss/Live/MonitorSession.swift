internal import CursesTerminal
internal import Dispatch
internal import Glibc
internal import LinuxHost
internal import SockDiag
internal import SocketMetrics
internal import SocketModel
internal import SocketMonitor
internal import TerminalUI
internal import TextSafety

/// The screen while it runs: events in, effects out, one frame after the last event of a burst.
@MainActor
final class MonitorSession {
  var state: MonitorState
  private let screen: CursesScreen
  private let signaller: ProcessSignaller
  private let names: SystemNames
  private let allowsKills: Bool
  private let history: FilterHistoryFile?
  private let saving: UserConfiguration.Saving
  private(set) var samplers: SamplerLoop?
  /// What the sampler was last asked to read.
  private var askedFor = (tables: SocketTables(), congestion: false, gauges: false)
  private var owners: OwnerLoop?
  let intake = LargeIntake()
  private var namespaces: NamespaceLoop?
  private let commandLines = CommandLineReader { answers in
    onMain { $0.handle(.commandLines(answers)) }
  }
  private var sources: [any DispatchSourceProtocol] = []
  private var writer: (any DispatchSourceWrite)?
  private var writerIsArmed = false
  private var frameIsDue = false
  /// Tells the age of the data when a sample does not come in time.
  private let ticker = Ticker { now in MonitorSession.current?.handle(.tick(now)) }

  init(
    state: MonitorState, screen: CursesScreen, signaller: ProcessSignaller, names: SystemNames,
    history: FilterHistoryFile?, saving: UserConfiguration.Saving
  ) {
    self.history = history
    self.saving = saving
    self.state = state
    self.names = names
    self.screen = screen
    self.signaller = signaller
    allowsKills = !state.settings.isReadOnly
  }

  /// Begins to poll, to listen to the terminal and to signals; the main queue does the rest.
  ///
  /// Polls may take `share` of a core before they come less often, nil for any.
  func start(
    plan: CollectionPlan, events: DestroyEventPolicy, closeRate: Int, share: Double?
  ) {
    watchTerminal()
    let tables = intake.owners
    let owners = OwnerLoop { table in
      guard tables.put(table) else { return }
      Self.onMain { $0.takeOwners() }
    }
    let sampler = SamplerLoop(
      plan: plan, events: events, closeRate: closeRate,
      lingeringSamples: state.settings.lingeringSamples, share: share, awaitsReader: true,
      stretched: { interval in Self.onMain { $0.handle(.stretched(interval)) } },
      deliver: { sample in
        owners.look(for: sample)
        Self.onMain { $0.take(sample) }
      })
    let namespaces = NamespaceLoop { set, hasChanged in
      sampler.show(set)
      owners.show(set)
      if hasChanged { sampler.pollNow() }
    }
    if state.showsAllNamespaces { namespaces.start() }
    self.owners = owners
    self.namespaces = namespaces
    samplers = sampler
    Self.current = self
    // The first dump takes as long as all else before the first frame: it goes on beside that.
    sampler.start(interval: state.interval)
    handle(.tick(HostClock.monotonic()))
    draw()
    history?.load { lines in Self.onMain { $0.handle(.filterHistory(lines)) } }
  }

  /// The session that runs; there is one terminal.
  private static var current: MonitorSession?

  /// What the main queue does with the running session.
  typealias Work = @MainActor @Sendable (MonitorSession) -> Void

  /// Hops to the main queue with the running session.
  nonisolated static func onMain(_ work: @escaping Work) {
    DispatchQueue.main.async { onCurrent(work) }
  }

  /// On the main queue: `work` with the running session.
  private nonisolated static func onCurrent(_ work: Work) {
    MainActor.assumeIsolated {
      guard let current else { return }
      work(current)
    }
  }

  /// Puts a filter in force whose host names must be looked up first.
  func propose(_ filter: SafeText) {
    intake.revision &+= 1
    for effect in state.propose(filter) { perform(effect) }
    requestFrame()
  }

  /// Changes the state, and does what follows from it.
  func handle(_ event: MonitorEvent) {
    // The main queue runs on whatever thread is free.
    coverThreadByCrashHandler()
    intake.revision &+= 1
    follow(state.apply(event))
  }

  /// Carries out what a change of the state wants done, and sees to it that a frame follows.
  func follow(_ effects: [MonitorEffect]) {
    for effect in effects { perform(effect) }
    let before = askedFor
    askedFor.tables = state.filter.base.tables
    askedFor.congestion = before.congestion || state.needsCongestionNames
    askedFor.gauges = before.gauges || state.needsGauges
    if askedFor != before {
      let extensions: InternetExtensions = askedFor.congestion ? .batch : .table
      samplers?.widen(to: askedFor.tables, extensions, gauges: askedFor.gauges)
    }
    ticker.arm(for: state.nextTick)
    requestFrame()
  }

  private func requestFrame() {
    guard !frameIsDue else { return }
    frameIsDue = true
    Self.onMain { $0.draw() }
  }

  private func draw() {
    guard frameIsDue else { return }
    frameIsDue = false
    screen.present(MonitorView.draw(state))
    afterOutput()
  }

  /// Waits for the terminal when it does not take everything; ends when it is gone.
  private func afterOutput() {
    if screen.isLost { end(status: 1) }
    guard screen.wantsToWrite != writerIsArmed else { return }
    writerIsArmed.toggle()
    if writerIsArmed { writer?.resume() } else { writer?.suspend() }
  }
}

/// The terminal and the signals.
extension MonitorSession {
  private func watchTerminal() {
    watch(reading: screen.inputDescriptor) { $0.readInput() }
    watch(reading: screen.signalDescriptor) { $0.readSignals() }
    let writer = DispatchSource.makeWriteSource(
      fileDescriptor: screen.outputDescriptor, queue: .main)
    writer.setEventHandler {
      Self.onCurrent { session in
        session.screen.flush()
        session.afterOutput()
      }
    }
    self.writer = writer
    writer.activate()
    writer.suspend()
  }

  private func watch(reading descriptor: Int32, _ work: @escaping Work) {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler { Self.onCurrent(work) }
    source.activate()
    sources.append(source)
  }

  func readInput() {
    let events = screen.readEvents()
    if screen.isLost { end(status: 1) }
    let now = HostClock.monotonic()
    if events.count > 1 { handle(.burst(now)) }
    for event in events { handle(.input(event, at: now)) }
  }

  private func readSignals() {
    let news = screen.readSignals()
    if let number = news.end { end(status: 128 + number) }
    handle(.resized(screen.size))
    afterOutput()
    guard news.hasRefusedToStop else { return }
    handle(.finished(.message(StatusMessage("no shell to suspend to", severity: .warning))))
  }

  /// Restores the terminal and ends the program.
  private func end(status: Int32) -> Never {
    screen.close()
    history?.finish()
    exit(status)
  }
}

/// What the state wants done.
extension MonitorSession {
  private func perform(_ effect: MonitorEffect) {
    guard allowsKills || !effect.isDeadly else { return }
    switch effect {
    case .quit: end(status: 0)
    case .suspend:
      screen.askToStop()
      readSignals()
    case .redraw: screen.redraw()
    case .setInterval(let seconds): samplers?.setInterval(seconds)
    case .pollNow: samplers?.pollNow()
    case .flushInput: screen.flushInput()
    case .pin(let targets):
      signaller.pin(targets) { pins in Self.onMain { $0.handle(.finished(.pinned(pins))) } }
    case .signal(let targets, let number):
      signaller.signal(targets, number: number) { answers in
        Self.onMain { $0.handle(.finished(.signalled(answers))) }
      }
    case .unpin: signaller.unpin()
    case .resolve(let hosts): resolve(hosts)
    case .rememberFilter(let filter): history?.remember(filter)
    case .readCommandLines(let owners): commandLines.read(owners)
    case .showNamespaces(let all): namespaces?.show(all: all)
    case .queryDetail(let record):
      samplers?.queryDetail(of: record) { detail in
        Self.onMain { $0.handle(.finished(.detail(detail, for: record.identity))) }
      }
    case .saveLayouts(let layouts): handle(.finished(.message(saving.save(layouts))))
    case .saveFilters(let filters): handle(.finished(.message(saving.save(filters))))
    case .destroy(let records): destroy(records)
    case .copy(let text): screen.copy(text)
    case .store(let text): handle(.finished(.message(CopiesFile.add(text))))
    }
  }

  private func destroy(_ records: [SocketRecord]) {
    guard allowsKills else { return }
    samplers?.destroy(records) { outcomes in
      let answers = zip(records, outcomes).map { DestroySentence.answer($1, for: $0) }
      Self.onMain { $0.handle(.finished(.destroyed(answers))) }
    }
  }

  /// Looks hosts up in the background, and goes on without those that take too long.
  private func resolve(_ hosts: [String]) {
    for host in hosts { _ = names.hosts.resolve(host: host) }
    DispatchQueue.main.asyncAfter(deadline: .now() + names.hosts.timeLimitSeconds + 0.1) {
      MainActor.assumeIsolated { Self.current?.handle(.namesResolved) }
    }
  }
}
