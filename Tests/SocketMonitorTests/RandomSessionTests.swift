import SocketMetrics
import SocketModel
import SocketMonitor
import TerminalUI
import TestSupport
import Testing
import TextSafety

/// What holds whatever happens.
struct RandomSessionTests {
  /// Every key that the terminal can send.
  static let keys: [Key] =
    (0x20...0x7e).compactMap { Unicode.Scalar(UInt32($0)).map(Key.character) }
    + (1...12).map(Key.function)
    + [
      .enter, .tab, .backTab, .backspace, .delete, .escape, .up, .down, .left, .right, .home, .end,
      .pageUp, .pageDown, .control("u"), .control("d"), .control("f"), .control("b"),
    ]

  @Test func `a thousand re-sorts never move the cursor to another socket`() {
    var random = SeededGenerator(seed: 7)
    var person = Person(80, 24)
    person.press(.home, .down)
    let chosen = person.selected
    #expect(chosen != nil)
    for round in 0..<1000 {
      switch round % 4 {
      case 0: person.press(.character(Bool.random(using: &random) ? "<" : ">"))
      case 1: person.press(.character("I"))
      default:
        for name in ["download", "upload", "idle", "database", "leak"] {
          let growth = UInt64.random(in: 0...9_000_000, using: &random)
          person.host.change(name) { $0.tcp.bytesReceived += growth }
        }
        person.waitForSample()
      }
      guard person.selected == chosen else {
        Issue.record("round \(round): the cursor is on another socket")
        return
      }
    }
  }

  @Test func `a thousand signals reach the row that was chosen while the table re-sorts`() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<1000 {
      var person = Person(100, 30, samples: 2)
      person.press(.home)
      for _ in 0..<Int.random(in: 0..<6, using: &random) { person.press(.down) }
      let wanted = person.state.selectedRow?.record.inode
      // Between the look, the key, the question and the answer everything moves.
      Self.move(&person, &random)
      person.forgetEffects()
      person.press(.function(9))
      Self.move(&person, &random)
      person.answerPins()
      person.press(.enter)
      Self.move(&person, &random)
      person.press(.character("y"))
      let inodes: [UInt32] = person.effects.flatMap { effect -> [UInt32] in
        guard case .signal(let targets, number: _) = effect else { return [] }
        return targets.map(\.inode)
      }
      #expect(inodes.allSatisfy { $0 == wanted } && !inodes.isEmpty, "round \(round)")
    }
  }

  /// The next sample turns the order upside down.
  private static func move(_ person: inout Person, _ random: inout SeededGenerator) {
    for name in ["download", "upload", "idle", "database", "leak"] {
      let growth = UInt64.random(in: 0...9_000_000, using: &random)
      person.host.change(name) { $0.tcp.bytesReceived += growth }
    }
    person.waitForSample()
  }

  @Test func `a thousand random sessions break no screen`() {
    for seed in 0..<1000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let columns = Int.random(in: 1...130, using: &random)
      let rows = Int.random(in: 1...45, using: &random)
      var person = Person(columns, rows, samples: 2)
      for step in 0..<20 {
        let before = person.selected
        let isSample = step % 5 == 4
        if isSample {
          Self.disturb(&person.host, step, &random)
          person.waitForSample()
        } else {
          person.press(Self.keys.randomElement(using: &random) ?? .enter)
          person.answerPins()
        }
        let canvas = person.screen
        #expect(canvas.size == Size(columns: columns, rows: rows), "seed \(seed)")
        guard isSample, person.state.table.selected != nil, let before else { continue }
        #expect(person.selected == nil || person.selected == before, "seed \(seed)")
      }
    }
  }

  /// Sockets come, go and move bytes.
  private static func disturb(
    _ host: inout SampleFixture, _ step: Int, _ random: inout SeededGenerator
  ) {
    let names = ["download", "upload", "idle", "leak", "old", "database", "dns", "probe", "https"]
    let name = names.randomElement(using: &random) ?? "idle"
    switch Int.random(in: 0..<4, using: &random) {
    case 0: host.remove(name)
    case 1:
      host.add(
        "new\(step)", local: (0x0a00_0001, 443), peer: (0xcb00_7100 + UInt32(step), 2222),
        owner: ("nginx", 812), pace: (UInt64(step) * 70_000, 90))
    case 2: host.change(name) { $0.state = .closeWait }
    default: host.change(name) { $0.tcp.bytesReceived += 9_000_000 }
    }
  }

  @Test func `a paste outside prompts does nothing`() {
    let paste = InputEvent.paste(Array("Kyyx\ryqU/3 \r\u{1b}".utf8))
    for scene in Scene.allCases {
      switch scene {
      case .filterPrompt, .filterError, .helpSearch: continue
      default: break
      }
      var person = Person(80, 24)
      scene.reach(&person)
      person.forgetEffects()
      let before = Golden.picture(person.screen)
      person.input(paste, after: 0)
      #expect(Golden.picture(person.screen) == before, "\(scene)")
      #expect(person.effects.isEmpty, "\(scene)")
    }
  }

  @Test func `read-only offers no kill and yields none, whatever is pressed`() {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed) ^ 0xdead)
      var person = Person(100, 30, isReadOnly: true, samples: 2)
      for _ in 0..<60 {
        let isDeadly = Int.random(in: 0..<3, using: &random) == 0
        let deadly: [Key] = [
          .function(9), .character("K"), .character("x"), .character("y"), .enter,
        ]
        let key = (isDeadly ? deadly : Self.keys).randomElement(using: &random) ?? .enter
        person.press(key)
        person.answerPins()
        let bar = person.lines.last ?? ""
        #expect(!bar.contains("Kill") && !bar.contains("Destroy"), "seed \(seed)")
      }
      #expect(!person.effects.contains { $0.isDeadly }, "seed \(seed)")
    }
    var person = Person(100, 60, isReadOnly: true)
    person.press(.function(1))
    #expect(!person.text.contains("destroy the socket"))
    #expect(!person.text.contains("signal the processes"))
  }

  @Test func `hostile names never reach the screen raw`() {
    for scene in Scene.allCases {
      var person = Person(200, 50)
      scene.reach(&person)
      let isClean = person.screen.cells.allSatisfy {
        $0.scalar.value >= 0x20 && !(0x7f...0x9f).contains($0.scalar.value)
      }
      #expect(isClean, "\(scene)")
    }
  }
}
