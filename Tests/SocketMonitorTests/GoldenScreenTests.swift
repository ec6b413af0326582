import SocketMonitor
import TerminalUI
import Testing
import TextSafety

struct GoldenScreenTests {
  static let sizes = [(40, 10), (80, 24), (120, 40), (200, 50)]

  @Test(arguments: Scene.allCases)
  func `every place looks as recorded at four sizes`(scene: Scene) {
    for (columns, rows) in Self.sizes {
      var person = Person(columns, rows)
      scene.reach(&person)
      Golden.check(person.screen, "\(scene.rawValue)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: [Scene.sockets, .listeners, .processes, .summary, .detail, .signalMenu, .help])
  func `it looks as recorded in ASCII`(scene: Scene) {
    var person = Person(80, 24, glyphs: .ascii)
    scene.reach(&person)
    Golden.check(person.screen, "\(scene.rawValue)-ascii")
  }

  @Test(arguments: Scene.allCases)
  func `in ASCII every cell is ASCII`(scene: Scene) {
    for (columns, rows) in Self.sizes {
      var person = Person(columns, rows, glyphs: .ascii)
      scene.reach(&person)
      let strange = person.screen.cells.filter { !$0.scalar.isASCII }.map(\.scalar)
      #expect(strange.isEmpty, "\(columns)x\(rows)")
    }
  }

  @Test func `without colours cursor, tags and wrong things still differ from the rest`() {
    let plain = Theme.terminal.appearance(of: Style(.normal), depth: .monochrome)
    let roles: [StyleRole] = [
      .cursor, .tagged, .ended, .warning, .critical, .stateCloseWait, .header, .match, .error, .dim,
    ]
    for role in roles {
      let look = Theme.terminal.appearance(of: Style(role), depth: .monochrome)
      #expect(look != plain, "\(role)")
    }
  }
}
