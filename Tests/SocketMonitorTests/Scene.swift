import SocketModel
import SocketMonitor
import TerminalUI
import TextSafety

/// The places that golden pictures are taken of, each reached as a person reaches it.
enum Scene: String, CaseIterable {
  case sockets, changes, listeners, processes, peers, nested, events, summary, detail
  case filterPrompt, filterError, search, tags, help, helpSearch, sortMenu, groupMenu, copyMenu
  case columns, shown, explanation, signalMenu, signalQuestion, destroyQuestion, paused, empty

  func reach(_ person: inout Person) {
    switch self {
    case .sockets: break
    case .changes:
      person.host.remove("idle")
      person.host.add("fresh", local: (0x0a00_0001, 443), peer: (0xcb00_7163, 2222))
      person.waitForSample()
      person.press(.down)
    case .listeners: person.press(.character("2"))
    case .processes: person.press(.character("3"), .down, .enter)
    case .peers: person.press(.character("4"))
    case .nested:
      person.press(.function(5), .down, .enter)
      person.type("state")
      person.press(.enter, .home, .enter, .down, .enter)
    case .events:
      person.host.remove("idle")
      person.host.change("upload") { $0.state = .closeWait }
      person.host.add("fresh", local: (0x0a00_0001, 443), peer: (0xcb00_7163, 2222))
      person.waitForSample()
      person.press(.character("5"))
    case .summary: person.press(.character("6"))
    case .detail:
      person.press(.down, .enter)
      person.waitForSample()
    case .filterPrompt:
      person.press(.character("/"))
      person.type("state established dport = :5432")
    case .filterError:
      person.press(.character("/"))
      person.type("sport = :443 and bogus")
    case .search:
      person.press(.function(3))
      person.type("java")
      person.press(.enter)
    case .tags: person.press(.down, .character(" "), .character(" "))
    case .help: person.press(.function(1))
    case .helpSearch:
      person.press(.character("?"), .character("/"))
      person.type("destroy")
    case .sortMenu: person.press(.function(6))
    case .groupMenu: person.press(.function(5))
    case .copyMenu: person.press(.down, .character("y"))
    case .columns: person.press(.function(2))
    case .shown: person.press(.function(8), .down, .character(" "))
    case .explanation: person.press(.character("i"))
    case .signalMenu, .signalQuestion:
      person.press(.down, .function(9))
      person.answerPins()
      if self == .signalQuestion { person.press(.enter) }
    case .destroyQuestion: person.press(.down, .character("x"))
    case .paused: person.press(.character("p"))
    case .empty:
      person.press(.character("/"))
      person.type("dport = :9")
      person.press(.enter)
    }
  }
}

extension Person {
  /// The processes of the last `pin` may all be signalled.
  mutating func answerPins() {
    for effect in effects.reversed() {
      guard case .pin(let targets) = effect else { continue }
      let answers = targets.map {
        PinAnswer(target: $0, refusal: nil, user: "www-data", socketCount: 4)
      }
      return apply(.finished(.pinned(answers)))
    }
  }
}
