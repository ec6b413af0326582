import SocketFilter
import SocketModel
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

struct PromptTests {
  @Test func `a host pattern is read by the family of the options, as ss does`() {
    var filter = FilterState(
      base: FilterState.Base(
        tables: .unix, families: FamilySet(.unix), states: .all, preferredFamily: .unix))
    guard case .parsed = filter.apply("src *.sock", names: NoNames()) else {
      Issue.record("it was not read")
      return
    }
    #expect(filter.families == FamilySet(.unix))
  }

  @Test func `the table follows every key, Escape brings all back, Enter keeps`() {
    var person = PromptFixture()
    person.typeFilter("sport = :443")
    #expect(person.state.table.count == 4)
    person.type(" state established")
    #expect(person.state.table.count == 2)
    person.press(.escape)
    #expect(person.state.table.count == 6)
    #expect(person.state.filter.isEmpty)
    person.typeFilter("dport = :5432")
    person.press(.enter)
    #expect(person.prompt == nil)
    #expect(person.state.filter.text == "dport = :5432")
    #expect(person.remembered == ["dport = :5432"])
  }

  @Test func `what cannot be read leaves the last filter and is not accepted`() {
    var person = PromptFixture()
    person.typeFilter("sport = :443 and bogus = 1")
    #expect(person.state.table.count == 4)
    #expect(person.prompt?.error?.range == 17..<22)
    person.press(.enter)
    #expect(person.prompt != nil)
    #expect(person.remembered.isEmpty)
  }

  @Test(arguments: [
    ("state established dport = :443", "established sockets whose peer port is 443", nil),
    ("", "", nil),
    ("bogus", "", nil),
    (
      "sport = :1 or sport = :2 dport = :3",
      "sockets whose (local port is 1 or local port is 2) and peer port is 3",
      "( sport = :1 or sport = :2 ) and dport = :3"
    ),
  ])
  func `what is typed is said in words`(text: String, words: String, grouping: String?) {
    var person = PromptFixture()
    person.typeFilter(text)
    #expect(person.prompt?.reading.string == words)
    #expect(person.prompt?.grouping?.string == grouping)
  }

  @Test(arguments: [
    (Key.control("u"), "", 0), (.control("w"), "sport = ", 8), (.control("a"), "sport = :443", 0),
    (.control("e"), "sport = :443", 12), (.home, "sport = :443", 0), (.left, "sport = :443", 11),
    (.backspace, "sport = :44", 11), (.control("b"), "sport = :443", 11),
  ])
  func `the line is edited as in a shell`(key: Key, text: String, cursor: Int) {
    var person = PromptFixture()
    person.typeFilter("sport = :443")
    person.press(key)
    #expect(person.line == text)
    #expect(person.prompt?.editor.cursor == cursor)
  }

  @Test(arguments: [Key.control("c"), .control("g"), .escape])
  func `keys that give up do so`(key: Key) {
    var person = PromptFixture()
    person.typeFilter("sport = :443")
    person.press(key)
    #expect(person.prompt == nil)
    #expect(person.state.filter.isEmpty)
  }

  @Test func `redraw and suspend work in the prompt`() {
    var person = PromptFixture()
    person.typeFilter("sp")
    person.press(.control("l"), .control("z"))
    #expect(person.line == "sp")
    #expect(person.effects.map { "\($0)" } == ["redraw", "suspend"])
  }

  @Test(
    arguments: [
      [.character("\\")], [.character("?"), .character("\\")], [.character("/"), .control("o")],
      [.character("K")], [.character("<")], [.function(2)],
    ] as [[Key]])
  func `redraw and suspend work whatever takes the keys`(keys: [Key]) {
    var person = Person(80, 24)
    for key in keys { person.press(key) }
    let picture = person.text
    person.forgetEffects()
    person.press(.control("l"), .control("z"), after: 0)
    #expect(person.text == picture)
    #expect(person.effects.map { "\($0)" } == ["redraw", "suspend"])
  }

  @Test func `a paste becomes one line, a long one is cut, and the prompt goes on`() {
    var person = PromptFixture()
    person.typeFilter("")
    person.input(.paste(Array("sport = :443\nand state\testablished\u{1b}[2J".utf8)))
    #expect(person.line == "sport = :443 and state established[2J")
    person.press(.control("u"))
    let clock = ContinuousClock()
    let start = clock.now
    person.input(.paste(Array(repeating: UInt8(ascii: "("), count: 1 << 20)))
    _ = person.screen
    person.type("x")
    #expect(clock.now - start < .seconds(2))
    #expect(person.prompt?.editor.utf8.count == LineEditor.byteLimit)
    #expect(person.prompt?.error != nil)
    person.press(.control("u"))
    person.type("sport = :443")
    #expect(person.state.table.count == 4)
  }

  @Test func `text of many bytes and marks is edited by characters`() {
    var person = PromptFixture()
    person.typeFilter("proc = n\u{e9}\u{8a9e}e\u{301}")
    person.press(.backspace)
    #expect(person.line == "proc = n\u{e9}\u{8a9e}")
    person.press(.backspace, .backspace)
    #expect(person.line == "proc = n")
  }

  @Test func `a mouse event leaves the prompt as it is`() {
    var person = PromptFixture()
    person.typeFilter("sport = :443")
    let place = Position(row: 9, column: 9)
    person.input(.mouse(MouseEvent(action: .press, position: place)))
    #expect(person.line == "sport = :443")
  }

  @Test func `blanks at the ends are not remembered`() {
    var person = PromptFixture()
    person.typeFilter("  sport = :443  ")
    person.press(.enter)
    #expect(person.remembered == ["sport = :443"])
  }
}

struct PromptHistoryTests {
  @Test func `filters of earlier runs come after those of this one`() {
    var person = PromptFixture()
    person.typeFilter("sport = :22")
    person.press(.enter)
    person.apply(.filterHistory(["dport = :443", "sport = :22", "dport = :5432"]))
    person.press(.character("/"), .control("u"), .up)
    #expect(person.line == "sport = :22")
    person.press(.up)
    #expect(person.line == "dport = :5432")
    #expect(person.state.table.count == 1)
    person.press(.up, .up)
    #expect(person.line == "dport = :443")
    person.press(.down, .down, .down)
    #expect(person.line == "")
  }

  @Test func `history that arrives while the prompt is open is there`() {
    var person = PromptFixture()
    person.typeFilter("sp")
    person.apply(.filterHistory(["dport = :5432"]))
    person.press(.up)
    #expect(person.line == "dport = :5432")
    person.press(.down)
    #expect(person.line == "sp")
  }

  @Test func `reverse search shows the newest that holds the query, Enter accepts it`() {
    var person = PromptFixture()
    person.apply(.filterHistory(["sport = :443", "dport = :5432", "sport = :22"]))
    person.press(.character("/"), .control("r"))
    person.type("sport")
    #expect(person.line == "sport = :22")
    person.press(.control("r"))
    #expect(person.line == "sport = :443")
    #expect(person.state.table.count == 4)
    person.press(.enter)
    #expect(person.prompt == nil)
    #expect(person.remembered == ["sport = :443"])
  }

  @Test func `Escape in a search ends the search only`() {
    var person = PromptFixture()
    person.apply(.filterHistory(["sport = :443"]))
    person.typeFilter("dp")
    person.press(.control("r"))
    person.type("443")
    person.press(.escape)
    #expect(person.line == "dp")
    person.press(.escape)
    #expect(person.prompt == nil)
  }
}

struct PromptHostTests {
  private static let database = HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0007))
  private static let here = HostAddress(family: .inet, bits: AddressBits(word: 0x0a00_0001))

  @Test func `host names are looked up on Enter only, and until then the last filter stands`() {
    var person = PromptFixture()
    person.typeFilter("sport = :443")
    person.press(.control("u"))
    person.type("dst db.example")
    #expect(person.lookedUp.isEmpty)
    #expect(person.prompt?.unresolved == ["db.example"])
    person.press(.enter)
    #expect(person.lookedUp == ["db.example"])
    #expect(person.prompt?.isResolving == true)
  }

  @Test func `with the answer the filter is in force, all addresses of the host being meant`() {
    var names = PromptNames()
    names.hosts["db.example"] = [Self.database, Self.here]
    var person = PromptFixture(names: names)
    person.typeFilter("src db.example")
    #expect(person.state.table.count == 4)
    person.press(.enter)
    #expect(person.prompt == nil)
    #expect(person.lookedUp.isEmpty)
  }

  @Test func `a name without an address is an error, and the prompt can be used`() {
    var names = PromptNames()
    names.hosts["nosuch.example"] = []
    var person = PromptFixture(names: names)
    person.typeFilter("dst nosuch.example")
    person.press(.enter)
    #expect(person.prompt?.error?.range == 4..<18)
    person.press(.control("u"))
    person.type("dport = :5432")
    person.press(.enter)
    #expect(person.state.table.count == 1)
  }

  @Test func `a look-up that never ends locks nothing`() {
    var person = PromptFixture()
    person.typeFilter("dst slow.example")
    person.press(.enter)
    person.apply(.namesResolved)
    #expect(person.prompt?.isResolving == true)
    person.press(.backspace)
    #expect(person.prompt?.isResolving == false)
    // The answer to what is not wanted any more changes nothing.
    person.apply(.namesResolved)
    #expect(person.line == "dst slow.exampl")
    person.press(.escape)
    #expect(person.prompt == nil)
    #expect(person.state.table.count == 6)
  }

  @Test func `a filter of the command line that names hosts waits in the prompt`() {
    var person = PromptFixture()
    person.propose("dst db.example")
    #expect(person.lookedUp == ["db.example"])
    #expect(person.prompt?.isResolving == true)
    #expect(person.state.table.count == 6)
  }
}
