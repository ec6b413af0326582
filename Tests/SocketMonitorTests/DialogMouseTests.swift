import SocketFilter
import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// The mouse in dialogs, menus and lists.
struct DialogMouseTests {
  /// Where a text stands on the screen.
  private static func place(of text: String, in person: Person) throws -> Position {
    let row = try #require(person.lines.firstIndex { $0.contains(text) })
    let line = person.lines[row]
    let start = try #require(line.firstRange(of: text)?.lowerBound)
    let column = line[..<start].unicodeScalars.count
    return Position(row: row, column: column)
  }

  private static func click(_ text: String, _ person: inout Person) throws {
    let place = try place(of: text, in: person)
    person.click(place.row, place.column)
  }

  @Test func `a press switches a family or state`() throws {
    var person = Person()
    person.press(.function(8))
    #expect(person.text.contains("[x] LISTEN"))
    try Self.click("[x] LISTEN", &person)
    #expect(person.text.contains("[ ] LISTEN"))
    #expect(!person.state.filter.base.states.contains(.listen))
    person.click(8, 2)
    #expect(!person.text.contains("[ ] LISTEN"))
    #expect(!person.state.filter.base.states.contains(.listen))
  }

  @Test func `a press goes to a column, on its mark it switches it`() throws {
    var person = Person()
    person.press(.function(2))
    try Self.click("Smoothed round-trip", &person)
    #expect(person.state.table.columns.contains(.field(.rtt)))
    try Self.click("[x] RTT", &person)
    #expect(!person.state.table.columns.contains(.field(.rtt)))
  }

  @Test func `a press on the bar of keys is the key`() throws {
    var person = Person()
    person.press(.function(8))
    try Self.click("Back", &person)
    #expect(!person.text.contains("[x] LISTEN"))
    try Self.click("Sort", &person)
    #expect(person.text.contains("Sort by"))
  }

  @Test func `a press takes what the prompt offers`() throws {
    var person = Person()
    person.press(.character("/"))
    person.type("state ")
    person.press(.tab)
    guard case .filterPrompt(let prompt) = person.state.overlay,
      let offered = prompt.completion?.candidates, offered.count > 3
    else {
      Issue.record("nothing is offered")
      return
    }
    let wanted = SafeText(offered[3].text).string
    try Self.click(" \(wanted) ", &person)
    #expect(person.state.filter.text.string.hasPrefix("state \(wanted)"))
  }

  @Test func `an explanation closes under a press`() {
    var person = Person()
    person.press(.character("i"))
    #expect(person.text.contains("Source: "))
    person.click(0, 0)
    #expect(!person.text.contains("Source: "))
  }

  @Test func `no press anywhere kills`() throws {
    for scene in [Scene.signalMenu, .signalQuestion, .destroyQuestion] {
      for action in [MouseEvent.Action.press, .doublePress, .wheelUp, .wheelDown] {
        var person = Person(80, 24)
        scene.reach(&person)
        person.forgetEffects()
        for row in 0..<24 {
          for column in 0..<80 where column % 3 == 0 { person.click(row, column, action) }
        }
        let isHarmless = person.effects.allSatisfy { effect in
          switch effect {
          case .signal, .destroy: false
          default: true
          }
        }
        #expect(isHarmless, "\(scene) \(action)")
      }
    }
  }

  @Test func `a press chooses a signal, and leaves by the bar`() throws {
    var person = Person()
    Scene.signalMenu.reach(&person)
    try Self.click("9 KILL", &person)
    person.press(.enter)
    #expect(person.text.contains("Send signal 9 (KILL)"))
    try Self.click("Leave", &person)
    #expect(person.text.contains("nothing was signalled"))
  }
}
