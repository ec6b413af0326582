import SocketMetrics
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// Columns: chosen, ordered, sized, and kept.
struct ColumnsDialogTests {
  /// The cells of a column in the header, its gap included.
  private static func header(_ person: Person) throws -> String {
    try #require(person.lines.first { $0.contains("PEER") })
  }

  private static func width(of title: String, _ person: Person) throws -> Int {
    let line = try header(person)
    let words = line.split(separator: " ").map(String.init)
    let place = try #require(words.firstIndex(of: title))
    let start = try #require(line.firstRange(of: words[place]))
    let next = try #require(line.firstRange(of: words[place + 1]))
    return line.distance(from: start.lowerBound, to: next.lowerBound)
  }

  /// Opens the dialog and goes to the line of `title`.
  private static func open(_ title: String, _ person: inout Person) throws {
    person.press(.function(2))
    let columns = person.state.table.columns
    let place = try #require(columns.firstIndex { $0.definition.title.string == title })
    for _ in 0..<place { person.press(.down) }
  }

  @Test func `plus and minus size the column, and the table shows it at once`() throws {
    var person = Person(160, 40)
    let before = try Self.width(of: "LOCAL", person)
    try Self.open("LOCAL", &person)
    person.press(.character("+"), .character("+"), .character("+"))
    #expect(try Self.width(of: "LOCAL", person) == before + 3)
    for _ in 0..<200 { person.press(.character("-")) }
    #expect(try Self.width(of: "LOC", person) == ViewLayout.widths.lowerBound + 1)
    person.press(.character("0"))
    #expect(try Self.width(of: "LOCAL", person) == before)
  }

  @Test func `Escape brings sizes and columns back, Enter keeps them`() throws {
    var person = Person(160, 40)
    let before = try Self.header(person)
    try Self.open("LOCAL", &person)
    person.press(.character("+"), .character("+"), .escape)
    #expect(try Self.header(person) == before)
    try Self.open("LOCAL", &person)
    person.press(.character("+"), .character("+"), .enter)
    #expect(try Self.header(person) != before)
  }

  @Test func `sizes are saved with the layout and come back with it`() throws {
    var person = Person(160, 40)
    try Self.open("LOCAL", &person)
    person.press(.character("+"), .character("s"))
    guard case .saveLayouts(let layouts)? = person.effects.last,
      let layout = layouts.first(where: { $0.view == .sockets })?.layout
    else {
      Issue.record("nothing was saved")
      return
    }
    #expect(layout.widths.keys.map(\.identifier.string) == ["local"])
    var other = Person(160, 40)
    other.arrange(.sockets, as: layout)
    #expect(try Self.header(other) == Self.header(person))
  }

  @Test func `a column of any width breaks no screen`() throws {
    for columns in [24, 40, 80, 200] {
      var person = Person(columns, 20)
      person.press(.function(2))
      for round in 0..<60 {
        person.press(.character(round % 3 == 0 ? "-" : "+"), .character("+"), .down)
        #expect(person.screen.size.columns == columns)
      }
      person.press(.enter)
      #expect(person.lines.contains { $0.contains("nginx") || $0.contains("10.0") })
    }
  }
}
