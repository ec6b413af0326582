import SocketFilter
import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import TextSafety

/// Someone at the keyboard: presses keys, waits for samples, reads the screen.
struct Person {
  var host: SampleFixture
  private(set) var state: MonitorState
  /// All effects so far.
  private(set) var effects: [MonitorEffect] = []
  private(set) var nanoseconds: UInt64 = 0

  init(
    _ columns: Int = 120, _ rows: Int = 40, host: SampleFixture = .webServer(),
    isReadOnly: Bool = false, glyphs: Glyphs = .unicode, samples: Int = 3,
    settings change: (inout MonitorState.Settings) -> Void = { _ in }
  ) {
    self.host = host
    var settings = MonitorState.Settings(
      hostName: "web-3", isReadOnly: isReadOnly, glyphs: glyphs, names: NoNames(),
      signals: [
        SignalChoice(number: 15, name: "TERM"), SignalChoice(number: 1, name: "HUP"),
        SignalChoice(number: 9, name: "KILL"),
      ], utcOffset: 0)
    change(&settings)
    state = MonitorState(
      settings: settings, size: Size(columns: columns, rows: rows), interval: 1,
      table: SocketTableState(), filter: FilterState(base: .standard))
    apply(.owners(host.owners))
    for _ in 0..<samples { waitForSample() }
  }

  mutating func apply(_ event: MonitorEvent) { effects += state.apply(event) }

  mutating func waitForSample() {
    let sample = host.poll()
    nanoseconds = max(nanoseconds, sample.snapshot.time.nanoseconds)
    apply(.owners(host.owners))
    apply(.sample(sample))
  }

  /// Each key half a second after the one before.
  mutating func press(_ keys: Key..., after seconds: Double = 0.5) {
    for key in keys { input(.key(key), after: seconds) }
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(.character(scalar)) }
  }

  mutating func input(_ event: InputEvent, after seconds: Double = 0.5) {
    nanoseconds += UInt64(seconds * 1e9)
    apply(.input(event, at: MonotonicTime(nanoseconds: nanoseconds)))
  }

  /// Keys that the program reads in one go.
  mutating func inputTogether(_ keys: [Key], after seconds: Double) {
    nanoseconds += UInt64(seconds * 1e9)
    let time = MonotonicTime(nanoseconds: nanoseconds)
    apply(.burst(time))
    for key in keys { apply(.input(.key(key), at: time)) }
  }

  mutating func click(_ row: Int, _ column: Int, _ action: MouseEvent.Action = .press) {
    input(.mouse(MouseEvent(action: action, position: Position(row: row, column: column))))
  }

  mutating func arrange(_ view: ViewKind, as layout: ViewLayout) { state.arrange(view, as: layout) }

  mutating func forgetEffects() { effects = [] }

  var screen: Canvas { MonitorView.draw(state) }

  var lines: [String] { screen.textGrid }

  var text: String { lines.joined(separator: "\n") }

  /// The line with the cursor, found by its style; empty for none.
  var cursorLine: String {
    let canvas = screen
    let rows = (0..<canvas.size.rows).filter { canvas[$0, 0]?.style.role == .cursor }
    return rows.first.map { canvas.textGrid[$0] } ?? ""
  }

  /// What the cursor is on.
  var selected: SocketIdentity? { state.selectedRow?.record.identity }
}
