import SocketModel
import SocketMonitor
import TerminalUI
import Testing

/// A kernel without a table has none of its sockets, which is not the same as none at the moment.
struct LackTests {
  private static let lack = " not available in this kernel"

  /// SCTP alone, as `-S` does it, in a kernel that answers so.
  private func person(_ sctp: TableCoverage?) -> Person {
    var host = SampleFixture.webServer()
    host.coverage[.sctp] = sctp
    var person = Person(100, 40, host: host)
    person.press(.function(8))
    // TCP, UDP, RAW, MPTCP off; then DCCP.
    for _ in 0..<4 { person.press(.character(" ")) }
    person.press(.down, .character(" "), .enter)
    return person
  }

  @Test func `a table that the kernel lacks is said to be missing`() {
    #expect(person(.unavailable(.errno(2))).text.contains("sctp" + Self.lack))
  }

  @Test(arguments: [TableCoverage.complete, .fallback, .unavailable(.timedOut), nil])
  func `a table that is empty or could not be read has no sockets`(coverage: TableCoverage?) {
    let text = person(coverage).text
    #expect(text.contains("no sockets") && !text.contains(Self.lack))
  }

  @Test func `a filter that nothing passes does not hide that the kernel lacks the table`() {
    var person = person(.unavailable(.errno(93)))
    person.press(.character("/"))
    person.type("sport = :22")
    person.press(.enter)
    #expect(person.text.contains("sctp" + Self.lack))
  }

  @Test func `the list of what is shown marks what the kernel lacks`() {
    var person = person(.unavailable(.errno(2)))
    person.press(.function(8))
    let marked = person.lines.filter { $0.contains("not in this kernel") }
    #expect(marked.count == 1 && marked.first?.contains("[x] SCTP") == true, "\(person.text)")
  }
}
