internal import CursesTerminal
internal import Dispatch
internal import Glibc
internal import TerminalUI

/// The loop of the probe, and a pattern for that of the real program.
@MainActor
final class ProbeLoop {
  private let screen: CursesScreen
  private let floods: Bool
  private var sources: [any DispatchSourceProtocol] = []
  private var timer: (any DispatchSourceTimer)?
  private var writeSource: (any DispatchSourceWrite)?
  private var picture = ProbePicture()
  /// Signal sources that do not watch yet; before that their signals are ignored.
  private var unregistered = 7

  init(_ screen: CursesScreen, floods: Bool) {
    self.screen = screen
    self.floods = floods
  }

  func start() {
    screen.setAppearance(ProbePicture.appearance)
    let input = DispatchSource.makeReadSource(
      fileDescriptor: screen.inputDescriptor, queue: .main)
    input.setEventHandler { MainActor.assumeIsolated { self.readInput() } }
    input.resume()
    sources.append(input)
    for number in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
      watch(number) { $0.quit(128 + number) }
    }
    watch(SIGWINCH) { loop in
      loop.screen.resize()
      loop.show()
    }
    watch(SIGTSTP) { $0.stop() }
    watch(SIGCONT) { $0.screen.resume() }
  }

  private func didRegister() {
    unregistered -= 1
    guard unregistered == 0 else { return }
    if floods { startFlood() }
    show()
  }

  private func watch(_ number: Int32, _ action: @escaping @MainActor (ProbeLoop) -> Void) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { action(self) } }
    source.setRegistrationHandler { MainActor.assumeIsolated { self.didRegister() } }
    source.resume()
    sources.append(source)
  }

  /// Frames all the time, each different.
  private func startFlood() {
    let timer = DispatchSource.makeTimerSource(queue: .main)
    timer.schedule(deadline: .now(), repeating: .milliseconds(5))
    timer.setEventHandler {
      MainActor.assumeIsolated {
        self.picture.flood &+= 1
        self.show()
      }
    }
    timer.resume()
    self.timer = timer
  }

  private func show() {
    screen.present(picture.canvas(screen.size, colors: screen.colors))
    finishWriting()
  }

  /// Goes on writing when the terminal takes more.
  private func finishWriting() {
    if screen.isLost { quit(1) }
    guard screen.wantsToWrite, writeSource == nil else { return }
    let source = DispatchSource.makeWriteSource(
      fileDescriptor: screen.outputDescriptor, queue: .main)
    source.setEventHandler {
      MainActor.assumeIsolated {
        self.screen.flush()
        if self.screen.isLost { self.quit(1) }
        guard !self.screen.wantsToWrite else { return }
        self.writeSource?.cancel()
        self.writeSource = nil
      }
    }
    source.resume()
    writeSource = source
  }

  private func readInput() {
    for event in screen.readEvents() { obey(event) }
    if screen.isLost { quit(1) }
    show()
  }

  private func obey(_ event: InputEvent) {
    picture.add(event)
    switch event {
    case .key(.character("q")): quit(0)
    case .key(.control("l")): screen.redraw()
    case .key(.control("z")): stop()
    case .key(.character("s")): timer?.cancel()
    case .key(.function(2)): picture.changes += 1
    case .key(.function(3)): screen.flushInput()
    case .key(.function(5)): crash(SIGILL)
    case .key(.function(6)): overflow(1)
    case .key(.function(7)): crashOnWorker()
    case .key, .paste, .mouse: break
    }
  }

  private func stop() {
    screen.suspend()
    kill(getpid(), SIGSTOP)
  }

  private func crash(_ number: Int32) {
    precondition(number == 0, "the probe fails")
  }

  /// Unoptimised, because the optimiser makes a loop of it.
  @_optimize(none) @discardableResult private func overflow(_ depth: Int) -> Int {
    depth == 0 ? 0 : overflow(depth &+ 1) &+ depth
  }

  private func crashOnWorker() {
    DispatchQueue.global().async {
      coverThreadByCrashHandler()
      raise(SIGSEGV)
    }
  }

  private func quit(_ status: Int32) {
    screen.close()
    exit(status)
  }
}
