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

  @Test(arguments: Scene.allCases)
  func `in ASCII every cell is ASCII`(scene: Scene) {
    for (columns, rows) in Self.sizes {
      var person = Person(columns, rows, glyphs: .ascii)
      scene.reach(&person)
      let strange = person.screen.cells.filter { !$0.scalar.isASCII }.map(\.scalar)
      #expect(strange.isEmpty, "\(columns)x\(rows)")
    }
  }
}
