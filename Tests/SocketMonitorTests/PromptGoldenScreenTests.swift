import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// The prompt as people meet it.
enum PromptScene: String, CaseIterable {
  case empty, words, mixed, error, errorWithHint, unfinished, fields, ports, operators, saved
  case search, resolving, scrolled

  func reach(_ person: inout PromptFixture) {
    switch self {
    case .empty: person.typeFilter("")
    case .words: person.typeFilter("state established dport = :5432")
    case .mixed: person.typeFilter("sport = :22 or sport = :443 and dport = :51234")
    case .error: person.typeFilter("sport = :443 and bogus = 1 and src 10/8")
    case .errorWithHint: person.typeFilter("sport = 10.0.0.1 ")
    case .unfinished: person.typeFilter("sport = :443 and rt")
    case .fields:
      person.typeFilter("sport = :443 and d")
      person.press(.tab, .tab)
    case .ports:
      person.typeFilter("dport = ")
      person.press(.tab)
    case .operators:
      person.typeFilter("proc ")
      person.press(.tab, .down)
    case .saved:
      person.typeFilter("")
      person.press(.control("o"), .down)
    case .search:
      person.apply(.filterHistory(["dport = :5432", "sport = :443"]))
      person.typeFilter("")
      person.press(.control("r"))
      person.type("54")
    case .resolving:
      person.typeFilter("dst db.example")
      person.press(.enter)
    case .scrolled:
      person.typeFilter(
        "state established and sport = :443 and dport = :51234 and dst 203.0.113.9 and proc = nginx "
          + "and rtt > 50ms and cwnd > 10 and src 10/8 and recvq > 0 and uid = 1000 and inode = 7 x"
      )
    }
  }
}

struct PromptGoldenScreenTests {
  static let saved = [
    SavedFilter(name: "web", text: "sport = :443 or sport = :80"),
    SavedFilter(name: "database", text: "dport = :5432"),
  ]

  @Test(arguments: PromptScene.allCases)
  func `the prompt looks as recorded at four sizes`(scene: PromptScene) {
    for (columns, rows) in GoldenScreenTests.sizes {
      var person = PromptFixture(columns, rows, saved: Self.saved)
      scene.reach(&person)
      Golden.check(person.screen, "prompt-\(scene.rawValue)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: PromptScene.allCases)
  func `the cursor stands in the prompt's line, and no list covers it`(scene: PromptScene) throws {
    for rows in 4...24 {
      var person = PromptFixture(40, rows, saved: Self.saved)
      scene.reach(&person)
      let canvas = person.screen
      let line = try #require(canvas.textGrid.firstIndex { $0.hasPrefix(" Filter: ") })
      if scene != .saved { #expect(canvas.cursor?.row == line) }
    }
  }
}
