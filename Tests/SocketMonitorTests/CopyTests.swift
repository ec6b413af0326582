import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// `y`: to the clipboard, or to a file.
struct CopyTests {
  @Test func `Enter gives the choice to the clipboard, after Tab to a file`() {
    var person = Person()
    person.press(.down, .character("y"), .down, .enter)
    guard case .copy(let address)? = person.effects.last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(address.string == "10.0.0.1:443")
    person.press(.character("y"), .tab)
    #expect(person.text.contains("Copy to a file"))
    person.press(.down, .enter)
    guard case .store(let stored)? = person.effects.last else {
      Issue.record("nothing was stored")
      return
    }
    #expect(stored == address)
  }

  @Test func `Tab twice is the clipboard again`() {
    var person = Person()
    person.press(.down, .character("y"), .tab, .tab, .enter)
    guard case .copy? = person.effects.last else {
      Issue.record("nothing was copied")
      return
    }
  }
}
