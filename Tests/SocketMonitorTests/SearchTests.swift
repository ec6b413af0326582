import SocketMonitor
import TerminalUI
import TestSupport
import Testing
import TextSafety

/// Searching while it is typed.
struct SearchTests {
  private static let letters = "4 3 : 5 1 n g i x z q 0 ."
    .split(separator: " ").flatMap { $0.unicodeScalars.map(Key.character) }

  @Test func `a search that is typed and mended finds what it finds at once`() {
    var random = SeededGenerator(seed: 3)
    var typing = Person(100, 30, samples: 2)
    typing.press(.character("\\"))
    var hits = 0
    for round in 0..<300 {
      let erases = random.chance(45)
      typing.press(erases ? .backspace : Self.letters.randomElement(using: &random) ?? .backspace)
      guard case .searchPrompt(let editor) = typing.state.overlay else {
        Issue.record("round \(round): no prompt")
        return
      }
      var pasting = Person(100, 30, samples: 2)
      pasting.press(.character("\\"))
      pasting.input(.paste(Array(editor.text.utf8)))
      let isFound = pasting.state.search?.isFound
      #expect(typing.state.search?.isFound == isFound, "round \(round): \(editor.text.string)")
      hits += isFound == true ? 1 : 0
    }
    #expect(hits > 30 && hits < 270, "\(hits)")
  }

  @Test func `what no row held is asked of the next rows`() {
    var person = Person(100, 30, samples: 2)
    person.press(.character("\\"))
    person.inputTogether(Array(repeating: .character("q"), count: 2000), after: 0.5)
    #expect(person.state.search?.isFound == false)
    person.press(.control("u"), .character("4"))
    #expect(person.state.search?.isFound == true)
    person.press(.character("q"), .enter)
    #expect(person.state.search?.isFound == false)
    person.waitForSample()
    person.press(.character("\\"), .backspace)
    #expect(person.state.search?.isFound == true)
  }
}
