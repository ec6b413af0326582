import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// Sessions as people have them.
struct SessionTests {
  @Test func `someone finds the leak, filters for it, and signals its owner`() {
    var person = Person()
    person.press(.character("/"))
    person.type("state close-wait")
    person.press(.enter)
    #expect(person.text.contains("CLOSE-WAIT"))
    #expect(!person.text.contains("LISTEN  "))
    person.press(.home, .function(9))
    person.answerPins()
    person.press(.enter)
    person.press(.character("y"))
    guard case .signal(let targets, number: 15)? = person.effects.last else {
      Issue.record("no signal was sent")
      return
    }
    #expect(targets.map { $0.pid } == [977])
  }

  @Test func `the process at the other end is a column, a filter, an order and a group`() {
    var person = Person(200, 40)
    #expect(person.lines.contains { $0.contains("postgres[640]") && $0.contains("java[977]") })
    person.press(.character("/"))
    person.type("peer_proc = java and peer_pid = 977")
    person.press(.enter)
    #expect(person.text.contains("1 of 11 sockets"), "\(person.text)")
    #expect(person.text.contains("127.0.0.1:5432"))
    person.press(.escape, .function(5))
    person.type("process at the other end")
    person.press(.enter, .enter)
    let groups = person.lines.filter { $0.contains("java") || $0.contains("postgres") }
    #expect(groups.count == 2, "\(person.text)")
  }

  @Test func `what is told on demand is asked for by a filter, an order or a column`() {
    func state(_ columns: [SocketField], _ order: SocketField) -> MonitorState {
      let settings = MonitorState.Settings(
        hostName: "web-3", isReadOnly: false, glyphs: .unicode, names: NoNames(), signals: [],
        utcOffset: 0)
      return MonitorState(
        settings: settings, size: Size(columns: 80, rows: 24), interval: 1,
        table: SocketTableState(columns: columns, order: RowOrder(order, descending: true)),
        filter: FilterState(base: .standard))
    }
    let usual = SocketTableState.standardColumns
    #expect(!state(usual, .traffic).needsGauges)
    #expect(state(usual + [.idle], .traffic).needsGauges)
    #expect(state(usual, .pacing).needsGauges)
    var person = Person()
    person.press(.character("/"))
    person.type("rtt > 1ms")
    person.press(.enter)
    #expect(!person.state.needsGauges)
    person.press(.character("/"))
    person.type(" and idle > 1ms")
    person.press(.enter)
    #expect(person.state.needsGauges)
  }

  @Test func `an owner that is only guessed is not signalled`() {
    var person = Person()
    person.press(.character("/"))
    person.type("state time-wait")
    person.press(.enter)
    #expect(person.text.contains("nginx[812]?"), "\(person.text)")
    person.press(.home, .function(9))
    #expect(person.text.contains("guessed"), "\(person.text)")
    #expect(!person.effects.contains { if case .pin = $0 { true } else { false } })
  }

  @Test func `a yes within 300 ms is not heard`() {
    for (isDestroy, gap, isHeard) in [
      (false, 0.29, false), (false, 0.31, true), (true, 0.29, false), (true, 0.31, true),
    ] {
      var person = Person()
      person.press(.home)
      if isDestroy {
        person.press(.character("x"))
      } else {
        person.press(.function(9))
        person.answerPins()
        person.press(.enter)
      }
      person.press(.character("y"), after: gap)
      let isSent = person.effects.contains { effect in
        switch effect {
        case .signal, .destroy: true
        default: false
        }
      }
      #expect(isSent == isHeard, "destroy \(isDestroy), gap \(gap)")
    }
  }

  @Test func `the answer of a dialog is not the key that opened it`() {
    var person = Person()
    person.press(.home, .character("x"), .character("x"), .enter, .character(" "))
    #expect(!person.effects.contains { $0.isDestroy })
  }

  @Test func `what became of a socket is told and asked for anew`() {
    var person = Person()
    person.press(.home, .character("x"), .character("y"))
    guard case .destroy(let records)? = person.effects.last else {
      Issue.record("nothing was destroyed")
      return
    }
    let answer = DestroyAnswer(
      record: records[0], sentence: "the connection is reset", isDone: true)
    person.apply(.finished(.destroyed([answer])))
    #expect(person.text.contains("the connection is reset"))
  }

  @Test func `tagged sockets are counted, added up, and destroyed together`() {
    var person = Person()
    person.press(.home, .character(" "), .character(" "))
    #expect(person.text.contains("2 tagged"))
    person.press(.character("x"))
    #expect(person.text.contains("Destroy these 2 sockets?"))
    person.press(.character("y"))
    guard case .destroy(let records)? = person.effects.last else {
      Issue.record("nothing was destroyed")
      return
    }
    #expect(records.count == 2)
    person.press(.escape)
  }

  @Test func `a group's kill hits each of its processes once`() {
    var person = Person()
    person.press(.function(5))
    person.type("program")
    person.press(.enter, .enter)
    person.press(.function(3))
    person.type("nginx")
    person.press(.enter, .function(9))
    guard case .pin(let targets)? = person.effects.last else {
      Issue.record("no process was pinned")
      return
    }
    #expect(targets.map { $0.pid }.sorted() == [812, 813])
  }

  @Test func `UDP is asked about in its own words`() {
    var person = Person()
    person.press(.character("/"))
    person.type("sport = :53")
    person.press(.enter, .home, .character("x"))
    #expect(person.text.contains("UDP stays bound"))
  }

  @Test func `an ended row stays two samples with its last figures, then goes`() {
    var person = Person()
    person.host.remove("download")
    person.waitForSample()
    #expect(person.text.contains("203.0.113.9:51234"))
    person.waitForSample()
    #expect(person.text.contains("203.0.113.9:51234"))
    person.waitForSample()
    #expect(!person.text.contains("203.0.113.9:51234"))
  }

  @Test func `a cursor whose socket ended lets go, and nothing can be killed with it`() {
    var person = Person()
    person.press(.home)
    let name = person.selected
    #expect(name == person.host["download"]?.identity)
    person.host.remove("download")
    for _ in 0..<3 { person.waitForSample() }
    #expect(person.selected == nil)
    #expect(person.cursorLine.isEmpty)
    person.forgetEffects()
    person.press(.character("x"), .function(9), .character("K"))
    #expect(person.effects.isEmpty)
    person.press(.down)
    #expect(person.selected != nil)
  }

  @Test func `pause holds the rows and keeps collecting`() {
    var person = Person()
    person.press(.character("p"))
    let before = person.lines
    person.host.add("fresh", local: (0x0a00_0001, 443), peer: (0xcb00_7163, 2222))
    person.waitForSample()
    // The status line tells how old they are.
    #expect(person.lines[6..<38] == before[6..<38])
    person.press(.character("p"))
    #expect(person.text.contains("203.0.113.99:2222"))
  }

  @Test func `nothing moves under a dialog`() {
    var person = Person()
    person.press(.down, .function(9))
    let before = person.state.table.visible
    person.host.add(
      "flood", local: (0x0a00_0001, 443), peer: (0xcb00_7163, 2222), pace: (1 << 30, 0))
    person.waitForSample()
    person.waitForSample()
    #expect(person.state.table.visible == before)
    person.press(.escape)
    #expect(person.text.contains("203.0.113.99:2222"))
  }

  @Test func `a frozen order holds while values move`() {
    var person = Person()
    let first = person.lines[6]
    person.press(.character("f"))
    person.host.change("idle") { $0.tcp.bytesReceived += 1 << 30 }
    person.waitForSample()
    #expect(person.lines[6].contains("203.0.113.9:51234"), "\(first)")
    person.press(.character("f"))
    #expect(person.lines[6].contains("198.51.100.7:33010"))
  }

  @Test func `the other end of a loopback connection is one key away`() {
    var person = Person()
    person.press(.function(3))
    person.type("postgres")
    person.press(.enter, .character("o"))
    #expect(person.selected == person.host["application"]?.identity)
    person.press(.character("o"))
    #expect(person.selected == person.host["database"]?.identity)
  }

  @Test func `a cell becomes a filter, and its opposite`() {
    var person = Person()
    person.press(.home)
    while !person.cursorColumnTitle.contains("PROCESS") { person.press(.right) }
    person.press(.character("="))
    #expect(person.state.filter.text.string == "proc = nginx")
    person.press(.escape, .home, .character("!"))
    #expect(person.state.filter.text.string == "not proc = nginx")
  }

  @Test func `copying puts the ss command line on the clipboard`() {
    var person = Person()
    person.press(.character("/"))
    person.type("sport = :443")
    person.press(.enter, .home, .character("y"))
    person.type("ss command")
    person.press(.enter)
    guard case .copy(let text)? = person.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.string.hasPrefix("ss "))
    #expect(text.string.hasSuffix("sport = :443"))
  }

  @Test func `a mark makes counters start at zero`() {
    var person = Person()
    person.press(.character("m"))
    person.waitForSample()
    let row = person.state.selectedRow
    #expect(row?.record.tcp.bytesSent == 1_200_000)
    #expect(row.map { SocketField.segsOut.number(of: $0) } == 0)
  }

  @Test func `segments since a mark that was set without them are unknown`() {
    var person = Person()
    person.host.hasGauges = false
    person.waitForSample()
    person.press(.character("m"))
    person.host.hasGauges = true
    person.waitForSample()
    let row = person.state.selectedRow
    #expect(row?.record.tcp.bytesSent == 1_200_000)
    #expect(row.map { SocketField.segsOut.number(of: $0).isNaN } == true)
    #expect(row.map { SocketField.segsIn.number(of: $0).isNaN } == true)
  }

  @Test func `each view keeps its own cursor and order`() {
    var person = Person()
    person.press(.down, .down, .character("I"))
    let selected = person.selected
    person.press(.character("2"), .down, .tab, .tab, .character("1"))
    #expect(person.selected == selected)
  }

  @Test func `the mouse selects, sorts, changes views and opens`() {
    var person = Person()
    person.click(7, 60)
    let second = person.selected
    #expect(second == person.host["upload"]?.identity)
    person.click(7, 60, .doublePress)
    #expect(person.state.detail?.record.identity == second)
    person.press(.escape)
    person.click(4, 15)
    #expect(person.state.view == .listeners)
    person.click(4, 3)
    #expect(person.state.view == .sockets)
  }

  @Test func `a screen that is too small says so and comes back`() {
    var person = Person()
    person.apply(.resized(Size(columns: 10, rows: 2)))
    #expect(person.text.contains("make me"))
    person.apply(.resized(Size(columns: 80, rows: 24)))
    #expect(person.text.contains("1 Sockets"))
  }

  @Test func `the first key takes the hint away`() {
    var person = Person()
    #expect(person.text.contains("? help"))
    person.press(.down)
    #expect(!person.text.contains("? help"))
  }
}

extension Person {
  /// The title of the column under the column cursor.
  var cursorColumnTitle: String {
    let table = state.table
    return table.columns[table.selectedColumn].definition.title.string
  }
}

extension MonitorEffect {
  var isDestroy: Bool {
    if case .destroy = self { return true }
    return false
  }
}
