import SocketMonitor
import TerminalUI
import Testing
import TextSafety

/// Every place of the program, however it is reached.
enum Place: Hashable, CustomTestStringConvertible {
  case scene(Scene)
  case prompt(PromptScene)

  static let all = Scene.allCases.map(Place.scene) + PromptScene.allCases.map(Place.prompt)

  var name: String {
    switch self {
    case .scene(let scene): scene.rawValue
    case .prompt(let scene): "prompt-\(scene.rawValue)"
    }
  }

  var testDescription: String { name }

  func screen(_ columns: Int, _ rows: Int, _ glyphs: Glyphs = .unicode) -> Canvas {
    switch self {
    case .scene(let scene):
      var person = Person(columns, rows, glyphs: glyphs)
      scene.reach(&person)
      return person.screen
    case .prompt(let scene):
      var person = PromptFixture(
        columns, rows, glyphs: glyphs, saved: PromptGoldenScreenTests.saved)
      scene.reach(&person)
      return person.screen
    }
  }
}

/// How screens look in ASCII, without colours, and in every theme at every depth of colour.
///
/// A screen is roles; a theme turns each role into colours and attributes, by the role alone. So the
/// pictures of roles (`GoldenScreenTests`) and the tables of themes here are every screen at every
/// depth; what must hold of the outcome is checked on the screens themselves.
struct LookTests {
  /// Only the lines that differ from those in Unicode.
  @Test(arguments: Place.all)
  func `in ASCII it looks as recorded, with the same roles`(place: Place) {
    var lines: [String] = []
    for (columns, rows) in GoldenScreenTests.sizes {
      let canvas = place.screen(columns, rows, .ascii)
      let unicode = place.screen(columns, rows)
      lines.append("=== \(columns)x\(rows)")
      for (row, pair) in zip(Golden.text(canvas), Golden.text(unicode)).enumerated()
      where pair.0 != pair.1 {
        lines.append("\(row)|\(pair.0)")
      }
      #expect(canvas.styleGrid == unicode.styleGrid, "\(columns)x\(rows)")
      #expect(canvas.cells.allSatisfy { $0.scalar.isASCII })
    }
    Golden.check(lines.joined(separator: "\n") + "\n", "ascii-\(place.name)")
  }

  @Test(arguments: Place.all)
  func `without colours it looks as recorded`(place: Place) {
    var lines: [String] = ["=== . plain, b bold, d dim, u underlined, r reversed, others several"]
    for (columns, rows) in GoldenScreenTests.sizes {
      let canvas = place.screen(columns, rows)
      lines.append("=== \(columns)x\(rows)")
      let attributes = (0..<rows).map { row in
        Golden.runs(
          String((0..<columns).map { Self.letter(Self.plain(canvas[row, $0]?.style ?? Style())) }))
      }
      lines += Self.folded(attributes)
    }
    Golden.check(lines.joined(separator: "\n") + "\n", "mono-\(place.name)")
  }

  private static func plain(_ style: Style) -> TextAttributes {
    Theme.terminal.appearance(of: style, depth: .monochrome).attributes
  }

  private static func letter(_ attributes: TextAttributes) -> Character {
    Array(".bdDuUvVrRsStTwW")[Int(attributes.rawValue & 15)]
  }

  /// Equal lines below each other become one with their number.
  private static func folded(_ lines: [String]) -> [String] {
    var result: [String] = []
    var rest = lines[...]
    while let line = rest.first {
      let run = rest.prefix { $0 == line }
      result.append(run.count > 1 ? "\(run.count) x \(line)" : line)
      rest = rest.dropFirst(run.count)
    }
    return result
  }

  @Test(arguments: Theme.builtIn + [.terminalOnLight])
  func `each role looks as recorded at each depth of colour`(theme: Theme) {
    let name = theme == .terminalOnLight ? "default-on-light" : theme.name.string
    var lines: [String] = []
    for role in StyleRole.allCases {
      lines.append("\(role.letter) \(role)")
      for depth in ColorDepth.allCases {
        let look = theme.appearance(of: Style(role), depth: depth)
        lines.append("    \(depth): \(Self.words(look))")
      }
    }
    Golden.check(lines.joined(separator: "\n") + "\n", "theme-\(name)")
  }

  private static func words(_ look: Appearance) -> String {
    let names: [(TextAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underlined"), (.reverse, "reversed"),
    ]
    let attributes = names.filter { look.attributes.contains($0.0) }.map { " " + $0.1 }
    return "\(word(look.foreground)) on \(word(look.background))" + attributes.joined()
  }

  private static func word(_ color: TerminalColor) -> String {
    switch color {
    case .standard: "own"
    case .ansi(let index): "ansi \(index)"
    case .indexed(let index): "\(index)"
    case .rgb(let red, let green, let blue): "\(red)/\(green)/\(blue)"
    }
  }

  @Test(arguments: Theme.builtIn + [.terminalOnLight])
  func `at no depth of colour does anything vanish on any screen`(theme: Theme) {
    for place in Place.all {
      let canvas = place.screen(80, 24)
      let styles = Set(canvas.cells.filter { $0.scalar != " " }.map(\.style))
      for depth in ColorDepth.allCases {
        for style in styles {
          let look = theme.appearance(of: style, depth: depth)
          let isSeen = look.foreground != look.background || look.foreground == .standard
          #expect(isSeen, "\(place.name), \(style.role) at \(depth)")
        }
      }
    }
  }

  @Test(arguments: Theme.builtIn + [.terminalOnLight], ColorDepth.allCases)
  func `what is chosen and what is wrong differ from the rest`(theme: Theme, depth: ColorDepth) {
    let plain = theme.appearance(of: Style(.normal), depth: depth)
    let dialog = theme.appearance(of: Style(.dialog), depth: depth)
    for role in [
      StyleRole.cursor, .tagged, .ended, .warning, .critical, .stateCloseWait, .header, .match,
      .error, .dim,
    ] {
      #expect(theme.appearance(of: Style(role), depth: depth) != plain, "\(role)")
    }
    #expect(theme.appearance(of: Style(.dialogSelected), depth: depth) != dialog)
    #expect(
      theme.appearance(of: Style(.headerSorted), depth: depth)
        != theme.appearance(of: Style(.header), depth: depth))
    #expect(
      theme.appearance(of: Style(.keyBarLabel), depth: depth)
        != theme.appearance(of: Style(.keyBarKey), depth: depth))
  }
}
