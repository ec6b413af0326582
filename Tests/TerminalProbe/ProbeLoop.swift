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
    let signals = DispatchSource.makeReadSource(
      fileDescriptor: screen.signalDescriptor, queue: .main)
    signals.setEventHandler { MainActor.assumeIsolated { self.readSignals() } }
    signals.resume()
    sources.append(signals)
    if floods { startFlood() }
    show()
  }

  private func readSignals() {
    let news = screen.readSignals()
    if let number = news.end { quit(128 + number) }
    if news.hasRefusedToStop { picture.refusals += 1 }
    show()
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
    screen.askToStop()
    readSignals()
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
