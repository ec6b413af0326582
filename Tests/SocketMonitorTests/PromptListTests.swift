import SocketMonitor
import TerminalUI
import Testing
import TextSafety

struct PromptListTests {
  @Test(arguments: [
    ("sp", "sport "), ("sport", "sport "), ("sport = :22 and est", "sport = :22 and est"),
    ("state tim", "state time-wait "),
    ("proc = ng", "proc = nginx "), ("proc = \"my", "proc = \"my java\" "),
    ("dst 203", "dst 203.0.113.9 "),
    ("dport = :54", "dport = :5432 "), ("src [2001", "src [2001:db8::"),
  ])
  func `Tab takes the only candidate, or what all begin with`(text: String, wanted: String) {
    var person = PromptFixture()
    person.typeFilter(text)
    person.press(.tab)
    #expect(person.line?.hasPrefix(wanted) == true, "\(person.line ?? "")")
  }

  @Test func `a word that is whole and goes on stays in the list, the first`() {
    var person = PromptFixture()
    person.typeFilter("st")
    person.press(.tab)
    #expect(person.line == "state")
    #expect(person.offered == ["state", "state_age"])
    person.press(.enter)
    #expect(person.line == "state ")
  }

  @Test(arguments: [
    ("limit = ", ["rwnd", "sndbuf", "cwnd", "app"]), ("family = ", ["inet", "inet6"]),
  ])
  func `fields with few values offer them`(text: String, wanted: [String]) {
    var person = PromptFixture()
    person.typeFilter(text)
    person.press(.tab)
    #expect(person.offered == wanted)
  }

  @Test func `where nothing is offered the prompt says what can stand there`() {
    var person = PromptFixture()
    person.typeFilter("rtt > ")
    person.press(.tab)
    #expect(person.prompt?.note == "write a time such as `50ms`, `2s`, `1h30m`")
    var other = PromptFixture()
    other.typeFilter("fwmark = ")
    other.press(.tab)
    #expect(other.prompt?.note == "write VALUE or VALUE/MASK, such as `0x10/0xff`")
  }

  @Test func `the list narrows while typing and closes when nothing fits`() {
    var person = PromptFixture()
    person.typeFilter("d")
    person.press(.tab)
    #expect(person.offered.prefix(3) == ["dst", "dport", "dev"])
    person.type("p")
    #expect(person.offered == ["dport"])
    person.type("x")
    #expect(person.prompt?.completion == nil)
    #expect(person.line == "dpx")
  }

  @Test(arguments: [Key.enter, .right])
  func `Tab and Shift-Tab walk around, Enter and the arrow take`(key: Key) {
    var person = PromptFixture()
    person.typeFilter("d")
    person.press(.tab, .tab, .backTab, .backTab)
    #expect(person.prompt?.completion?.cursor.index == person.offered.count - 1)
    person.press(.tab, .down)
    #expect(person.prompt?.completion?.cursor.index == 1)
    person.press(key)
    #expect(person.line == "dport ")
    #expect(person.prompt?.completion == nil)
    #expect(person.remembered.isEmpty)
  }

  @Test func `Escape closes the list and keeps what was typed`() {
    var person = PromptFixture()
    person.typeFilter("d")
    person.press(.tab, .escape)
    #expect(person.line == "d")
    #expect(person.prompt?.completion == nil)
    person.press(.escape)
    #expect(person.prompt == nil)
  }

  @Test func `a word in the middle is completed without a second blank`() {
    var person = PromptFixture()
    person.typeFilter("spo = :443")
    person.press(.home, .right, .right, .right, .tab)
    #expect(person.line == "sport = :443")
    #expect(person.state.table.count == 4)
  }

  @Test func `the most frequent values come first`() {
    var person = PromptFixture()
    person.typeFilter("sport = ")
    person.press(.tab)
    #expect(person.offered.first == ":443")
    #expect(Set(person.offered).isSuperset(of: [":22", ":5432", ":51234"]))
    #expect(!person.offered.contains(":0"))
  }

  @Test func `operators suit the field`() {
    var person = PromptFixture()
    person.typeFilter("proc ")
    person.press(.tab)
    #expect(person.offered.prefix(4) == ["=", "!=", "~", "!~"])
  }

  @Test func `where nothing fits the prompt says so`() {
    var person = PromptFixture()
    person.typeFilter("sport = :443 :")
    person.press(.tab)
    #expect(person.prompt?.note != nil)
    person.type("x")
    #expect(person.prompt?.note == nil)
  }

  @Test func `before the first sample Tab offers the words of the language`() {
    var person = PromptFixture(records: [])
    person.typeFilter("")
    person.press(.tab)
    #expect(person.offered.contains("sport"))
  }

  @Test func `a saved filter is picked from the list by its name`() {
    let saved = [
      SavedFilter(name: "web", text: "sport = :443"),
      SavedFilter(name: "db", text: "dport = :5432"),
    ]
    var person = PromptFixture(saved: saved)
    person.typeFilter("bogus")
    person.press(.control("o"))
    #expect(person.prompt?.savedList?.items.map(\.text) == ["web", "db"])
    person.press(.down, .enter)
    #expect(person.line == "dport = :5432")
    #expect(person.state.table.count == 1)
    person.press(.control("o"), .escape)
    #expect(person.line == "dport = :5432")
    person.press(.enter)
    #expect(person.remembered == ["dport = :5432"])
  }

  @Test func `a filter is saved under a name, picked by it and forgotten`() {
    var person = PromptFixture(saved: [SavedFilter(name: "web", text: "sport = :443")])
    person.typeFilter("dport = :5432 ")
    person.press(.control("o"), .end, .enter)
    person.type("my db")
    person.press(.enter)
    #expect(person.prompt?.naming != nil, "a blank is in no name")
    #expect(person.prompt?.note != nil)
    person.press(.backspace, .backspace, .backspace)
    person.type("_db")
    person.press(.enter)
    #expect(person.prompt?.naming == nil)
    let own = SavedFilter(name: "my_db", text: "dport = :5432", isOwn: true)
    #expect(person.saved == [[own]])
    person.typeFilter("")
    person.press(.control("o"), .down, .enter)
    #expect(person.line == "dport = :5432")
    person.press(.control("o"), .delete)
    #expect(person.prompt?.note != nil, "the configuration has it")
    person.press(.down, .delete)
    #expect(person.saved.last == [])
    #expect(person.state.savedFilters.map(\.name) == ["web"])
  }

  @Test func `Escape leaves the name, not the prompt, and saves nothing`() {
    var person = PromptFixture()
    person.typeFilter("dport = :5432")
    person.press(.control("o"), .enter)
    person.type("db")
    person.press(.escape)
    #expect(person.line == "dport = :5432")
    #expect(person.saved.isEmpty)
    person.typeFilter("bogus")
    person.press(.control("o"))
    #expect(person.prompt?.savedList == nil, "what cannot be read cannot be saved")
  }

  @Test func `without saved filters the prompt says where they come from`() {
    var person = PromptFixture()
    person.typeFilter("")
    person.press(.control("o"))
    #expect(person.prompt?.savedList == nil)
    #expect(person.prompt?.note != nil)
  }
}
