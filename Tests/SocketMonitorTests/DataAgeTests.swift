import SocketModel
import SocketMonitor
import TerminalUI
import Testing

/// The status line tells the age of data that is older than the interval makes it.
struct DataAgeTests {
  private static func second(_ value: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: UInt64(value * 1e9))
  }

  /// Samples came at 1, 2 and 3 s, one a second.
  private func person(columns: Int = 100) -> Person { Person(columns, 24) }

  private static func status(_ person: Person) -> String {
    // A blank keeps it off the edge.
    String(person.lines[person.lines.count - 2].dropLast())
  }

  @Test func `while samples come in time nothing is said and nothing is due before the next`() {
    var person = person()
    person.apply(.tick(Self.second(4.4)))
    #expect(person.state.lateAge == nil)
    #expect(!person.text.contains(" old"))
    #expect(person.state.nextTick == Self.second(4.5))
    person.waitForSample()
    #expect(person.state.nextTick == Self.second(5.5))
  }

  @Test func `a sample that is half an interval late is told, second by second, until it comes`() {
    var person = person()
    person.apply(.tick(Self.second(4.5)))
    #expect(Self.status(person).hasSuffix("data 1.5s old"))
    #expect(person.state.nextTick == Self.second(5))
    person.apply(.tick(Self.second(6.2)))
    #expect(Self.status(person).hasSuffix("data 3.2s old"))
    #expect(person.state.nextTick == Self.second(7))
    person.apply(.tick(Self.second(78)))
    #expect(Self.status(person).hasSuffix("data 1m15s old"))
    person.waitForSample()
    // Still old: it was taken at 4 s.
    #expect(Self.status(person).hasSuffix("data 1m14s old"))
  }

  @Test func `a pause tells the age of what stands still, though samples come`() {
    var person = person()
    person.press(.character("p"))
    for _ in 0..<4 { person.waitForSample() }
    #expect(Self.status(person).hasSuffix("data 4.0s old"))
    person.press(.character("p"))
    #expect(person.state.lateAge == nil)
  }

  @Test func `a stretched interval makes old data`() {
    var person = person()
    person.apply(.stretched(4))
    person.apply(.tick(Self.second(6)))
    #expect(Self.status(person).hasSuffix("data 3.0s old"))
  }

  @Test func `before the first sample the wait is told`() {
    var person = Person(100, 24, samples: 0)
    #expect(person.state.nextTick == nil)
    person.apply(.tick(Self.second(10)))
    #expect(person.state.nextTick == Self.second(11.5))
    person.apply(.tick(Self.second(12)))
    #expect(Self.status(person).hasSuffix("no data for 2.0s"))
  }

  @Test(arguments: [40, 80, 200])
  func `it stands at the right whatever else the line says`(columns: Int) {
    var person = person(columns: columns)
    person.press(.character(" "))
    person.apply(.tick(Self.second(7)))
    #expect(Self.status(person).hasSuffix("data 4.0s old"))
    #expect(Self.status(person).contains("1 tagged"))
  }

  @Test(arguments: [
    (DestroyEventStatus.on(lost: 0), "ends        heard from the kernel, none lost", ""),
    (
      .on(lost: 7), "ends        heard from the kernel, 7 lost so far",
      "7 ends of sockets were lost"
    ),
    (.pausedAboveRate, "ends        seen by polls only: too many close each second", "not heard"),
    (.off, "ends        seen by polls only", "short connections are missed"),
  ])
  func `how the ends of sockets become known is told`(
    mode: DestroyEventStatus, summary: String, note: String
  ) {
    var host = SampleFixture.webServer()
    _ = host.poll()
    host.events = mode
    var person = Person(120, 40, host: host, samples: 1)
    person.press(.character("6"))
    #expect(person.text.contains(summary))
    #expect(note.isEmpty || person.text.contains(note))
  }

  @Test func `what cannot be seen is told before the first key, too`() {
    var host = SampleFixture.webServer()
    host.events = .pausedAboveRate
    let person = Person(120, 24, host: host)
    #expect(Self.status(person).contains("? help"))
    #expect(Self.status(person).contains("ends of sockets are not heard"))
  }
}
