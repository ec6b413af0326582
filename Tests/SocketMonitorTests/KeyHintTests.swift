import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// Keys are named as the user bound them.
struct KeyHintTests {
  private static func rebound() throws -> Person {
    var keys = KeyMap()
    try keys.bind(.freeze, to: [.character("z")])
    try keys.bind(.mark, to: [.function(11)])
    try keys.bind(.otherEnd, to: [.character("e")])
    try keys.bind(.signal, to: [.function(12)])
    try keys.bind(.cancel, to: [.control("g"), .character("c")])
    try keys.bind(.filter, to: [.character("s")])
    try keys.bind(.setup, to: [.function(5)])
    return Person(160, 40) { $0.keys = keys }
  }

  @Test func `sentences name the keys that the user chose`() throws {
    var person = try Self.rebound()
    #expect(person.text.contains("none (s to type one)"))
    #expect(person.text.contains("s filter"))
    person.press(.character("z"))
    #expect(person.text.contains("the order is frozen; z lets go of it"))
    person.press(.function(11))
    #expect(person.text.contains("F11 ends it"))
  }

  @Test func `the bar of the detail names the keys that the user chose`() throws {
    var person = try Self.rebound()
    person.press(.home, .enter)
    let bar = try #require(person.lines.last)
    #expect(bar.contains("F12 Kill") && bar.contains("e Other end") && bar.contains("^G Back"))
    person.press(.control("g"))
    #expect(person.state.detail == nil)
  }

  @Test func `dialogs are left with the user's key and with Escape`() throws {
    for key in [Key.control("g"), .escape] {
      for opener in [Key.function(5), .function(8), .function(6), .character("i")] {
        var person = try Self.rebound()
        person.press(opener)
        #expect(person.lines.last?.contains("^G") == true, "\(opener)")
        person.press(key)
        #expect(person.lines.last?.contains("^G") == false, "\(opener) \(key)")
      }
    }
  }

  @Test func `the key that opens a list closes it`() throws {
    var person = try Self.rebound()
    person.press(.function(5))
    #expect(person.lines.last?.contains("Wider") == true)
    person.press(.function(5))
    #expect(person.lines.last?.contains("Wider") == false)
  }
}
