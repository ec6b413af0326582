import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// What the configuration changes on the screen.
struct ConfiguredScreenTests {
  @Test(arguments: [0, 1, 3])
  func `a new row stands out for as many samples as are set`(samples: Int) {
    var person = Person { $0.flashingSamples = samples }
    person.host.add("fresh", local: (0x0a00_0001, 443), peer: (0xcb00_7163, 2222))
    var marked: [Bool] = []
    for _ in 0..<5 {
      person.waitForSample()
      marked.append(Self.hasMark(person.screen, "203.0.113.99:2222"))
    }
    #expect(marked == (0..<5).map { $0 < samples })
  }

  /// Whether a cell of the line that holds `text` looks like that of a new row.
  private static func hasMark(_ canvas: Canvas, _ text: String) -> Bool {
    guard let row = canvas.textGrid.firstIndex(where: { $0.contains(text) }) else { return false }
    return (0..<canvas.size.columns).contains { canvas[row, $0]?.style.role == .added }
  }

  @Test func `key bar, hints and help name the keys that were set`() throws {
    var keys = KeyMap()
    try keys.bind(.help, to: [.function(11), .character("H")])
    try keys.bind(.filter, to: [.alt("f")])
    try keys.bind(.quit, to: [.control("x")])
    try keys.bind(.view(.events), to: [.character("e")])
    var person = Person(120, 40) { $0.keys = keys }
    let bar = try #require(person.lines.last)
    #expect(bar.contains("F11 Help") && bar.contains("Alt-f Filter") && bar.contains("^X Quit"))
    #expect(!bar.contains("F4") && !bar.contains("F10"))
    #expect(person.text.contains("none (Alt-f to type one)"))
    #expect(person.text.contains("H help") && person.text.contains("^X quit"))
    #expect(person.text.contains("Tab views"))
    person.press(.function(11))
    #expect(person.lines.contains { $0.contains("F11 H") && $0.contains("this help") })
    #expect(!person.text.contains("F10 "))
  }

  @Test func `a click on the key bar does what the key that was set does`() throws {
    var keys = KeyMap()
    try keys.bind(.sortMenu, to: [.character("z")])
    var person = Person(120, 40) { $0.keys = keys }
    let bar = try #require(person.lines.last)
    let place = try #require(bar.firstRange(of: "z Sort"))
    person.click(39, bar.distance(from: bar.startIndex, to: place.lowerBound) + 3)
    #expect(person.text.contains("Sort by"))
  }

  @Test func `an action without a key is neither offered nor hinted at`() throws {
    var keys = KeyMap()
    for action in [MonitorAction.filter, .help, .cancel] { try keys.bind(action, to: []) }
    let person = Person(120, 40) { $0.keys = keys }
    #expect(!person.text.contains("to type one") && !person.text.contains(" help"))
    #expect(person.lines.last?.contains("Filter") == false)
  }

  @Test func `amounts are written in the units that were set`() {
    let person = Person { $0.quantity = QuantityText(base: .binary, unit: .bits) }
    #expect(person.text.contains("Mib"))
    #expect(!person.text.contains("MB/s"))
  }
}
