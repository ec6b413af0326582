import SocketFilter
import SocketMetrics
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// `=` and `!` on the cells of every view, and the command line of `ss` for it.
struct CellFilterTests {
  /// A person with the cursor on the first row, in this column.
  private static func at(_ column: ViewColumn, _ keys: Key...) -> PromptFixture? {
    var person = PromptFixture(200, 40)
    for key in keys { person.press(key) }
    for _ in person.state.table.columns { person.press(.left) }
    for _ in person.state.table.columns {
      let table = person.state.table
      if table.columns[table.selectedColumn] == column { return person }
      person.press(.right)
    }
    return nil
  }

  @Test(arguments: [
    (ViewColumn.field(.state), "state = "), (.field(.rx), "not rx >= 0"),
    (.field(.rtt), "not rtt >= 0"), (.field(.netid), "netid = tcp"),
  ])
  func `a cell narrows the filter, an unknown one to what is unknown`(
    column: ViewColumn, filter: String
  ) throws {
    var person = try #require(Self.at(column))
    person.press(.character("="))
    #expect(person.state.filter.text.string.hasPrefix(filter), "\(person.state.filter.text)")
    #expect(person.state.table.count > 0)
    person.press(.escape)
    let all = person.state.table.count
    person.press(.character("!"))
    #expect(person.state.table.count < all)
  }

  @Test func `the opposite of an unknown cell is what is known`() throws {
    var person = try #require(Self.at(.field(.rx)))
    person.press(.character("!"))
    #expect(person.state.filter.text == "rx >= 0")
  }

  @Test func `the name of a group asks for what its sockets have in common`() throws {
    var person = try #require(Self.at(.group, .character("3")))
    person.press(.character("="))
    #expect(person.state.filter.text.string.contains("pid"), "\(person.state.filter.text)")
    person = try #require(Self.at(.group, .character("4")))
    person.press(.character("="))
    #expect(person.state.filter.text.string.hasPrefix("dst "), "\(person.state.filter.text)")
    #expect(!person.state.groups.isEmpty)
  }

  @Test(arguments: [
    (ViewColumn.count, "3", "COUNT is counted by topss"),
    (.field(.recvq), "3", "RECV-Q is a sum over a group"),
    (.accepted, "2", "ACC/s is counted by topss"),
  ])
  func `what no filter compares is told`(column: ViewColumn, view: String, sentence: String) throws
  {
    let key = Key.character(try #require(view.unicodeScalars.first))
    var person = try #require(Self.at(column, key))
    person.press(.character("="))
    #expect(person.state.filter.isEmpty)
    #expect(person.state.status?.text.string.hasPrefix(sentence) == true)
  }

  @Test(arguments: [
    ("1", "ss -O -n -p -A tcp,udp,raw,mptcp,sctp,dccp state all"),
    ("2", "ss -O -n -p -A tcp state listening"), ("3", nil), ("5", nil),
  ])
  func `the command line of ss is that of the view`(view: String, line: String?) throws {
    var person = PromptFixture(200, 40)
    person.press(.character(try #require(view.unicodeScalars.first)), .character("y"))
    guard case .menu(let menu) = person.state.overlay, case .copy(let texts, _) = menu.purpose
    else {
      #expect(line == nil)
      return
    }
    #expect(texts.map(\.string).last { $0.hasPrefix("ss ") } == line)
  }
}
