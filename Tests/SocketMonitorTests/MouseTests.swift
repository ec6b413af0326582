import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import Testing

/// What the mouse does, at 80×24: titles of columns in line 5, rows from line 6, key bar in line 23.
struct MouseTests {
  /// Clicks on the first place where the screen shows `text`.
  private static func click(
    on text: String, _ person: inout Person, _ action: MouseEvent.Action = .press
  ) throws {
    let row = try #require(person.lines.firstIndex { $0.contains(text) })
    let line = person.lines[row]
    let place = try #require(line.firstRange(of: text))
    person.click(row, line.distance(from: line.startIndex, to: place.lowerBound), action)
  }

  @Test func `a click selects the row and the column`() throws {
    var person = Person(80, 24)
    try Self.click(on: "127.0.0.1:60122  127.0.0.1:5432", &person)
    #expect(person.selected == person.host["application"]?.identity)
    #expect(person.cursorColumnTitle == "LOCAL")
  }

  @Test func `a double click opens the detail of a socket, and a group`() throws {
    var person = Person(80, 24)
    try Self.click(on: "203.0.113.9:51234", &person, .doublePress)
    #expect(person.state.detail?.record.identity == person.host["download"]?.identity)
    person.press(.escape, .character("3"))
    let before = person.state.table.count
    try Self.click(on: "nginx[812]", &person, .doublePress)
    #expect(person.state.table.count > before)
    try Self.click(on: "nginx[812]", &person, .doublePress)
    #expect(person.state.table.count == before)
  }

  @Test func `the wheel scrolls what is under it`() {
    var person = Person(80, 12)
    let first = person.lines[6]
    person.click(8, 10, .wheelDown)
    #expect(person.lines[6] != first)
    person.click(8, 10, .wheelUp)
    #expect(person.lines[6] == first)
    person.press(.function(1))
    let help = person.text
    person.click(8, 10, .wheelDown)
    #expect(person.text != help)
    person.click(8, 10, .wheelUp)
    #expect(person.text == help)
  }

  @Test func `a click on a title sorts by the column, another reverses`() throws {
    var person = Person(80, 24)
    try Self.click(on: "RECV-Q", &person)
    #expect(person.state.table.order == TableOrder(.field(.recvq), descending: true))
    try Self.click(on: "RECV-Q", &person)
    #expect(person.state.table.order == TableOrder(.field(.recvq), descending: false))
  }

  @Test(arguments: [
    ("3 Processes", ViewKind.processes), ("6 Summary", .summary), ("5 Events", .events),
  ])
  func `a click on a tab opens the view`(tab: String, view: ViewKind) throws {
    var person = Person(80, 24)
    try Self.click(on: tab, &person)
    #expect(person.state.view == view)
  }

  @Test func `a click on the key bar does what the key does`() throws {
    var person = Person(80, 24)
    try Self.click(on: "Sort", &person)
    #expect(person.text.contains("Sort by"))
    person.press(.escape)
    try Self.click(on: "F1 Help", &person)
    #expect(person.text.contains("Help: "))
    person.press(.escape)
    person.forgetEffects()
    try Self.click(on: "Quit", &person)
    let hasQuit = person.effects.contains { if case .quit = $0 { true } else { false } }
    #expect(hasQuit)
  }

  @Test func `a click on the filter's line opens the prompt`() {
    var person = Person(80, 24)
    person.click(3, 12)
    guard case .filterPrompt = person.state.overlay else {
      Issue.record("no prompt")
      return
    }
  }

  @Test func `a click in a menu chooses, beside it leaves`() throws {
    var person = Person(80, 24)
    person.press(.function(6))
    try Self.click(on: "SEND-Q", &person)
    #expect(person.state.table.order.column == .field(.sendq))
    person.press(.function(6))
    person.click(0, 0)
    guard case .none = person.state.overlay else {
      Issue.record("the menu is still open")
      return
    }
  }
}
