import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import TestSupport
import Testing
import TextSafety

/// Rows, groups and listeners that a key need not find out again are what they would be.
struct KeptRowsTests {
  private static let keys: [Key] =
    "123456IIII<>jkgGobf nU".unicodeScalars.map { Key.character($0) }
    + [.down, .pageDown, .pageUp, .end, .home, .enter, .escape, .tab, .left, .right]

  @Test func `what a key shows is what it would show with everything found out anew`() {
    for seed in 0..<40 {
      var random = SeededGenerator(seed: UInt64(seed) &* 31)
      var person = Person(140, Int.random(in: 9...30, using: &random), samples: 2)
      if seed % 3 == 0 { Self.filter(&person, seed % 2 == 0 ? "proc = nginx" : "sport > :100") }
      for step in 0..<30 {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: person.waitForSample()
        case 1: person.apply(.owners(Self.renamed(person.host.owners, step)))
        default: person.press(Self.keys.randomElement(using: &random) ?? .enter, after: 0)
        }
        guard person.state.view != .summary, person.state.detail == nil,
          case .none = person.state.overlay
        else { continue }
        var anew = person
        // Rows may depend on command lines: they are all found out again.
        anew.apply(.commandLines([]))
        guard anew.text == person.text else {
          Issue.record("seed \(seed), step \(step):\n\(person.text)\n\(anew.text)")
          return
        }
      }
    }
  }

  @Test func `an order turned round and back is the one before, without the ended rows lost`() {
    var person = Person(120, 30)
    person.host.remove("download")
    person.waitForSample()
    person.press(.escape, after: 0)
    let before = person.lines
    person.press(.character("I"), after: 0)
    #expect(person.lines != before)
    person.press(.character("I"), after: 0)
    #expect(person.lines == before)
    person.press(.character("3"), .character("1"), after: 0)
    #expect(person.lines == before)
  }

  @Test func `processes and peers are not each other's groups`() {
    var person = Person(120, 30)
    person.press(.character("3"), after: 0)
    let processes = person.text
    person.press(.character("4"), after: 0)
    let peers = person.text
    person.press(.character("3"), after: 0)
    #expect(person.text == processes)
    person.press(.character("4"), after: 0)
    #expect(person.text == peers)
    #expect(peers != processes)
  }

  private static func filter(_ person: inout Person, _ text: String) {
    person.press(.character("/"))
    person.type(text)
    person.press(.enter)
  }

  /// The owners with other names.
  private static func renamed(_ owners: OwnerTable, _ number: Int) -> OwnerTable {
    var renamed = owners
    for (inode, old) in owners.byInode where Int(inode) % 3 == number % 3 {
      guard let first = old.first else { continue }
      renamed.byInode[inode] = [
        SocketOwner(
          pid: first.pid, descriptor: first.descriptor,
          command: RawText(utf8: "other\(number)"), startTime: first.startTime)
      ]
    }
    return renamed
  }
}
